"""Find things by their labels: one list in memory, made once for each generation."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from cablegraph_ontology.terms import Graph, Kind, kind_of
from cablegraph_server.reading import label, select
from cablegraph_server.snapshot import Snapshot

# Kinds that people look for by name, in the order in which they are listed.
NAMED_KINDS = (Kind.PERSON, Kind.ORGANIZATION, Kind.COUNTRY, Kind.OFFICE, Kind.POLICY)

# A longer search finds nothing that a shorter one does not.
MAX_SEARCH_LENGTH = 200


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A label as it is compared, and the thing that bears it."""

    folded: str
    iri: str
    label: str
    kind: Kind
    preferred: bool


def fold(text: str) -> str:
    """Return the text as it is compared: without case, accents and runs of spaces."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def entries(snapshot: Snapshot) -> tuple[Entry, ...]:
    """Return all labels of all named things, in alphabetical order; what was merged away has none."""
    return snapshot.once("labels", lambda: _entries(snapshot))


def _entries(snapshot: Snapshot) -> tuple[Entry, ...]:
    rows = select(
        snapshot,
        "SELECT ?thing ?label ?property WHERE { VALUES ?property { rdfs:label skos:altLabel } "
        f"GRAPH <{Graph.ENTITIES}> {{ ?thing ?property ?label }} "
        "FILTER NOT EXISTS { ?thing kg:mergedInto ?final } }",
    )
    found = set()
    for iri, text, predicate in rows:
        kind = None if iri is None else kind_of(iri)
        if iri is not None and text is not None and kind in NAMED_KINDS:
            found.add(Entry(fold(text), iri, text, kind, str(predicate).endswith("#label")))
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found, and the other name it was found by, if it was."""

    iri: str
    kind: Kind
    label: str
    found_as: str | None


def search(snapshot: Snapshot, text: str) -> list[Hit]:
    """Return the things of which a label contains all words of the text, the closest first."""
    wanted = fold(text[:MAX_SEARCH_LENGTH])
    words = wanted.split()
    if not words:
        return []
    matches = [e for e in entries(snapshot) if all(word in e.folded for word in words)]
    best: dict[str, Entry] = {}
    for entry in sorted(matches, key=lambda e: (_distance(wanted, e), len(e.folded), e)):
        best.setdefault(entry.iri, entry)
    return [_hit(snapshot, entry) for entry in best.values()]


def _hit(snapshot: Snapshot, entry: Entry) -> Hit:
    if entry.preferred:
        return Hit(entry.iri, entry.kind, entry.label, None)
    return Hit(entry.iri, entry.kind, label(snapshot, entry.iri), entry.label)


def _distance(wanted: str, entry: Entry) -> tuple[int, bool]:
    if entry.folded == wanted:
        near = 0
    elif entry.folded.startswith(wanted):
        near = 1
    elif " " + wanted in entry.folded:
        near = 2
    else:
        near = 3
    return near, not entry.preferred


def listing(snapshot: Snapshot, kind: Kind) -> tuple[Entry, ...]:
    """Return the things of one kind by their own labels, in alphabetical order."""
    return snapshot.once(
        ("listing", kind),
        lambda: tuple(e for e in entries(snapshot) if e.kind is kind and e.preferred),
    )
