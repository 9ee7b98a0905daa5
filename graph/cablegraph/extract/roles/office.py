"""Finds the body and the country of each tie: from its words, from its title, from the article."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cablegraph.extract.roles.reading import Reading
from cablegraph.extract.roles.scene import Tie
from cablegraph.extract.roles.setting import Setting
from cablegraph.model import Mention
from cablegraph.phrases import pieces
from cablegraph_ontology.lexicon import Body, Form
from cablegraph_ontology.terms import Kind


@dataclass(frozen=True, slots=True)
class Settled:
    """A tie with its body and country; `basis` says where the country comes from."""

    tie: Tie
    body: Mention | None
    country: Mention | None
    basis: str


class Offices:
    """Settles the ties of one article, those with a country of their own first."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._lexicon = reading.lexicon
        self._setting = Setting(reading)
        self._heads = {
            tuple(pieces(head)): body for body in reading.lexicon.bodies.values() for head in body.heads
        }
        self._portfolios = {
            tuple(pieces(words)): portfolio.key
            for portfolio in reading.lexicon.portfolios.values()
            for words in portfolio.words
        }
        self._of_person: dict[str, Mention] = {}
        self._taken: dict[tuple[str, str], str] = {}

    def settle(self, ties: list[Tie]) -> list[Settled]:
        """Return the ties with what they belong to, in their order; those without any body or country go."""
        settled: dict[int, Settled] = {}
        for attempt in (self._stated, self._inferred):
            for number, tie in enumerate(ties):
                if number not in settled:
                    found = attempt(tie)
                    if found is not None:
                        settled[number] = found
                        self._remember(found)
        return [settled[number] for number in sorted(settled)]

    def _remember(self, found: Settled) -> None:
        if found.country is not None and found.country.key is not None:
            name = found.tie.person.name or found.tie.person.text
            self._of_person.setdefault(name, found.country)
            self._taken.setdefault((found.tie.phrase.title.key, found.country.key), name)

    def _stated(self, tie: Tie) -> Settled | None:
        belonging = tie.phrase.belonging
        body, country = belonging.body, belonging.country
        known = self._lexicon.bodies.get(body.key) if body is not None and body.key is not None else None
        if known is not None and country is None and known.country is None:
            return Settled(tie, body, None, "body")
        if country is None and known is not None and known.country is not None:
            country = self._country_of(known)
        if country is None and body is not None and body.of is not None and body.of.kind == Kind.COUNTRY:
            country = body.of
        if country is None and body is None:
            head = self._head(tie.phrase.role)
            if head is not None:
                return Settled(tie, self._body_mention(head, tie), self._country_of(head), "title")
        if country is None:
            return None
        return Settled(tie, _of(body, country) or self._ministry(tie, country), country, "stated")

    def _inferred(self, tie: Tie) -> Settled | None:
        body = tie.phrase.belonging.body
        if body is not None and body.key is None:
            return Settled(tie, body, None, "body")
        if body is None and tie.phrase.title.body_required and tie.phrase.belonging.noun is None:
            return None
        country = self._of_person.get(tie.person.name or tie.person.text)
        if country is None:
            name = tie.person.name or tie.person.text
            taken = frozenset(
                key for (title, key), holder in self._taken.items()
                if title == tie.phrase.title.key and holder != name
            )
            country = self._setting.country(tie.phrase.head_first, taken)
        if country is None:
            return None
        return Settled(tie, _of(body, country) or self._ministry(tie, country), country, "context")

    def _head(self, role: str) -> Body | None:
        return self._heads.get(tuple(pieces(role)))

    def _country_of(self, body: Body) -> Mention | None:
        if body.country is None:
            return None
        country = self._lexicon.countries.get(body.country)
        name = country.name if country is not None else body.country
        return Mention(start=0, end=0, text=name, kind=Kind.COUNTRY, form=Form.CONTEXT, key=body.country)

    def _body_mention(self, body: Body, tie: Tie) -> Mention:
        phrase = tie.phrase
        span = self._reading.span(phrase.head_first, phrase.head_last)
        return self._reading.annotated.mention(
            span, Kind.ORGANIZATION, form=Form.CONTEXT, key=body.key, name=body.name
        )

    def _ministry(self, tie: Tie, country: Mention) -> Mention | None:
        """Return the ministry that a minister's title implies: "Foreign Minister"."""
        if tie.phrase.title.role_class != "minister":
            return None
        words = pieces(tie.phrase.role)
        for size in range(len(words), 0, -1):
            for start in range(len(words) - size + 1):
                key = self._portfolios.get(tuple(words[start : start + size]))
                if key is not None:
                    span = self._reading.span(tie.phrase.head_first, tie.phrase.head_last)
                    return self._reading.annotated.mention(
                        span, Kind.ORGANIZATION, form=Form.CONTEXT, key=key,
                        name=self._lexicon.portfolios[key].name, of=country,
                    )
        return None



def _of(body: Mention | None, country: Mention) -> Mention | None:
    """Return a body found by pattern as one of a country."""
    if body is None or body.form != Form.PATTERN or body.of is not None:
        return body
    return replace(body, of=country)
