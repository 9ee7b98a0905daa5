"""Finds the body and the country of each tie: from its words, from its title, from the article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.belonging import Belonging
from cablegraph.extract.roles.implied import Implied, implied
from cablegraph.extract.roles.phrase import Phrase
from cablegraph.extract.roles.reading import Reading, body_words, national_body
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.setting import Setting
from cablegraph.model import Mention
from cablegraph.spotting.names import full_name
from cablegraph_ontology.lexicon import Body, Form
from cablegraph_ontology.relations import Status
from cablegraph_ontology.terms import Kind

STATE_CLASSES = {"head_of_state", "head_of_government", "minister", "deputy", "envoy", "royal"}
"""A title of these is an office of a state, so that the article may supply which."""

DESCRIPTOR = "descriptor"
"""The rule that finds whom "the head of the U.N. refugee agency" means."""

CLEAR_MARGIN = 1.3
"""The best country leads clearly when its score is this many times the next one's."""

_ACROSS = 0.5
_TAKEN = 0.4
"""How likely a second holder of an office is, where both are only inferred: one may be a predecessor."""

COUNTERPART = "counterpart_name"
"""The rule whose ties have no title of their own."""

_AT_THE_UN = {"ambassador", "envoy", "deputy-ambassador", "permanent-representative", "un-ambassador"}
_OF_GOVERNMENT = {"head_of_state", "head_of_government", "minister", "deputy"}
_ONE_AT_A_TIME = {"head_of_state", "head_of_government"}
_ORGAN_CLASSES = {"legislator", "officer", "police", "judge"}


class Basis(StrEnum):
    """Where the body and country of a role come from; part of the name of the rule."""

    STATED = ""
    TITLE = ""
    BACKWARD = "_by_antecedent"
    PERSON = "_by_person"
    CONTEXT = "_in_context"
    UNCLEAR = "_in_unclear_context"


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie with its body and country."""

    tie: Tie
    body: Mention | None
    country: Mention | None
    basis: Basis


class Offices:
    """Settles the ties of one article, those with a body or country of their own first."""

    def __init__(self, reading: Reading, ties: list[Tie]) -> None:
        self._reading = reading
        self._lexicon = reading.lexicon
        self._implied: Implied = implied(reading.lexicon)
        self._ties = ties
        owned = {first: full_name(tie.person) for tie in ties for first in tie.phrase.owner_tokens}
        self._setting = Setting(reading, owned)
        self._antecedents = Antecedents(reading)
        self._settled: dict[int, Settled] = {}
        self._by_person: dict[str, list[Settled]] = defaultdict(list)
        self._by_sentence: dict[int, list[Settled]] = defaultdict(list)
        self._holders: dict[tuple[str, str], str] = {}
        self._stated_holders: dict[tuple[str, str], str] = {}

    def settle(self) -> list[Settled]:
        """Return the ties with what they belong to, in their order; those that belong to nothing go."""
        self._attempt(self._stated)
        self._attempt(self._look_back)
        self._attempt(self._in_court)
        for basis, number, country in self._guesses():
            tie = self._ties[number]
            found = self._look_back(tie) if number not in self._settled else None
            if found is None and number not in self._settled:
                found = self._in_context(tie, country, basis)
            self._keep(number, found)
        self._attempt(self._look_back)
        self._attempt(self._in_body)
        return [self._settled[number] for number in sorted(self._settled)]

    def descriptors(self, phrases: tuple[Phrase, ...]) -> list[Settled]:
        """Return the role phrases without a name that can mean but one person of the article.

        "The head of the U.N. refugee agency" is whom the article elsewhere calls its High Commissioner.
        """
        tied = {tie.phrase.head_first for tie in self._ties}
        found = []
        for phrase in phrases:
            if phrase.head_first in tied or phrase.plural or phrase.determiner not in {"the", "'s"}:
                continue
            if phrase.status != Status.CURRENT or phrase.belonging.pronoun is not None:
                continue
            settled = self._described(phrase)
            if settled is not None:
                found.append(settled)
        return found

    def _described(self, phrase: Phrase) -> Settled | None:
        reading = self._reading
        nobody = reading.annotated.mention(
            reading.span(phrase.first, phrase.last), Kind.PERSON, form=Form.DESCRIPTOR
        )
        probe = self._stated(Tie(nobody, phrase.first, phrase.last, phrase, DESCRIPTOR))
        if probe is None:
            return None
        holders = {
            full_name(s.tie.person)
            for roles in self._by_person.values()
            for s in roles[:20]
            if s.tie.phrase.status in {Status.CURRENT, Status.ACTING} and self._is_office_of(probe, s)
        }
        if len(holders) != 1:
            return None
        person = replace(nobody, name=next(iter(holders)))
        return replace(probe, tie=replace(probe.tie, person=person), basis=Basis.STATED)

    def _is_office_of(self, one: Settled, other: Settled) -> bool:
        """Tell whether two settled roles can be one office: the same body or country, and a title of one
        kind.
        """
        a, b = one.tie.phrase.title, other.tie.phrase.title
        if a.key != b.key and not (a.role_class == b.role_class == "head_of_body"):
            return False
        if _key(one.body) != _key(other.body):
            return False
        return _key(one.country) == _key(other.country)

    def _attempt(self, way: Callable[[Tie], Settled | None]) -> None:
        for number, tie in enumerate(self._ties):
            if number not in self._settled:
                self._keep(number, way(tie))

    def _look_back(self, tie: Tie) -> Settled | None:
        return self._backward(tie) or self._of_person(tie) or self._beside(tie)

    def _beside(self, tie: Tie) -> Settled | None:
        """Take the body and country of the holder named just before: "President X and the president-elect,
        Y".
        """
        if tie.phrase.status in {Status.CURRENT, Status.FORMER} or tie.phrase.belonging != Belonging():
            return None
        for other in self._in_sentence(tie):
            if other.tie.first < tie.first and other.tie.phrase.title.key == tie.phrase.title.key:
                return Settled(tie, other.body, other.country, Basis.BACKWARD)
        return None

    def _keep(self, number: int, found: Settled | None) -> None:
        if found is None or not self._public(found):
            return
        self._settled[number] = found
        name = full_name(found.tie.person)
        self._by_person[name].append(found)
        self._by_sentence[self._reading.tokens.sentence(found.tie.first)].append(found)
        self._antecedents.remember(found.tie, found.body, found.country)
        if (
            found.country is not None
            and found.country.key is not None
            and found.tie.phrase.status == "current"
        ):
            office = (_office_of(found.tie.phrase), found.country.key)
            self._holders.setdefault(office, name)
            if found.basis == Basis.STATED:
                self._stated_holders.setdefault(office, name)

    def _public(self, found: Settled) -> bool:
        """Tell whether it is a public role: "American academic Marc Lamont Hill" is none."""
        words, title = self._reading.words, found.tie.phrase.title
        if title.role_class in words.no_claim or title.key in words.no_claim:
            return False
        if title.key in words.weak_alone and not self._reading.tokens.capital(found.tie.phrase.head_first):
            return False  # "a psychology major"
        if title.key in words.known_body_only and (found.body is None or not self._is_organ(found.body)):
            return False
        needs_body = title.key in words.weak_alone or title.role_class in words.body_classes
        leads = title.role_class == "cleric" and "leader" in found.tie.phrase.role.lower()
        return found.body is not None or not needs_body or leads or title.key in words.of_a_state

    # -------------------------------------------------------------- from the words of the phrase
    def _stated(self, tie: Tie) -> Settled | None:
        if tie.rule == COUNTERPART:
            return None
        belonging = tie.phrase.belonging
        body, country = belonging.body, belonging.country
        known = self._known(body)
        looks_back = (belonging.pronoun, belonging.noun, belonging.person) != (None, None, None)
        unknown = body is not None and known is None  # "attorney general of Oklahoma"
        head = (
            None
            if looks_back or unknown
            else self._implied.body(tie.phrase.wordings(self._reading), known, country)
        )
        if head is not None and known is None and country is None:
            own = self._known_office(tie)
            if own is not None:
                return own
        if head is not None:
            return Settled(
                tie, self._of_title(tie, head), self._country(head.country) or country, Basis.TITLE
            )
        if looks_back and (belonging.person is None or (body is None and country is None)):
            return None  # "chair of its Commission": look back first
        if body is None and country is None:
            return None
        if known is not None:
            return Settled(tie, body, self._country(known.country) or country, Basis.STATED)
        if country is None and body is not None and body.of is not None and body.of.kind == Kind.COUNTRY:
            country = body.of
        if country is None and body is not None and body.key is not None:
            return None  # a ministry of a country that the article must supply
        if country is None:
            return self._local(tie, body) if body is not None else None
        return Settled(tie, self._agency(tie, body or self._organ(tie), country), country, Basis.STATED)

    def _known_office(self, tie: Tie) -> Settled | None:
        """Return the same office of the person where its words name a body: "NATO Secretary General X"."""
        for other in self._by_person.get(full_name(tie.person), [])[:40]:
            named = other.tie.phrase.belonging.body
            if named is not None and other.tie.phrase.title.key == tie.phrase.title.key:
                return Settled(tie, other.body, other.country, Basis.PERSON)
        return None

    def _local(self, tie: Tie, body: Mention) -> Settled | None:
        """Settle a body that nothing ties to a country; a senator's state is not the body: "of Arizona"."""
        chamber = self._reading.words.chambers.get(tie.phrase.title.key)
        if chamber is not None and not self._is_organ(body):
            return None
        country = self._country(self._reading.words.regions.get(full_name(body)))
        return Settled(tie, body, country, Basis.STATED)

    def _is_organ(self, body: Mention) -> bool:
        """Tell whether a body is one by its key or its last word: "National Assembly" is, "Arizona" is
        not.
        """
        return body.key is not None or body.text.lower().split()[-1] in self._reading.words.organ_nouns

    # -------------------------------------------------------------- from what was named before
    def _counterpart(self, tie: Tie) -> Settled | None:
        """Settle "her Peruvian colleague", "his successor": the same office, of another country or time."""
        name = self._antecedents.person(tie.phrase.belonging, tie)
        roles = self._by_person.get(name, []) if name is not None else []
        left = [r for r in roles if r.tie.phrase.status == Status.FORMER and tie.phrase.role == "successor"]
        other = next(iter(left + roles), None)
        if other is None:
            return None
        model = other.tie.phrase
        status = Status.FORMER if tie.phrase.role.lower() == "predecessor" else Status.CURRENT
        same = replace(tie, phrase=replace(tie.phrase, title=model.title, role=model.role, status=status))
        country = tie.phrase.belonging.country
        if country is None:
            return Settled(same, other.body, other.country, Basis.BACKWARD)
        return Settled(same, self._agency(same, None, country), country, Basis.BACKWARD)

    def _backward(self, tie: Tie) -> Settled | None:
        if tie.rule == COUNTERPART:
            return self._counterpart(tie)
        belonging = tie.phrase.belonging
        if self._noun_organ(tie) is not None:
            return None
        found = self._antecedents.owner(belonging, tie)
        if found is None:
            return None
        body, country = found
        if belonging.body is not None:
            body = self._part_of(belonging.body, body)
        known = self._known(body)
        if known is not None:
            country = self._country(known.country)
        if country is None:
            return Settled(tie, body, None, Basis.BACKWARD) if body is not None else None
        return Settled(tie, self._agency(tie, body, country), country, Basis.BACKWARD)

    def _of_person(self, tie: Tie) -> Settled | None:
        """Take body and country from another role of the same person in this article."""
        others = self._by_person.get(full_name(tie.person), [])[:40]
        for other in others:
            if self._same_office(tie, other.tie):
                return Settled(tie, other.body, other.country, Basis.PERSON)
        if tie.phrase.title.role_class not in STATE_CLASSES | _ORGAN_CLASSES | {"adviser"}:
            return None
        origin = self._antecedents.origin(full_name(tie.person))
        if origin is not None:
            return Settled(tie, self._agency(tie, tie.phrase.belonging.body, origin), origin, Basis.PERSON)
        for other in others:
            if other.country is not None:
                body = self._agency(tie, tie.phrase.belonging.body, other.country)
                return Settled(tie, body, other.country, Basis.PERSON)
        return None

    def _same_office(self, one: Tie, other: Tie) -> bool:
        if one.phrase.title.key == other.phrase.title.key:
            return True
        short, long = sorted((one.phrase.role.lower(), other.phrase.role.lower()), key=len)
        return short in long

    # -------------------------------------------------------------- from the article
    def _guesses(self) -> Iterator[tuple[Basis, int, str]]:
        """Yield for the ties left over the country that the article suggests, the surest first.

        No two persons get the same office of one country, unless one of them has left it.
        """
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, tie in enumerate(self._ties):
            if number not in self._settled and self._may_guess(tie):
                groups[(_office_of(tie.phrase), full_name(tie.person))].append(number)
        ranked = []
        for (_, name), numbers in groups.items():
            scores = self._scores(name, numbers)
            best = sorted(scores.values(), reverse=True)[:2]
            if best:
                ranked.append((best[0] / (best[1] if len(best) > 1 else 0.5), numbers, scores))
        for _, numbers, scores in sorted(ranked, key=lambda r: (-r[0], r[1])):
            yield from self._pick(numbers, scores)

    def _pick(self, numbers: list[int], scores: dict[str, float]) -> Iterator[tuple[Basis, int, str]]:
        tie = self._ties[numbers[0]]
        title, name = _office_of(tie.phrase), full_name(tie.person)
        held = tie.phrase.status in {Status.CURRENT, Status.ACTING}
        free = {
            k: s * (_TAKEN if held and self._holders.get((title, k), name) != name else 1.0)
            for k, s in scores.items()
            if not held or self._stated_holders.get((title, k), name) == name
        }
        for key in self._across(tie) & free.keys():
            free[key] *= _ACROSS
        order = sorted(free, key=lambda key: (-free[key], key))
        if order:
            clear = len(order) < 2 or free[order[0]] >= CLEAR_MARGIN * free[order[1]]
            if tie.phrase.title.role_class in _ONE_AT_A_TIME and not self._may_head(tie, order[0]):
                return
            for number in numbers:
                yield (Basis.CONTEXT if clear else Basis.UNCLEAR), number, order[0]

    def _may_head(self, tie: Tie, country: str) -> bool:
        """Tell whether a bare head of state or government may be one of a country: a state has but one."""
        holder = self._holders.get((_office_of(tie.phrase), country))
        held = tie.phrase.status in {Status.CURRENT, Status.ACTING}
        return not (held and holder is not None and holder != full_name(tie.person))

    def _across(self, tie: Tie) -> set[str]:
        """Return the countries of officials to whom this one does something: they are rarely of one
        country.
        """
        role = self._part(tie.first)
        return {
            other.country.key
            for other in self._in_sentence(tie)
            if other.country is not None
            and other.country.key is not None
            and full_name(other.tie.person) != full_name(tie.person)
            and {role, self._part(other.tie.first)} == {"subject", "object"}
        }

    def _in_sentence(self, tie: Tie) -> list[Settled]:
        """Return the settled roles in the sentence of a tie, at most 40."""
        return self._by_sentence[self._reading.tokens.sentence(tie.first)][:40]

    def _part(self, place: int) -> str:
        spot = self._reading.spot(place)
        dependency = self._reading.root(spot).dep_ if spot is not None else ""
        return (
            "subject"
            if dependency == "nsubj"
            else "object"
            if dependency in {"dobj", "pobj", "dative"}
            else ""
        )

    def _scores(self, name: str, numbers: list[int]) -> dict[str, float]:
        title = self._ties[numbers[0]].phrase.title.key
        allowed, missing = self._states_with(title)
        places = [self._ties[number].phrase.head_first for number in numbers[:20]]
        phrase = self._ties[numbers[0]].phrase
        bare = self._reading.tokens.capital(phrase.head_first) and not phrase.determiner
        presumed = self._reading.words.presumed.get(title) if bare else None
        abroad = self._ties[numbers[0]].phrase.title.role_class == "envoy"
        scores = self._setting.scores(places, name, presumed, abroad)
        if not scores and allowed is not None and len(allowed) == 1:
            return dict.fromkeys(allowed, 1.0)
        return {k: s for k, s in scores.items() if k not in missing and (allowed is None or k in allowed)}

    def _may_guess(self, tie: Tie) -> bool:
        title = tie.phrase.title
        if tie.rule == COUNTERPART:
            return False
        if self._noun_organ(tie) is not None:
            return True
        if tie.phrase.belonging.pronoun is not None and title.role_class not in _OF_GOVERNMENT:
            return False  # "his envoy": whose is the point
        if title.role_class in STATE_CLASSES or title.speaks_for == "country":
            return True
        if title.key in self._reading.words.of_a_state:
            return True
        if title.key in self._reading.words.chambers or self._organ(tie) is not None:
            return True
        body = tie.phrase.belonging.body
        return body is not None and body.key is not None

    def _in_context(self, tie: Tie, key: str, basis: Basis) -> Settled:
        country = self._setting.mention(key, tie.phrase.head_first)
        body = tie.phrase.belonging.body or self._noun_organ(tie) or self._organ(tie)
        if tie.phrase.title.key in self._reading.words.chambers and (
            body is None or not self._is_organ(body)
        ):
            body = self._organ(tie)
        return Settled(tie, self._agency(tie, body, country), country, basis)

    def _in_court(self, tie: Tie) -> Settled | None:
        """Settle a judge or prosecutor without a body of an article about a court."""
        if tie.phrase.title.role_class != "judge" or tie.phrase.belonging.body is not None:
            return None
        if tie.phrase.belonging.country is not None:
            return None
        court = self._antecedents.court(tie)
        if court is None:
            return None
        known = self._known(court)
        return Settled(tie, court, self._country(known.country if known else None), Basis.CONTEXT)

    def _in_body(self, tie: Tie) -> Settled | None:
        body = self._antecedents.international(tie)
        if body is None and tie.phrase.title.role_class in {"mayor", "governor"}:
            body = self._antecedents.city(tie)
        if (
            body is None
            and tie.phrase.title.role_class == "spokesperson"
            and tie.phrase.belonging == Belonging()
        ):
            body = self._antecedents.spoken_for(tie)
        if body is None:
            return None
        known = self._known(body)
        country = body if body.kind == Kind.COUNTRY else self._country(known.country if known else None)
        if country is None:
            return Settled(tie, body, None, Basis.CONTEXT)
        agency = body if body.kind == Kind.ORGANIZATION else self._agency(tie, None, country)
        return Settled(tie, agency, country, Basis.CONTEXT)

    def _states_with(self, title: str) -> tuple[frozenset[str] | None, frozenset[str]]:
        """Return the only countries with such an office or None, and those without it."""
        words = self._reading.words
        without = {"president": words.no_president, "prime-minister": words.no_prime_minister}
        if title in {"king", "queen"}:
            return words.monarchies, frozenset()
        return words.only.get(title), without.get(title, frozenset())

    def _organ(self, tie: Tie) -> Mention | None:
        """Return the body that stands inside a title: "army spokesman", "police chief"."""
        phrase = tie.phrase
        first = phrase.head_first
        chamber = self._reading.words.chambers.get(phrase.title.key)
        if chamber == "Parliament" and tie.phrase.belonging.country is not None:
            chamber = self._parliament(tie.phrase.belonging.country.key) or chamber
        if chamber is not None:
            return self._reading.organization(first, phrase.head_last, name=chamber)
        if self._reading.lower(first) in self._reading.words.government_nouns and first < phrase.head_last:
            name = self._reading.words_of(first, first).capitalize()
            return self._reading.organization(first, first, name=name)
        return None

    def _noun_organ(self, tie: Tie) -> Mention | None:
        """Return the organ that a noun before the title names without an article: "Senate leader X"."""
        noun = tie.phrase.belonging.noun
        if noun is None or tie.phrase.determiner or noun > tie.phrase.head_first:
            return None
        if self._reading.lower(noun) not in self._reading.words.government_nouns:
            return None
        name = self._reading.words_of(noun, noun).capitalize()
        return self._reading.organization(noun, noun, name=name)

    def _parliament(self, country: str | None) -> str | None:
        """Return the name of the only parliament of a country that the lexicon knows."""
        names = [
            b.name for b in self._lexicon.bodies.values() if b.kind == "parliament" and b.country == country
        ]
        return names[0] if len(names) == 1 else None

    # -------------------------------------------------------------- bodies
    def _part_of(self, part: Mention, whole: Mention | None) -> Mention:
        """Return "its Commission" as a body of the lexicon when "African Union Commission" is one."""
        if whole is None or part.key is not None:
            return part
        name = self._known(whole)
        words = f"{name.name if name is not None else full_name(whole)} {full_name(part)}"
        key = body_words(self._lexicon).get(words)
        if key is not None:
            return replace(part, key=key, name=self._lexicon.bodies[key].name)
        return replace(part, name=words)

    def _known(self, body: Mention | None) -> Body | None:
        return self._lexicon.bodies.get(body.key) if body is not None and body.key is not None else None

    def _country(self, key: str | None) -> Mention | None:
        if key is None:
            return None
        country = self._lexicon.countries.get(key)
        name = country.name if country is not None else key
        return Mention(start=0, end=0, text=name, kind=Kind.COUNTRY, form=Form.CONTEXT, key=key)

    def _of_title(self, tie: Tie, body: Body) -> Mention:
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=body.key, name=body.name
        )

    def _context_body(self, tie: Tie, name: str, country: Mention) -> Mention:
        """Return a body that the words only imply, named like a pattern."""
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span,
            Kind.ORGANIZATION,
            form=Form.CONTEXT,
            name=name,
            of=country,
            key=national_body(self._lexicon, name, country.key),
        )

    def _seat(self, country: Mention) -> Mention | None:
        """Return the seat of a government as the body of who speaks or works there: "Kremlin spokesman"."""
        if country.form != Form.SEAT:
            return None
        return replace(country, kind=Kind.ORGANIZATION, key=None, name=country.text, of=country)

    def _mission(self, tie: Tie, country: Mention) -> Mention | None:
        """Return the mission to the United Nations, when an ambassador is sent there."""
        phrase = tie.phrase
        if phrase.title.role_class != "envoy" or country.key is None:
            return None
        words = f"{phrase.role} {phrase.title.words[0]}".lower()
        there = "united nations" in words or "u.n." in words or " un " in f" {words} "
        if there or (
            phrase.title.key in _AT_THE_UN
            and " to " not in words
            and self._antecedents.at_united_nations(tie)
        ):
            return self._context_body(tie, "Mission to the United Nations", country)
        return None

    def _national(self, body: Mention, country: Mention) -> Mention:
        """Return a body found by pattern as one of a country, and as one of the lexicon where that knows
        it.
        """
        if body.form != Form.PATTERN or body.of is not None or body.key in self._lexicon.bodies:
            return body
        key = national_body(self._lexicon, full_name(body), country.key)
        return replace(body, of=country, key=key or body.key)

    def _agency(self, tie: Tie, body: Mention | None, country: Mention) -> Mention | None:
        """Return the body as one of the country, or the ministry that a minister's title implies."""
        if body is not None:
            return self._national(body, country)
        seat = self._seat(country) or self._mission(tie, country)
        if seat is not None:
            return seat
        if tie.phrase.title.role_class == "spokesperson":
            return self._context_body(tie, "Government", country)
        portfolio = self._implied.portfolio(tie.phrase.role)
        if portfolio is None or tie.phrase.title.role_class not in {"minister", "deputy"}:
            return None
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=portfolio.key, name=portfolio.name, of=country
        )


def _office_of(phrase: Phrase) -> str:
    """Return what one person holds at a time: a minister's office is told by the role, others by the
    title.
    """
    if phrase.title.role_class in {"minister", "deputy", "envoy", "adviser", "head_of_body", "official"}:
        return phrase.role.lower()
    return phrase.title.key


def _key(mention: Mention | None) -> str | None:
    """Return what tells one body or country from another: its id, else its name."""
    if mention is None:
        return None
    return mention.key or full_name(mention).lower()
