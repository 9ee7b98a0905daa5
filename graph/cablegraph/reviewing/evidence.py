"""The sentence behind a claim and all that decides whether to believe it; an article with its claims."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from cablegraph.research.lookup import UnknownThingError
from cablegraph.reviewing.wording import role_in_words, stance_in_words
from cablegraph_ontology.terms import DCT, ID, KG, PROV, RDF, RDFS, SCHEMA

if TYPE_CHECKING:
    from cablegraph.export.rdf_formats import Dumpable
    from cablegraph.export.replacements import Replacements
    from cablegraph.export.things import Things

CONTEXT = 300
"""Characters of the article that are shown on each side of the sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An article as the graph knows it."""

    iri: str
    documents: tuple[str, ...]
    """The names under which it was handed in."""
    text: str
    headline: str | None = None
    published: datetime.date | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evidence:
    """One claim with its sentence. Offsets are code points in `source.text`."""

    claim: str
    """IRI of the claim."""
    kind: str
    """"role" or "stance"."""
    statement: str
    """The claim in words: "China opposes repatriation"."""
    quote: str
    """The sentence, letter for letter."""
    cue: str
    """The words that decided the reading."""
    start: int
    end: int
    cue_start: int
    cue_end: int
    before: str
    """What stands before the sentence in the article, up to 300 characters."""
    after: str
    source: Source
    things: dict[str, str]
    """What stands in each place: {"holder": "China", "policy": "repatriation"}."""
    said: dict[str, str]
    """How it is said: voice, standing, modality, status, act, date, speaker as worded."""
    polarity: int | None
    hedged: bool
    confidence: float
    """Measured precision of the rule on gold data, 0 to 1."""
    rule: str | None
    program: str | None
    """Which program and model read it."""
    disputes: tuple[str, ...] = ()
    """IRIs of the claims that this one denies."""
    disputed_by: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        from cablegraph.research.display import evidence_html

        return evidence_html(self)

    def __repr__(self) -> str:
        return f"<Evidence: {self.statement}>"

    def __str__(self) -> str:
        where = ", ".join(str(x) for x in (self.source.publisher, self.source.published) if x is not None)
        return f"{self.statement}\n  “{self.quote}”\n  {self.source.headline or self.source.iri} ({where})"


@dataclass(frozen=True, slots=True, repr=False)
class MarkedArticle:
    """An article with the evidence of its claims, in the order of the text."""

    source: Source
    claims: tuple[Evidence, ...]

    def __repr__(self) -> str:
        return f"<MarkedArticle: {self.source.headline or self.source.iri}, {len(self.claims)} claims>"

    def _repr_html_(self) -> str:
        from cablegraph.research.display import article_html

        marks = [(c.start, c.end, c.statement) for c in self.claims]
        return article_html(self.source.text, self.source.headline, self.source.published, marks)


Facts = dict[str, list[str]]


class Witness:
    """Gives evidence from one store."""

    def __init__(self, store: Dumpable, things: Things, replacements: Replacements) -> None:
        """Take a store, its things, and what people merged and split."""
        self._store, self._things, self._replacements = store, things, replacements

    def evidence(self, claim: str) -> Evidence:
        """Return the evidence of a claim, given its IRI or its id ("claim/1ea7ba7de294").

        Raises UnknownThingError when the graph has no such claim.
        """
        iri = _claim_iri(claim)
        facts = self._facts(iri)
        if KG + "quote" not in facts:
            raise UnknownThingError(f"no claim {claim!r} in this graph")
        return self._evidence(iri, facts, self.source(_one(facts, KG + "article") or ""))

    def source(self, article: str) -> Source:
        """Return what the graph knows of an article, by IRI or by the name of a document.

        Raises UnknownThingError when it has no such article.
        """
        iri = article if article.startswith(ID) else self._of_document(article)
        facts = self._facts(iri)
        if not facts:
            raise UnknownThingError(f"no article {article!r} in this graph")
        day = _one(facts, SCHEMA + "datePublished")
        return Source(
            iri=iri,
            documents=tuple(sorted(facts.get(DCT + "identifier", ()))),
            text=_one(facts, KG + "text") or "",
            headline=_one(facts, SCHEMA + "headline"),
            published=_day(day),
            publisher=_one(facts, SCHEMA + "publisher"),
            url=_one(facts, SCHEMA + "url"),
        )

    def article(self, article: str) -> MarkedArticle:
        """Return an article with its claims; see `source`."""
        source = self.source(article)
        found = self._store.oxigraph.quads_for_pattern(
            None, ox.NamedNode(KG + "article"), ox.NamedNode(source.iri)
        )
        subjects = sorted({cast(ox.NamedNode, quad.subject).value for quad in found})
        facts = {iri: self._facts(iri) for iri in subjects}
        claims = [self._evidence(i, f, source) for i, f in facts.items() if KG + "quote" in f]
        claims.sort(key=lambda c: (c.start, c.cue_start, c.claim))
        return MarkedArticle(source, tuple(claims))

    def _of_document(self, name: str) -> str:
        quads = self._store.oxigraph.quads_for_pattern(
            None, ox.NamedNode(DCT + "identifier"), ox.Literal(name)
        )
        found = next(iter(quads), None)
        if found is None:
            raise UnknownThingError(f"no article {name!r} in this graph")
        return cast(ox.NamedNode, found.subject).value

    def _facts(self, iri: str) -> Facts:
        facts: Facts = defaultdict(list)
        for quad in self._store.oxigraph.quads_for_pattern(ox.NamedNode(iri), None, None):
            facts[quad.predicate.value].append(cast(ox.Literal, quad.object).value)
        return dict(facts)

    def _evidence(self, iri: str, facts: Facts, source: Source) -> Evidence:
        start, end = _whole(facts, "start", 0), _whole(facts, "end", 0)
        refers_to = facts.get(KG + "refersTo", ())
        things = {
            slot: self._things.get(self._replacements.thing(value, refers_to)).name
            for slot in _SLOTS
            if (value := _one(facts, KG + slot)) is not None
        }
        said = {
            name: _word(value)
            for name, property_name in _SAID.items()
            if (value := _one(facts, KG + property_name)) is not None
        }
        kind = "role" if KG + "RoleClaim" in facts.get(RDF + "type", ()) else "stance"
        return Evidence(
            claim=iri,
            kind=kind,
            statement=_in_words(kind, facts, things, said),
            quote=_one(facts, KG + "quote") or "",
            cue=_one(facts, KG + "cue") or "",
            start=start,
            end=end,
            cue_start=_whole(facts, "cueStart", start),
            cue_end=_whole(facts, "cueEnd", start),
            before=source.text[max(0, start - CONTEXT) : start],
            after=source.text[end : end + CONTEXT],
            source=source,
            things=things,
            said=said,
            polarity=_whole(facts, "polarity", 0) if kind == "stance" else None,
            hedged=_one(facts, KG + "hedged") in ("true", "1"),
            confidence=_number(facts, "confidence"),
            rule=_one(facts, KG + "rule"),
            program=self._program(_one(facts, PROV + "wasGeneratedBy")),
            disputes=tuple(sorted(facts.get(KG + "disputes", ()))),
            disputed_by=self._subjects(KG + "disputes", iri),
            conflicts_with=tuple(sorted({*facts.get(KG + "conflictsWith", ())})),
        )

    def _program(self, run: str | None) -> str | None:
        return None if run is None else _one(self._facts(run), RDFS + "label")

    def _subjects(self, property_iri: str, iri: str) -> tuple[str, ...]:
        found = self._store.oxigraph.quads_for_pattern(None, ox.NamedNode(property_iri), ox.NamedNode(iri))
        return tuple(sorted({cast(ox.NamedNode, quad.subject).value for quad in found}))


_SLOTS = ("person", "office", "agency", "country", "holder", "policy", "target", "speaker")
_SAID = {
    "role": "roleLabel",
    "status": "status",
    "act": "act",
    "standing": "standing",
    "modality": "modality",
    "voice": "voice",
    "speaker as worded": "speakerText",
    "date": "date",
    "review": "review",
}


def _claim_iri(claim: str) -> str:
    if claim.startswith(ID):
        return claim
    # An edge may be asked for as well: the second edge of a claim is "claim/1ea7ba7de294-2".
    return f"{ID}claim/{claim.removeprefix('claim/').partition('-')[0]}"


def _one(facts: Facts, property_iri: str) -> str | None:
    return min(facts.get(property_iri, ()), default=None)


def _day(text: str | None) -> datetime.date | None:
    try:
        return None if text is None else datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _whole(facts: Facts, name: str, otherwise: int) -> int:
    """Return a whole number; something else where the graph has none, or what is no number."""
    text = _one(facts, KG + name) or ""
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,15}", text) else otherwise


def _number(facts: Facts, name: str) -> float:
    text = _one(facts, KG + name) or ""
    return float(text) if re.fullmatch(r"[+-]?[0-9]{0,15}\.?[0-9]{1,15}", text) else 0.0


def _word(value: str) -> str:
    return value.removeprefix(KG).removeprefix("act-").lower() if value.startswith(KG) else value


def _in_words(kind: str, facts: Facts, things: dict[str, str], said: dict[str, str]) -> str:
    if kind == "role":
        role = said.get("role") or things.get("office", "official")
        person, status = things.get("person", "somebody"), said.get("status", "current")
        return role_in_words(person, role, status, things.get("agency"), things.get("country"))
    return stance_in_words(
        things.get("holder", "somebody"),
        _whole(facts, "polarity", 0),
        things.get("policy", "something"),
        things.get("target"),
        said.get("standing"),
        things.get("speaker") or said.get("speaker as worded"),
        said.get("modality"),
    )
