"""The ontology as a page: classes, properties and closed lists, with their explanations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from pyoxigraph import NamedNode, RdfFormat, Store, serialize

from cablegraph_ontology.terms import KG, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS
from cablegraph_server.reading import Properties, short

FILE = "schema.ttl"

_GROUPS = (
    ("Classes", OWL + "Class"),
    ("Properties that lead to a thing", OWL + "ObjectProperty"),
    ("Properties with a value", OWL + "DatatypeProperty"),
    ("ClosedError lists", SKOS + "Concept"),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the vocabulary. `iri` lists hold what it is tied to."""

    name: str
    label: str
    comment: str | None
    domain: list[str]
    range: list[str]
    broader: list[str]
    """Superclasses and superproperties."""


@cache
def turtle() -> bytes:
    """Return the ontology as it is written by hand."""
    return (resources.files("cablegraph_ontology") / FILE).read_bytes()


@cache
def _store() -> Store:
    store = Store()
    store.load(turtle(), format=RdfFormat.TURTLE)
    return store


def written(writer: RdfFormat) -> bytes:
    """Return the ontology in a format; Turtle is the file itself, with its comments."""
    if writer == RdfFormat.TURTLE:
        return turtle()
    triples = sorted((quad.triple for quad in _store()), key=str)
    return serialize(triples, format=writer, prefixes=PREFIXES) or b""


@cache
def terms() -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """Return the terms of the vocabulary in groups, sorted by name."""
    groups = []
    for title, type_iri in _GROUPS:
        quads = _store().quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(type_iri), None)
        names = sorted({q.subject.value for q in quads if isinstance(q.subject, NamedNode)})
        groups.append((title, tuple(_term(iri) for iri in names if iri.startswith(KG))))
    return tuple(group for group in groups if group[1])


def _term(iri: str) -> Term:
    said = Properties(_store().quads_for_pattern(NamedNode(iri), None, None, None))
    name = iri[len(KG) :]
    return Term(
        name=name,
        label=said.text(RDFS + "label") or said.text(SKOS + "prefLabel") or short(iri),
        comment=said.text(RDFS + "comment") or said.text(SKOS + "definition"),
        domain=said.iris(RDFS + "domain") + said.iris(SCHEMA + "domainIncludes"),
        range=said.iris(RDFS + "range") + said.iris(SCHEMA + "rangeIncludes"),
        broader=said.iris(RDFS + "subClassOf") + said.iris(RDFS + "subPropertyOf"),
    )
