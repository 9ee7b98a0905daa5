"""Role phrases: "former Chinese deputy foreign minister", "spokesman for the Indonesian military"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from cablegraph.extract.roles.reading import Reading
from cablegraph.model import Mention, Spot
from cablegraph.phrases import Phrases
from cablegraph_ontology.lexicon import Form, Lexicon, Title
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

POSSESSIVES = {"his", "her", "its", "their", "whose", "our", "my"}
_DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "another", "any", "every", "each"}
_POSSESSIVE_ENDS = {"'s", "'", "’s", "’"}
_TO = {"to"}
_BODY_PREPOSITIONS = {"of", "for", "at", "in", "with", "on", "to", "from"}
LONGEST = 24
"""Tokens that a role phrase reaches from its title to one side, at most."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What the words of a role phrase say about its body and country."""

    body: Mention | None = None
    country: Mention | None = None
    person: Mention | None = None
    """"Putin's spokesman", "adviser to President Putin"."""
    pronoun: int | None = None
    """The token of "his" or "its"."""
    noun: int | None = None
    """The token of the noun in "the ministry's spokesman", "head of the agency"."""

    def join(self, other: Belonging) -> Belonging:
        """Return both; what this one says already stays."""
        return Belonging(
            self.body or other.body,
            self.country or other.country,
            self.person or other.person,
            self.pronoun if self.pronoun is not None else other.pronoun,
            self.noun if self.noun is not None else other.noun,
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A role phrase: tokens `first` to `last`, with the title at `head_first` to `head_last`."""

    first: int
    last: int
    head_first: int
    head_last: int
    title: Title
    plural: bool
    role: str
    status: Status
    belonging: Belonging
    determiner: str = ""
    """"the", "a", "his", "'s" or nothing."""
    place: bool = False
    """True when a complement ("of the World Bank") follows the title."""
    owner_tokens: tuple[int, ...] = ()
    """First tokens of the countries and bodies in the phrase."""

    def wordings(self, reading: Reading) -> list[str]:
        """Return the phrase as worded, from the longest to the title alone, to look it up."""
        start = self.first
        if reading.lower(start) in _DETERMINERS | POSSESSIVES:
            start += 1
        return [
            reading.words_of(start, self.last),
            reading.words_of(start, self.head_last),
            self.role,
            reading.words_of(self.head_first, self.head_last),
        ]


@cache
def portfolio_phrases(lexicon: Lexicon) -> Phrases[str]:
    """Return the words of all portfolios: "Foreign Affairs", "Civil Affairs"."""
    return Phrases((words, p.key) for p in lexicon.portfolios.values() for words in p.words)


class PhraseReader:
    """Reads the role phrase around a title."""

    def __init__(self, reading: Reading, modifiers: Phrases[str]) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._modifiers = modifiers

    def read(self, head_first: int, head_last: int, title: Title, plural: bool) -> Phrase:
        """Return the phrase around a title."""
        left = _Left(self._reading, self._modifiers, head_first)
        owner = self._reading.spot(head_first)
        if owner is not None:
            left.inside(owner)
        left.walk()
        status, last = self._after_title(head_last, left.status)
        end, belonging, topic = Complements(self._reading).read(last + 1, title)
        role = " ".join([*left.role, self._reading.words_of(head_first, head_last), *topic])
        return Phrase(
            first=left.first,
            last=max(last, end),
            head_first=head_first,
            head_last=head_last,
            title=title,
            plural=plural,
            role=role.replace(" - ", "-"),
            status=status,
            belonging=left.belonging.join(belonging),
            determiner=left.determiner,
            place=end > last,
            owner_tokens=tuple(sorted(left.owner_tokens)),
        )

    def _after_title(self, last: int, status: Status) -> tuple[Status, int]:
        """Return the status and the last token with "-elect" or "-designate" after the title."""
        if self._reading.lower(last + 1) in {"-", "‐", "‑"}:
            match = self._modifiers.at(self._tokens, last + 2)
            if match is not None and match[1] == Status.INCOMING:
                return Status.INCOMING, match[0]
        return status, last


class _Left:
    """Walks from a title to the left over what belongs to its phrase."""

    def __init__(self, reading: Reading, modifiers: Phrases[str], head_first: int) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._modifiers = modifiers
        self._start = reading.tokens.sentence_bounds(head_first)[0]
        self.first = head_first
        self.role: list[str] = []
        self.status = Status.CURRENT
        self.belonging = Belonging()
        self.determiner = ""
        self.owner_tokens: set[int] = set()

    def inside(self, spot: Spot) -> None:
        """Start from a body that has the title in its name: "U.N. High Commissioner for Refugees"."""
        self.belonging = Belonging(body=spot.mention)
        self.first = spot.first
        self.owner_tokens.add(spot.first)

    def walk(self) -> None:
        """Read to the left until a word that cannot belong to the phrase."""
        limit = max(self._start, self.first - LONGEST)
        while self.first > limit:
            if not self._step(self.first - 1):
                break

    def _step(self, place: int) -> bool:
        spot = self._reading.spot(place)
        if spot is not None:
            return self._owner(spot)
        lower = self._tokens.lower[place]
        if lower in _POSSESSIVE_ENDS:
            return self._possessive(place)
        if lower in POSSESSIVES:
            self.belonging = self.belonging.join(Belonging(pronoun=place))
            self.determiner, self.first = lower, place
            return False
        if lower in _DETERMINERS:
            self.determiner, self.first = lower, place
            return False
        return self._word(place, lower)

    def _owner(self, spot: Spot) -> bool:
        """Take a country or a body before the title: "Chinese Foreign Ministry spokesman"."""
        if spot.mention.kind == Kind.COUNTRY:
            if self.belonging.country is not None or spot.mention.form == Form.PEOPLE:
                return False
            self.belonging = replace(self.belonging, country=spot.mention)
        elif spot.mention.kind == Kind.ORGANIZATION:
            if self.belonging.body is not None or self.belonging.country is not None:
                return False
            self.belonging = replace(self.belonging, body=spot.mention)
        else:
            return False
        self.first = spot.first
        self.owner_tokens.add(spot.first)
        return True

    def _possessive(self, place: int) -> bool:
        """Take what stands before "'s": "China's", "the ministry's", "Putin's"."""
        spot = self._reading.spot(place - 1)
        self.determiner = "'s"
        if spot is None:
            self._possessive_noun(place - 1)
            return False
        if spot.mention.kind == Kind.PERSON:
            self.belonging = self.belonging.join(Belonging(person=spot.mention))
            self.first = spot.first
            return False
        self._owner(spot)
        return self.first == spot.first and spot.mention.kind == Kind.ORGANIZATION

    def _possessive_noun(self, place: int) -> None:
        first = place
        while first > self._start and self._tokens.tag[first - 1].startswith(("NN", "JJ")):
            if self._reading.spot(first - 1) is not None:
                break
            first -= 1
        if self._tokens.capital(place):
            if self.belonging.body is None and self.belonging.country is None:
                self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        else:
            self.belonging = self.belonging.join(Belonging(noun=place))
        self.first = first

    def _word(self, place: int, lower: str) -> bool:
        modifier = self._modifiers.at(self._tokens, place)
        if modifier is not None and modifier[0] < self.first:
            return self._modifier(place, modifier[1])
        if lower in {"-", "‐", "‑"}:
            if self.role and self._tokens.glued[place + 1]:
                self.role.insert(0, "-")
            self.first = place
            return self._tokens.glued[place]
        if lower in self._reading.words.plain_adjectives or self._tokens.text[place][:1].isdigit():
            return self._skip(place)
        if not self._tokens.tag[place].startswith(("NN", "JJ")) or not self._tokens.is_word(place):
            return False
        if self._reading.is_calendar(place):
            return False
        if self._tokens.tag[place] == "NNP" and place > self._start and self._unknown_body(place):
            return True
        self.role.insert(0, self._tokens.text[place])
        self.first = place
        return True

    def _modifier(self, place: int, meaning: str) -> bool:
        if meaning == "role":
            self.role.insert(0, self._tokens.text[place])
        elif meaning and self.status == Status.CURRENT:
            self.status = Status(meaning)
        self.first = place
        return True

    def _skip(self, place: int) -> bool:
        self.first = place
        return True

    def _unknown_body(self, place: int) -> bool:
        """Take capitalised words that no lexicon knows as the body: "Tesla chief"."""
        if self.belonging.body is not None or self.role or not self._reading.tokens.capital(place):
            return False
        if self._reading.tokens.capital(self.first) and self._reading.lower(self.first) not in {"chief", "head"}:
            return False
        first = place
        while first > self._start and self._tokens.tag[first - 1] == "NNP" and self._reading.spot(first - 1) is None:
            first -= 1
        self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        self.first = first
        return True


class Complements:
    """Reads what follows a title: "of the World Bank", "for Ebola", "to the United Nations"."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._tokens = reading.tokens
        self._portfolios = portfolio_phrases(reading.lexicon)

    def read(self, place: int, title: Title) -> tuple[int, Belonging, list[str]]:
        """Return the last token, the body and country, and the words that belong to the role."""
        last, belonging, topic = place - 1, Belonging(), list[str]()
        limit = min(place + LONGEST, self._tokens.sentence_bounds(max(place - 1, 0))[1])
        while last + 1 < limit and self._reading.lower(last + 1) in _BODY_PREPOSITIONS:
            preposition = self._reading.lower(last + 1)
            end, found, words = self.noun_phrase(last + 2, limit)
            if end is None:
                break
            if preposition in _TO or (preposition == "for" and found.body is None and found.noun is None):
                topic += [self._reading.words_of(last + 1, end)]  # "ambassador to the United Nations"
                found = Belonging()
            elif words and found == Belonging():
                topic += [self._reading.words_of(last + 1, end)]
            elif found == Belonging() or (preposition in {"in", "on"} and found.body is None):
                break
            belonging, last = belonging.join(found), end
        return last, belonging, topic

    def noun_phrase(self, place: int, limit: int) -> tuple[int | None, Belonging, bool]:
        """Return the last token of the noun phrase at a token, what it names, and whether it is only a topic."""
        belonging = Belonging()
        start = place
        if self._reading.lower(place) in _DETERMINERS:
            place += 1
        elif self._reading.lower(place) in POSSESSIVES:
            belonging, place = Belonging(pronoun=place), place + 1
        spot = self._reading.spot(place) if place < limit else None
        while spot is not None and spot.mention.kind == Kind.COUNTRY:
            belonging = belonging.join(Belonging(country=spot.mention))
            place = spot.last + 1
            if self._reading.lower(place) in _POSSESSIVE_ENDS:
                place += 1
            elif spot.mention.form != Form.ADJECTIVE and not self._goes_on(place, limit):
                return spot.last, belonging, False
            spot = self._reading.spot(place) if place < limit else None
            if spot is not None and spot.mention.kind == Kind.COUNTRY:
                return place - 1, belonging, False
        if spot is not None:
            if spot.mention.kind == Kind.ORGANIZATION:
                return spot.last, belonging.join(Belonging(body=spot.mention)), False
            return None, Belonging(), False
        portfolio = self._portfolios.at(self._tokens, place)
        if portfolio is not None and spot is None and portfolio[0] < limit:
            return portfolio[0], belonging, True
        last, capital = self._run(place, limit)
        if last is None:
            return (place - 1 if place > start + 1 else None), belonging, False
        if capital:
            return last, belonging.join(Belonging(body=self._reading.organization(place, last))), False
        noun = self._reading.lower(last)
        if noun in self._reading.words.organ_nouns or noun in self._reading.words.state_nouns:
            named = self._name_after_noun(last + 1, limit)
            if named is not None:
                return named, belonging.join(Belonging(body=self._reading.organization(last + 1, named))), False
            if belonging.country is not None:
                body = self._reading.organization(place, last, of=belonging.country)
                return last, belonging.join(Belonging(body=body)), False
            return last, belonging.join(Belonging(noun=last)), False
        return last, belonging, True

    def _name_after_noun(self, place: int, limit: int) -> int | None:
        """Return the last token of a name after a noun: "the independence party Tavini Huiraatira"."""
        last = place
        while last < limit and self._tokens.capital(last) and self._tokens.tag[last].startswith("NN"):
            last += 1
        return last - 1 if last > place else None

    def _goes_on(self, place: int, limit: int) -> bool:
        """Tell whether a country name is used as an adjective: "the U.S. Department of Agriculture"."""
        spot = self._reading.spot(place) if place < limit else None
        if spot is not None:
            return spot.mention.kind == Kind.ORGANIZATION
        return self._reading.lower(place) in self._reading.words.organ_nouns

    def _run(self, place: int, limit: int) -> tuple[int | None, bool]:
        """Return the last token of a run of nouns, and whether it is a name in capitals."""
        last = place
        capital = place < limit and self._tokens.capital(place)
        while last < limit and self._reading.spot(last) is None and self._tokens.capital(last) == capital:
            tag = self._tokens.tag[last]
            if not tag.startswith(("NN", "JJ")) and not (tag == "HYPH" and last > place):
                break
            if self._reading.is_calendar(last):
                break
            last += 1
        return (None if last == place else last - 1), capital
