"""How much a snapshot holds, as VoID counts it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from cablegraph_server.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts of a snapshot. A triple that stands in two graphs counts twice."""

    triples: int
    subjects: int
    objects: int
    properties: tuple[tuple[str, int], ...]
    """Each property and its number of triples, sorted."""
    classes: tuple[tuple[str, int], ...]
    """Each class and its number of things, sorted."""


def statistics(snapshot: Snapshot) -> Statistics:
    """Return the counts of a snapshot, counted once."""
    return snapshot.once("statistics", lambda: _count(snapshot))


def _count(snapshot: Snapshot) -> Statistics:
    properties = _pairs(snapshot, "SELECT ?x (COUNT(*) AS ?n) { ?s ?x ?o } GROUP BY ?x")
    return Statistics(
        triples=len(snapshot.oxigraph),
        subjects=_one(snapshot, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }"),
        objects=_one(snapshot, "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }"),
        properties=properties,
        classes=_pairs(snapshot, "SELECT ?x (COUNT(DISTINCT ?s) AS ?n) { ?s a ?x } GROUP BY ?x"),
    )


def _solutions(snapshot: Snapshot, query: str) -> QuerySolutions:
    solutions = snapshot.oxigraph.query(query, use_default_graph_as_union=True)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def _pairs(snapshot: Snapshot, query: str) -> tuple[tuple[str, int], ...]:
    rows = ((row["x"], row["n"]) for row in _solutions(snapshot, query))
    return tuple(sorted((x.value, _number(n)) for x, n in rows if isinstance(x, NamedNode)))


def _one(snapshot: Snapshot, query: str) -> int:
    return _number(next(iter(_solutions(snapshot, query)))["n"])


def _number(term: object) -> int:
    assert isinstance(term, Literal)
    return int(term.value)
