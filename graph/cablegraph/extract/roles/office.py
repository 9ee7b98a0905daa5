"""Finds the body and the country of each tie: from its words, from its title, from the article."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import StrEnum

from cablegraph.extract.roles.antecedents import Antecedents
from cablegraph.extract.roles.implied import Implied, implied
from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.setting import Setting
from cablegraph.model import Mention
from cablegraph.names import full_name
from cablegraph_ontology.lexicon import Body, Form
from cablegraph_ontology.terms import Kind

STATE_CLASSES = {"head_of_state", "head_of_government", "minister", "deputy", "envoy", "royal"}
"""A title of these is an office of a state, so that the article may supply which."""

_ORGAN_CLASSES = {"legislator", "officer", "police", "judge"}
_NO_CONTEXT = {"royal", "head_of_state"}


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
        owned = {
            first: full_name(tie.person)
            for tie in ties
            for first in tie.phrase.owner_tokens
        }
        self._setting = Setting(reading, owned)
        self._antecedents = Antecedents(reading)
        self._settled: dict[int, Settled] = {}
        self._by_person: dict[str, list[Settled]] = defaultdict(list)
        self._holders: dict[tuple[str, str], str] = {}

    def settle(self) -> list[Settled]:
        """Return the ties with what they belong to, in their order; those that belong to nothing go."""
        for attempt in (self._stated, self._backward, self._of_person):
            for number, tie in enumerate(self._ties):
                if number not in self._settled:
                    self._keep(number, attempt(tie))
        for number, tie in enumerate(self._ties):
            if number not in self._settled:
                self._keep(number, self._of_person(tie) or self._in_context(tie))
        return [self._settled[number] for number in sorted(self._settled)]

    def _keep(self, number: int, found: Settled | None) -> None:
        if found is None:
            return
        self._settled[number] = found
        name = full_name(found.tie.person)
        self._by_person[name].append(found)
        self._antecedents.remember(found.tie, found.body, found.country)
        if found.country is not None and found.country.key is not None and found.tie.phrase.status == "current":
            self._holders.setdefault((found.tie.phrase.title.key, found.country.key), name)

    # -------------------------------------------------------------- from the words of the phrase
    def _stated(self, tie: Tie) -> Settled | None:
        belonging = tie.phrase.belonging
        body, country = belonging.body, belonging.country
        known = self._known(body)
        head = self._implied.body(tie.phrase.wordings(self._reading), known, country)
        if head is not None:
            return Settled(tie, self._of_title(tie, head), self._country(head.country) or country, Basis.TITLE)
        if body is None and country is None:
            return None
        if known is not None:
            return Settled(tie, body, self._country(known.country) or country, Basis.STATED)
        if country is None and body is not None and body.of is not None and body.of.kind == Kind.COUNTRY:
            country = body.of
        if country is None and body is not None and body.key is not None:
            return None  # a ministry of a country that the article must supply
        if country is None:
            return Settled(tie, body, None, Basis.STATED)
        return Settled(tie, self._agency(tie, body, country), country, Basis.STATED)

    # -------------------------------------------------------------- from what was named before
    def _backward(self, tie: Tie) -> Settled | None:
        belonging = tie.phrase.belonging
        found = self._antecedents.owner(belonging, tie)
        if found is None:
            return None
        body, country = found
        if belonging.body is not None:
            body = belonging.body
        known = self._known(body)
        if known is not None:
            country = self._country(known.country)
        if country is None:
            return Settled(tie, body, None, Basis.BACKWARD) if body is not None else None
        return Settled(tie, self._agency(tie, body, country), country, Basis.BACKWARD)

    def _of_person(self, tie: Tie) -> Settled | None:
        """Take body and country from another role of the same person in this article."""
        others = self._by_person.get(full_name(tie.person), [])
        for other in others:
            if self._same_office(tie, other.tie):
                return Settled(tie, other.body, other.country, Basis.PERSON)
        if tie.phrase.title.role_class not in STATE_CLASSES | _ORGAN_CLASSES | {"adviser"}:
            return None
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
    def _in_context(self, tie: Tie) -> Settled | None:
        title = tie.phrase.title
        body = tie.phrase.belonging.body
        organ = self._organ(tie)
        if title.role_class not in STATE_CLASSES and body is None and organ is None:
            international = self._antecedents.international(tie)
            return Settled(tie, international, None, Basis.CONTEXT) if international is not None else None
        name = full_name(tie.person)
        places = [
            (t.phrase.head_first, name)
            for t in self._ties
            if full_name(t.person) == name and t.phrase.title.key == title.key
        ]
        taken = {c for (key, c), holder in self._holders.items() if key == title.key and holder != name}
        allowed, missing = self._states_with(title.key)
        guess = self._setting.guess(places[:20], allowed, frozenset(taken) | missing)
        if guess is None:
            return None
        basis = Basis.CONTEXT if guess.clear else Basis.UNCLEAR
        return Settled(tie, self._agency(tie, body or organ, guess.country), guess.country, basis)

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
        if self._reading.lower(first) in self._reading.words.government_nouns and first < phrase.head_last:
            name = self._reading.words_of(first, first).capitalize()
            return self._reading.organization(first, first, name=name)
        return None

    # -------------------------------------------------------------- bodies
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

    def _agency(self, tie: Tie, body: Mention | None, country: Mention) -> Mention | None:
        """Return the body as one of the country, or the ministry that a minister's title implies."""
        if body is not None:
            own = body.form == Form.PATTERN and body.of is None
            return replace(body, of=country) if own else body
        portfolio = self._implied.portfolio(tie.phrase.role)
        if portfolio is None or tie.phrase.title.role_class not in {"minister", "deputy"}:
            return None
        span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=portfolio.key, name=portfolio.name, of=country
        )
