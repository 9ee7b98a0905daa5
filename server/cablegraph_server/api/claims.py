"""A claim as JSON: all that it holds, under the names of the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode

from cablegraph_ontology.relations import slot_names
from cablegraph_ontology.terms import DCT, KG, PROV, RDF, SCHEMA
from cablegraph_ontology.vocabulary import (
    FIELD_PROPERTIES,
    SLOT_PROPERTIES,
    SLOT_TEXTS,
    VALUE_LISTS,
    value_iri,
)
from cablegraph_server.addresses import absolute
from cablegraph_server.api.answers import Document
from cablegraph_server.api.names import short_id
from cablegraph_server.claims import CLAIM_TYPES
from cablegraph_server.identities import meant
from cablegraph_server.reading import Properties, kg, label, node, properties, value
from cablegraph_server.snapshot import Snapshot

MOST_LINKS = 100
"""Of a claim that conflicts with more others, these many are listed, and all are counted."""

_VALUES = {value_iri(value): value.value for values in VALUE_LISTS for value in values}
_NUMBERS = ("start", "end", "cue_start", "cue_end", "polarity")
_WORDS = {
    "role": ("role", "status"),
    "stance": ("polarity", "act", "standing", "modality"),
}
"""The fields of each kind of claim beside those that all have."""


def thing(snapshot: Snapshot, iri: str) -> Document:
    """Return a thing as it stands in other documents: its id and its label."""
    return {"id": short_id(iri), "label": label(snapshot, iri)}


def maybe_thing(snapshot: Snapshot, iri: str | None) -> Document | None:
    """Return a thing, or None."""
    return None if iri is None else thing(snapshot, iri)


def claim(snapshot: Snapshot, iri: str) -> dict[str, Any]:
    """Return a claim without its links to other claims."""
    said = properties(snapshot, iri)
    relation = next((CLAIM_TYPES[t] for t in said.iris(RDF + "type") if t in CLAIM_TYPES), None)
    kind = "claim" if relation is None else relation.KIND
    slots = ("speaker",) if relation is None else slot_names(relation)
    review = _word(said, kg("review"))
    return {
        "id": short_id(iri),
        "iri": iri,
        "page": page(iri),
        "kind": kind,
        "quote": said.text(kg("quote")),
        "start": _field(said, "start"),
        "end": _field(said, "end"),
        "cue": said.text(kg("cue")),
        "cue_start": _field(said, "cue_start"),
        "cue_end": _field(said, "cue_end"),
        "article": _article(snapshot, said),
        "voice": _field(said, "voice"),
        **{name: _slot(snapshot, said, name) for name in slots},
        **{name: _field(said, name) for name in _WORDS.get(kind, ())},
        **({"operators": said.texts(FIELD_PROPERTIES["operators"])} if kind == "stance" else {}),
        "hedged": said.flag(FIELD_PROPERTIES["hedged"]),
        "date": said.text(kg("date")),
        "date_from": said.text(kg("dateFrom")),
        "date_to": said.text(kg("dateTo")),
        "date_basis": _word(said, kg("dateBasis")),
        "confidence": _decimal(said, FIELD_PROPERTIES["confidence"]),
        "rule": _field(said, "rule"),
        "run": _first(said, PROV + "wasGeneratedBy"),
        "review": review,
        "rejected": review == "rejected",
    }


def claims(snapshot: Snapshot, iris: Iterable[str]) -> list[Document]:
    """Return claims, in this order."""
    return [claim(snapshot, iri) for iri in iris]


def claim_with_links(snapshot: Snapshot, iri: str) -> Document:
    """Return a claim with the claims that it denies, that deny it, and that say the opposite."""
    said = properties(snapshot, iri)
    conflicts = sorted(set(said.iris(kg("conflictsWith"))))
    return {
        **claim(snapshot, iri),
        "disputes": sorted(short_id(other) for other in set(said.iris(kg("disputes")))),
        "disputed_by": _naming(snapshot, kg("disputes"), iri),
        "conflicts_with": [short_id(other) for other in conflicts[:MOST_LINKS]],
        "conflicts": len(conflicts),
    }


def article(snapshot: Snapshot, iri: str) -> dict[str, Any]:
    """Return what is known of an article beside its text."""
    return {
        "id": short_id(iri),
        "headline": value(snapshot, iri, SCHEMA + "headline"),
        "date": value(snapshot, iri, SCHEMA + "datePublished"),
        "publisher": value(snapshot, iri, SCHEMA + "publisher"),
        "url": value(snapshot, iri, SCHEMA + "url"),
    }


def whole_article(snapshot: Snapshot, iri: str) -> dict[str, Any]:
    """Return an article with its text, to which all offsets refer."""
    said = properties(snapshot, iri)
    return {
        **article(snapshot, iri),
        "iri": iri,
        "page": page(iri),
        "documents": said.texts(DCT + "identifier"),
        "sha256": said.text(kg("sha256")),
        "text": said.text(kg("text")),
    }


def page(iri: str) -> str:
    """Return the address of the page for people about a thing."""
    return absolute("/id/" + short_id(iri))


def _article(snapshot: Snapshot, said: Properties) -> Document | None:
    found = next(iter(said.iris(kg("article"))), None)
    return None if found is None else article(snapshot, found)


def _slot(snapshot: Snapshot, said: Properties, name: str) -> Document | None:
    """Return what stands in a place of a claim: the thing by now, its words, and the thing that was read."""
    named = next(iter(said.iris(SLOT_PROPERTIES[name])), None)
    words = said.text(SLOT_TEXTS[name]) if name in SLOT_TEXTS else None
    if named is None:
        return None if words is None else {"id": None, "label": None, "words": words, "read_as": None}
    now = meant(snapshot, named, said)
    return {**thing(snapshot, now), "words": words, "read_as": short_id(named) if now != named else None}


def _field(said: Properties, name: str) -> str | int | None:
    predicate = FIELD_PROPERTIES[name]
    return said.number(predicate) if name in _NUMBERS else _word(said, predicate)


def _word(said: Properties, predicate: str) -> str | None:
    """Return a text, or a member of a closed list by its name: kg:Own is "own"."""
    found = said.text(predicate)
    if found is None or not found.startswith(KG):
        return found
    return _VALUES.get(found, found.removeprefix(KG).lower())


def _decimal(said: Properties, predicate: str) -> float | None:
    try:
        return float(said.text(predicate) or "")
    except ValueError:
        return None


def _first(said: Properties, predicate: str) -> str | None:
    found = next(iter(said.iris(predicate)), None)
    return None if found is None else short_id(found)


def _naming(snapshot: Snapshot, predicate: str, iri: str) -> list[str]:
    found = snapshot.oxigraph.quads_for_pattern(None, NamedNode(predicate), node(iri), None)
    return sorted({short_id(q.subject.value) for q in found if isinstance(q.subject, NamedNode)})
