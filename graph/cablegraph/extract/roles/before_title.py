"""What stands before a title: "former Chinese deputy" of "former Chinese deputy foreign minister"."""

from __future__ import annotations

from dataclasses import replace

from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.complements import LONGEST
from cablegraph.extract.roles.function_words import (
    DETERMINERS,
    HYPHENS,
    LED_BY,
    ORGANS_BEFORE,
    POSSESSIVE_ENDS,
    POSSESSIVES,
)
from cablegraph.extract.roles.noun_phrases import portfolio_phrases
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.words_before import WordsBefore
from cablegraph.model import Mention, Spot
from cablegraph.spotting.phrases import Phrases
from cablegraph_ontology.lexicon import Form, Title
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

_REGION_WORDS = {
    "Middle",
    "Far",
    "Near",
    "South",
    "North",
    "West",
    "East",
    "Central",
    "Latin",
    "Southeast",
    "Southern",
    "Northern",
    "Western",
    "Eastern",
    "Northeast",
    "and",
    "-",
}
_ROLE_ADJECTIVES = {
    "special",
    "permanent",
    "joint",
    "political",
    "military",
    "spiritual",
    "federal",
    "nuclear",
}
_JUST = {"recently", "newly", "just", "freshly", "first"}
_SIDES = {"anti", "pro", "non"}
_ASSISTANTS = {"deputy", "assistant", "associate"}
_RANKS_OF_ENVOYS = {"ambassador", "ambassador-at-large"}
_WITH_TOPICS = {"envoy", "adviser", "minister", "deputy", "official", "head_of_body"}


class BeforeTitle:
    """Walks from a title to the left over what belongs to its phrase."""

    def __init__(self, reading: Reading, modifiers: Phrases[str], head_first: int, title: Title) -> None:
        self._before = WordsBefore(reading, head_first, title)
        self._head = title
        self._reading = reading
        self._tokens = reading.tokens
        self._modifiers = modifiers
        self._start = self._before.start
        self.first = head_first
        self._head_first = head_first
        self.role: list[str] = []
        self.status = Status.CURRENT
        self.belonging = Belonging()
        self._topic = head_first
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
        if self._head.key in _RANKS_OF_ENVOYS and self._is_topic_of_another():
            self.first, self.role, self.belonging = self._head_first, [], Belonging()
            self.owner_tokens.clear()

    def _is_topic_of_another(self) -> bool:
        """Tell whether the words before "Ambassador" are the topic of a title before them: "Special
        Representative for the DPRK Ambassador X".
        """
        place = self.first - 1
        if self._reading.lower(place) == "the":
            place -= 1
        if self._reading.lower(place) not in {"for", "on"} or self.first == self._head_first:
            return False
        before = (self._reading.titles.get(first) for first in range(place - 1, max(-1, place - 5), -1))
        title = next((t for t in before if t is not None), None)
        if title is None or title.last != place - 1:
            return False
        return self._reading.lexicon.titles[title.key].role_class in _WITH_TOPICS

    def _step(self, place: int) -> bool:
        spot = self._reading.spot(place)
        if spot is not None:
            return self._owner(spot)
        lower = self._tokens.lower[place]
        if lower in POSSESSIVE_ENDS:
            if self._tokens.tag[place].startswith("VB"):
                return False  # "it's Maryland Gov. Martin O'Malley"
            return self._possessive(place)
        if lower in LED_BY and self._reading.lower(place - 1) in HYPHENS:
            base = self._reading.spot(place - 2)
            self.first = base.first if base is not None else place - 2  # "a Baghdad-based spokesman"
            return True
        if lower in POSSESSIVES:
            self.belonging = self.belonging.join(Belonging(pronoun=place))
            self.determiner, self.first = lower, place
            return False
        if lower in DETERMINERS:
            if self._tokens.tag[place] in {"IN", "WDT"}:
                return False  # "said that President Biden"
            self.determiner, self.first = lower, place
            return False
        if lower == ")":
            return self._bracket(place)
        if lower in self._reading.words.styles:
            return self._style(place)
        return self._word(place, lower)

    def _bracket(self, place: int) -> bool:
        """Skip an acronym in brackets: "Palestine Liberation Organization (PLO) Chairman"."""
        opening = place - 2
        if opening <= self._start or self._reading.lower(opening) != "(":
            return False
        self.first = opening
        return True

    def _style(self, place: int) -> bool:
        """Take "Her Majesty" whole: the pronoun in it points to nobody."""
        self.first = place
        if self._reading.lower(place - 1) in POSSESSIVES:
            self.first = place - 1
            return False
        return True

    def _owner(self, spot: Spot) -> bool:
        """Take a country or a body before the title: "Chinese Foreign Ministry spokesman"."""
        if self._reading.lower(spot.first - 1) in HYPHENS and self._reading.lower(spot.first - 2) in _SIDES:
            self.first = spot.first - 2  # "the anti-Taliban commander"
            return True
        if spot.mention.kind == Kind.COUNTRY and self._is_topic() and spot.last == self._topic - 1:
            self._take_topic()  # "White House Russia adviser", "U.S. North Korea envoy"
        if spot.mention.kind == Kind.COUNTRY:
            if self.belonging.country is not None or spot.mention.form == Form.PEOPLE:
                return False
            self.belonging = replace(self.belonging, country=spot.mention)
            self._topic = spot.first
        elif spot.mention.kind == Kind.ORGANIZATION:
            if self.belonging.body is not None:
                return False
            if self._is_topic() and spot.last == self._topic - 1:
                self._take_topic()  # "Human Rights Watch China director"
            if self.belonging.country is not None:
                return False
            self.belonging = replace(self.belonging, body=spot.mention)
        elif self._before.is_somebodys_helper(spot):
            self.belonging = self.belonging.join(Belonging(person=spot.mention))
        elif self._before.is_mistaken(spot):
            words = self._reading.organization(spot.first, spot.last)
            self.belonging = replace(self.belonging, body=words)
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
            self.belonging = self.belonging.join(self._of_person(spot))
            self.first = self._with_title(spot.first)
            return False
        if spot.mention.kind == Kind.ORGANIZATION and self._is_topic():
            self._take_topic()
        self._owner(spot)
        if self.first == spot.first:
            self._article(spot.first - 1)
        return False

    def _of_person(self, spot: Spot) -> Belonging:
        """Return whose a title is: a person's, but "Cochabamba's prefect" is of a place."""
        place = self._reading.words.regions.get(self._reading.words_of(spot.first, spot.last))
        if place is not None and self._before.local:
            return Belonging(body=self._reading.organization(spot.first, spot.last))
        return Belonging(person=spot.mention)

    def _is_topic(self) -> bool:
        """Tell whether a country is what somebody of a body deals with: "Amnesty's China researcher"."""
        country = self.belonging.country
        return country is not None and country.form == Form.NAME and self.belonging.body is None

    def leave_topic(self, body: Mention) -> None:
        """Let the country before a title be its topic where a body follows: "China director at Amnesty"."""
        if (self._before.of_people or body.key in self._reading.lexicon.bodies) and self._is_topic():
            self._take_topic()

    def _take_topic(self) -> None:
        country = self.belonging.country
        self.role.insert(0, country.text if country is not None else "")
        self.belonging = replace(self.belonging, country=None)

    def _with_title(self, first: int) -> int:
        """Return the first token of "President George W. Bush", from the first token of the name."""
        while first > self._start:
            spot = self._reading.spot(first - 1)
            owner = spot is not None and spot.mention.kind == Kind.COUNTRY
            titled = first - 1 in self._reading.title_words or self._tokens.text[first - 1] == "."
            if not (owner or titled or self._before.is_honorific(first - 1)):
                break
            first = spot.first if spot is not None and owner else first - 1
        return first

    def _article(self, place: int) -> None:
        """Take the article or pronoun before "ministry's" or "European Union's"."""
        lower = self._reading.lower(place) if place >= self._start else ""
        if lower in DETERMINERS or lower in POSSESSIVES:
            self.first = place
        if lower in POSSESSIVES:
            self.belonging = self.belonging.join(Belonging(pronoun=place))

    def _possessive_noun(self, place: int) -> None:
        first = place
        while first > self._start and self._tokens.tag[first - 1].startswith(("NN", "JJ", "HYPH")):
            if self._reading.spot(first - 1) is not None:
                break
            first -= 1
        if self._tokens.capital(place) and self._before.is_surname(first, place):
            person = self._reading.annotated.mention(self._reading.span(place, place), Kind.PERSON)
            self.belonging = self.belonging.join(Belonging(person=person))
        elif self._tokens.capital(place) and not self._before.ends_title(place):
            if self.belonging.body is None and self.belonging.country is None:
                self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        else:
            self.belonging = self.belonging.join(Belonging(noun=place))
        self.first = first
        self._article(first - 1)

    def _party_by_name(self, place: int) -> bool:
        """Take a name that ends in such a noun before the title: "Family Coalition Party leader"."""
        first = place
        while first > self._start and self._tokens.capital(first - 1) and self._is_of_name(first - 1):
            first -= 1
        if first == place:
            return False
        self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        self.first = first
        return True

    def _is_of_name(self, place: int) -> bool:
        """Tell whether a capitalised word may belong to the name of a party: no country, no calendar."""
        spot = self._reading.spot(place)
        other = spot is not None and spot.mention.kind != Kind.ORGANIZATION
        noun = self._tokens.tag[place].startswith(("NN", "JJ")) and not self._reading.is_calendar(place)
        return noun and not other and place not in self._reading.title_words

    def _people(self, place: int, lower: str) -> bool:
        """Take the party, organ or rebels right before a title."""
        named = lower in ORGANS_BEFORE and place == self._head_first - 1 and self._tokens.capital(place)
        if named and self._party_by_name(place):
            return True
        if lower not in self._reading.words.rebel_nouns or self.belonging != Belonging():
            return False
        self.belonging = Belonging(noun=place)  # "rebel spokesman"
        return self._skip(place)

    def _word(self, place: int, lower: str) -> bool:
        if self._people(place, lower):
            return True
        if lower == "shadow":
            self.role.insert(0, self._tokens.text[place])
            self.first = place
            return True
        assists = lower in _ASSISTANTS and place + 1 == self._head_first
        if place in self._reading.title_words and self._reading.spot(place + 1) is None and not assists:
            return False  # "Army chief Gen. Raheel Sharif": another title
        modifier = self._modifiers.at(self._tokens, place)
        if modifier is not None and modifier[0] < self.first:
            return self._modifier(place, modifier[1])
        if lower in self._reading.words.naming and self._reading.lower(place - 1) in _JUST:
            return self._skip(place - 1)  # "its recently named executive chair"
        if lower in self._reading.words.naming and self._reading.lower(place - 1) in DETERMINERS:
            return self._skip(place)  # "the elected premier"
        if self._before.is_party(place, lower) and not self._has_owner():
            return self._party(place)
        if self._before.is_compound(place):
            return self._skip(place - 2)
        if self._before.is_foreign_to_capitals(place):
            return False  # "at the same time President Biden"
        if lower in {"and", "-"} and self._joint_body(place):
            return True
        if lower == "and" and self._portfolio_before(place):
            self.role.insert(0, "and")
            self.first = place
            return True
        if lower in HYPHENS:
            if self.role and self._tokens.glued[place + 1] and not self._has_owner():
                self.role.insert(0, "-")
            self.first = place
            return self._tokens.glued[place]
        if lower in self._reading.words.plain_adjectives or self._tokens.text[place][:1].isdigit():
            return self._skip(place)
        if not self._tokens.tag[place].startswith(("NN", "JJ")) or not self._tokens.is_word(place):
            return False
        if self._reading.is_calendar(place) and lower not in self._reading.words.organ_nouns:
            return False
        return self._noun(place, lower)

    def _noun(self, place: int, lower: str) -> bool:
        """Take a noun or adjective as a body, a part of the world, or a word of the role."""
        minister = self._reading.lower(self._head_first) == "minister"  # "Police Minister"
        words = self._reading.words
        organ = lower in words.organ_nouns | words.government_nouns and not minister
        if organ and self.belonging == Belonging() and self._before.is_plain(place):
            self.belonging = Belonging(noun=place)  # "party leader", "Commission President"
            return self._skip(place)
        if self._tokens.text[place] in self._reading.words.world_regions:
            return self._region(place)
        if self._tokens.text[place] in _REGION_WORDS and self._reading.spot(self.first) is not None:
            return self._skip(place)  # "West Australian Premier"
        may_open = (
            place > self._start
            or self._before.local
            or self._before.is_state(place)
            or not self._tokens.capital(self.first)
        )
        name = self._tokens.tag[place].startswith("NNP") or self._before.is_acronym(place)
        if name and may_open and self._unknown_body(place):
            return True
        if self._has_owner() and not (self._tokens.tag[place].startswith("JJ") and lower in _ROLE_ADJECTIVES):
            return self._skip(place)  # "a 44-year-old Pashtun leader": the role stands beside its title
        self.role.insert(0, self._tokens.text[place])
        self.first = place
        return True

    def _has_owner(self) -> bool:
        return self.belonging.body is not None or self.belonging.country is not None

    def _region(self, place: int) -> bool:
        """Take a part of the world as what the role is about: "Asia director", "Middle East envoy"."""
        first = place
        while first > self._start and self._tokens.text[first - 1] in _REGION_WORDS:
            first -= 1
        self.role.insert(0, self._reading.words_of(first, place))
        self.first = first
        return True

    def _party(self, place: int) -> bool:
        first = place
        while first > self._start and self._before.is_party_word(first - 1):
            first -= 1
        self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        self.first = first
        return True

    def _joint_body(self, place: int) -> bool:
        """Take the first of two bodies with one official: "the U.N. and Arab League envoy"."""
        spot, body = self._reading.spot(place - 1), self.belonging.body
        known = self._reading.lexicon.bodies
        if spot is None or body is None or body.key not in known or spot.mention.key not in known:
            return False
        if self._reading.spot(place + 1) is None or spot.first < self._start:
            return False
        self.belonging, self.first = replace(self.belonging, body=spot.mention), spot.first
        return True

    def _portfolio_before(self, place: int) -> bool:
        """Tell whether "interior" stands before "and overseas minister"."""
        known = portfolio_phrases(self._reading.lexicon)
        return place - 1 >= self._start and bool(self.role) and known.at(self._tokens, place - 1) is not None

    def _modifier(self, place: int, meaning: str) -> bool:
        if self._tokens.tag[place] in {"VBD", "VBN"} and self._before.is_verb(place):
            return False  # "was nominated ambassador", "Obama nominated Senator John Kerry": the verb
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
        if self._reading.lower(self._head_first) == "professor":
            return False  # the words before are not the name of a university for sure
        if self._before.of_people and self._reading.annotated.doc[place].ent_type_ == "NORP":
            return False  # "a Pashtun elder": a people is no body; but "the Houthi spokesman"
        chief = self._reading.lower(self.first) in {"chief", "head"} or self._before.is_state(place)
        chief = chief or self._before.is_acronym(place)
        if self._tokens.capital(self.first) and not chief and not self._before.local:
            return False
        first = place
        while (
            first > self._start
            and self._tokens.tag[first - 1] == "NNP"
            and self._reading.spot(first - 1) is None
        ):
            first -= 1
        self.belonging = replace(self.belonging, body=self._reading.organization(first, place))
        self.first = first
        return True
