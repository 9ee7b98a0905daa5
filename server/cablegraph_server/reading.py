"""Look-ups in a snapshot. All of them are indexed; none walks through the whole store."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Triple

from cablegraph_ontology.terms import ID, KG, PREFIXES, RDFS, SCHEMA, SKOS
from cablegraph_server.snapshot import Snapshot

LABEL_PROPERTIES = (RDFS + "label", SKOS + "prefLabel", SCHEMA + "headline", SCHEMA + "name")


class Properties:
    """What the graph says about one thing, by property, each list in a fixed order."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._values: dict[str, list[NamedNode | BlankNode | Literal | Triple]] = {}
        for quad in quads:
            self._values.setdefault(quad.predicate.value, []).append(quad.object)
        for values in self._values.values():
            values.sort(key=str)

    def __bool__(self) -> bool:
        return bool(self._values)

    def items(self) -> list[tuple[str, list[NamedNode | BlankNode | Literal | Triple]]]:
        """Return all properties and their values, sorted by property."""
        return sorted(self._values.items())

    def text(self, predicate: str) -> str | None:
        """Return the first value as text, or None: a literal's characters, or an IRI."""
        for value in self._values.get(predicate, ()):
            if isinstance(value, Literal | NamedNode):
                return value.value
        return None

    def texts(self, predicate: str) -> list[str]:
        """Return all literal values as text."""
        return [v.value for v in self._values.get(predicate, ()) if isinstance(v, Literal)]

    def iris(self, predicate: str) -> list[str]:
        """Return all values that are IRIs."""
        return [v.value for v in self._values.get(predicate, ()) if isinstance(v, NamedNode)]

    def number(self, predicate: str) -> int | None:
        """Return the first value that is a whole number, or None."""
        for value in self.texts(predicate):
            try:
                return int(value)
            except ValueError:
                continue
        return None

    def flag(self, predicate: str) -> bool:
        """Return whether the property is stated to be true."""
        return "true" in self.texts(predicate)


def kg(name: str) -> str:
    """Return the IRI of a term of the vocabulary."""
    return KG + name


def node(iri: str) -> NamedNode | None:
    """Return the IRI as a node, or None when it is not a valid IRI. Its text is safe inside a query."""
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def properties(snapshot: Snapshot, iri: str) -> Properties:
    """Return everything that is said about a thing, in whatever graph."""
    subject = node(iri)
    if subject is None:
        return Properties(())
    return Properties(snapshot.oxigraph.quads_for_pattern(subject, None, None, None))


def value(snapshot: Snapshot, iri: str, predicate: str) -> str | None:
    """Return one value of one property as text, or None."""
    subject = node(iri)
    if subject is None:
        return None
    found = Properties(snapshot.oxigraph.quads_for_pattern(subject, NamedNode(predicate), None, None))
    return found.text(predicate)


def label(snapshot: Snapshot, iri: str) -> str:
    """Return what to call a thing: its label, or else the last part of its IRI."""
    for predicate in LABEL_PROPERTIES:
        found = value(snapshot, iri, predicate)
        if found is not None and found.strip():
            return found
    return short(iri)


def short(iri: str) -> str:
    """Return an IRI as it reads best: "holder", "country/CHN", "prov:Entity", or else as it is."""
    for start in (KG, ID):
        if iri.startswith(start) and len(iri) > len(start):
            return iri[len(start) :]
    for prefix, start in PREFIXES.items():
        if iri.startswith(start) and iri[len(start) :].isidentifier():
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def select(snapshot: Snapshot, query: str) -> list[tuple[str | None, ...]]:
    """Return the rows of a SELECT query over the union of all graphs, each value as text."""
    solutions = snapshot.oxigraph.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("not a SELECT query")
    return [
        tuple(v.value if isinstance(v, Literal | NamedNode | BlankNode) else None for v in solution)
        for solution in solutions
    ]
