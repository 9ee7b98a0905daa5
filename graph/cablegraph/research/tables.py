"""The tables that researchers ask for first: claims, stances, tenures, disputes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from cablegraph.export.claims import ClaimRow, read_sources
from cablegraph.export.filters import passes
from cablegraph.export.options import Options
from cablegraph.export.rdf_formats import Dumpable
from cablegraph.export.things import Things
from cablegraph.export.views import qualifier
from cablegraph.research.claim_rows import claim_rows
from cablegraph.research.columns import Column, Type
from cablegraph.research.rows import Rows
from cablegraph_ontology.terms import DCT, KG, SCHEMA

Getter = Callable[[ClaimRow], Any]


class ClaimTable:
    """Reads the claims that pass some filters, and makes columns of them."""

    def __init__(self, store: Dumpable, things: Things, options: Options) -> None:
        self._store, self._things = store, things
        test = passes(options, things)
        self._rows = [row for row in claim_rows(store, read_sources(store)) if test(row)]

    def keep(self, test: Callable[[ClaimRow], bool]) -> None:
        """Drop the claims that do not pass a test."""
        self._rows = [row for row in self._rows if test(row)]

    def by_date(self) -> None:
        """Put the claims in the order of their days, those without one last."""
        self._rows.sort(key=lambda row: (row.span is None, row.span or ("", "")))

    def rows(self, names: Iterable[str]) -> Rows:
        """Return the named columns."""
        return Rows(self._column(name) for name in names)

    def _column(self, name: str) -> Column:
        type_, get = self._getter(name)
        return Column(name, type_, [get(row) for row in self._rows])

    def _getter(self, name: str) -> tuple[Type, Getter]:
        if name in _THINGS:
            return Type.TEXT, self._label_of(name)
        if name.endswith("_id"):
            return Type.TEXT, self._id_of(name.removesuffix("_id"))
        if name in _PROPERTIES:
            property_iri, type_, of_article = _PROPERTIES[name]
            return type_, self._looked_up(property_iri, type_, of_article)
        return _FIELDS[name]

    def _label_of(self, slot: str) -> Getter:
        things = self._things

        def get(row: ClaimRow) -> str | None:
            iri = getattr(row, slot)
            return None if iri is None else things.get(iri).name

        return get

    def _id_of(self, slot: str) -> Getter:
        things = self._things

        def get(row: ClaimRow) -> str | None:
            iri = getattr(row, slot)
            return None if iri is None else things.get(iri).id

        return get

    def _looked_up(self, property_iri: str, type_: Type, of_article: bool) -> Getter:
        """Return what reads a property that the exports have no use for; of two values the smaller one."""
        values: dict[str, str] = {}
        for quad in self._store.oxigraph.quads_for_pattern(None, ox.NamedNode(property_iri), None):
            subject, value = _text(quad.subject), _text(quad.object)
            if subject not in values or value < values[subject]:
                values[subject] = value
        make = _MAKERS[type_]

        def get(row: ClaimRow) -> Any:
            value = values.get(row.article if of_article else row.iri)
            return None if value is None else make(value)

        return get


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text[:10])
    except ValueError:
        return None


_MAKERS: dict[Type, Callable[[str], Any]] = {Type.TEXT: str, Type.INTEGER: int, Type.DATE: _day}

_THINGS = ("person", "office", "agency", "country", "holder", "policy", "target", "speaker")

_PROPERTIES: dict[str, tuple[str, Type, bool]] = {
    "end": (KG + "end", Type.INTEGER, False),
    "cue": (KG + "cue", Type.TEXT, False),
    "rule": (KG + "rule", Type.TEXT, False),
    "document": (DCT + "identifier", Type.TEXT, True),
    "headline": (SCHEMA + "headline", Type.TEXT, True),
    "published": (SCHEMA + "datePublished", Type.DATE, True),
    "publisher": (SCHEMA + "publisher", Type.TEXT, True),
    "url": (SCHEMA + "url", Type.TEXT, True),
}
"""Property, type, and whether the subject is the article."""

_FIELDS: dict[str, tuple[Type, Getter]] = {
    "claim": (Type.TEXT, lambda row: row.iri),
    "article": (Type.TEXT, lambda row: row.article),
    "kind": (Type.TEXT, lambda row: row.kind),
    "role": (Type.TEXT, lambda row: row.role),
    "status": (Type.TEXT, lambda row: row.status),
    "polarity": (Type.INTEGER, lambda row: row.polarity if row.kind == "stance" else None),
    "act": (Type.TEXT, lambda row: row.act),
    "standing": (Type.TEXT, lambda row: row.standing),
    "modality": (Type.TEXT, lambda row: row.modality),
    "voice": (Type.TEXT, lambda row: row.voice),
    "speaker_text": (Type.TEXT, lambda row: row.speaker_text),
    "hedged": (Type.TRUTH, lambda row: row.hedged),
    "confidence": (Type.NUMBER, lambda row: row.confidence),
    "date": (Type.DAY, lambda row: None if row.span is None else row.span[0]),
    "date_end": (Type.DAY, lambda row: None if row.span is None else row.span[1]),
    "start": (Type.INTEGER, lambda row: row.start),
    "quote": (Type.TEXT, lambda row: row.quote),
    "counts": (Type.TRUTH, lambda row: row.kind == "stance" and qualifier(row) is None),
}

CLAIM_COLUMNS = (
    *("claim", "kind", "date", "date_end", "person", "role", "office", "agency", "country", "status"),
    *("holder", "policy", "polarity", "target", "act", "standing", "modality", "voice", "speaker"),
    *("speaker_text", "hedged", "confidence", "quote", "cue", "start", "end", "rule", "article", "document"),
    *("headline", "published", "publisher", "url", "person_id", "agency_id", "country_id", "holder_id"),
    *("policy_id", "target_id", "speaker_id"),
)

STANCE_COLUMNS = (
    *("date", "holder", "policy", "polarity", "standing", "modality", "counts", "voice", "speaker", "target"),
    *("act", "hedged", "confidence", "quote", "cue", "claim", "article", "holder_id", "policy_id"),
)

TENURES = """
SELECT ?person ?office ?agency ?country ?seen_from ?seen_to ?claims ?tenure ?person_id ?office_id ?agency_id WHERE {
  { SELECT ?tenure (COUNT(?claim) AS ?claims) WHERE { ?tenure a kg:Tenure ; kg:fromClaim ?claim } GROUP BY ?tenure }
  ?tenure kg:person ?person_id ; kg:office ?office_id .
  ?person_id rdfs:label ?person . ?office_id rdfs:label ?office .
  OPTIONAL { ?tenure kg:agency ?agency_id . ?agency_id rdfs:label ?agency }
  OPTIONAL { ?tenure kg:country ?country_id . ?country_id rdfs:label ?country }
  OPTIONAL { ?tenure kg:seenFrom ?seen_from ; kg:seenTo ?seen_to }
  #filter
} ORDER BY ?agency ?office ?seen_from ?person ?tenure"""  # noqa: E501 - a query reads best by its lines

DISPUTES = """
SELECT ?date ?denier ?policy ?polarity ?denial ?other ?claimed_polarity ?claimed ?denial_claim ?denied_claim WHERE {
  ?denial_claim kg:disputes ?denied_claim ; kg:holder/rdfs:label ?denier ; kg:policy/rdfs:label ?policy ;
                kg:polarity ?polarity ; kg:quote ?denial .
  ?denied_claim kg:polarity ?claimed_polarity ; kg:quote ?claimed .
  OPTIONAL { ?denied_claim kg:speaker/rdfs:label ?other }
  OPTIONAL { ?denial_claim kg:date ?date }
} ORDER BY ?date ?denier ?policy ?denial_claim ?denied_claim"""  # noqa: E501 - a query reads best by its lines


def with_bodies(things: Things, actor: str) -> set[str]:
    """Return the IRI of an actor and, for a country, those of its bodies."""
    return {actor, *(body.iri for body in things.of_type("organization") if body.country == actor)}


def with_change(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield rows in order of their days, each with the polarity that its holder had before on the policy.

    Only stances that count (the holder's own or reported, asserted or planned) change a position.
    """
    last: dict[tuple[str, str], int] = {}
    for row in rows:
        key = row["holder_id"], row["policy_id"]
        yield row | {"previous": last.get(key)}
        if row["counts"]:
            last[key] = row["polarity"]
