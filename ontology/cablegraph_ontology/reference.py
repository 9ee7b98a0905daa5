"""The page on the ontology, written from the ontology itself.

python -m cablegraph_ontology.reference > docs/ontology.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from importlib import resources

import pyoxigraph as ox

from cablegraph_ontology.questions import questions
from cablegraph_ontology.terms import KG, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS

_INTRODUCTION = """\
# The ontology

This page is written from `ontology/cablegraph_ontology/schema.ttl` by
`python -m cablegraph_ontology.reference`.

The namespace is `{namespace}`, its prefix `kg:`.

One claim is one reading of one place in one article. Every article has a named graph with its metadata, its
claims, and what it calls things. What things are called overall stands in the graph `id/graph/entities`, and
edges computed from claims in `id/graph/derived`. RDF 1.1 is enough to read it, and no query needs inference:
superclasses and superproperties say what a term is like in other vocabularies.
"""


def schema() -> ox.Store:
    """Return the ontology as a store of its own."""
    store = ox.Store()
    store.load((resources.files("cablegraph_ontology") / "schema.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    return store


def reference() -> str:
    """Return the page as Markdown: tables of classes, properties, closed lists and questions."""
    terms = _Terms(schema())
    parts = [_INTRODUCTION.format(namespace=KG)]
    parts.append(_section("Classes", ("Class", "Meaning", "Like"), _class_rows(terms)))
    property_rows = list(_property_rows(terms))
    parts.append(_section("Properties", ("Property", "Of", "Value", "Meaning", "Like"), property_rows))
    parts.append("## Closed lists\n")
    for scheme in terms.of_type(SKOS + "ConceptScheme"):
        rows = ((terms.code(v), terms.comment(v)) for v in terms.subjects(SKOS + "inScheme", scheme))
        parts.append(_section(terms.label(scheme).capitalize(), ("Value", "Meaning"), rows, level=3))
    rows = ((f"`{question.name}`", question.title) for question in questions().values())
    parts.append(_section("Questions that come with it", ("Name", "Question"), rows))
    return "\n".join(parts)


class _Terms:
    """Look-ups in the ontology, all sorted by IRI."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def of_type(self, type_iri: str) -> list[str]:
        return self.subjects(RDF + "type", type_iri)

    def subjects(self, property_iri: str, value: str) -> list[str]:
        quads = self._store.quads_for_pattern(None, ox.NamedNode(property_iri), ox.NamedNode(value))
        return sorted({quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)})

    def values(self, subject: str, property_iri: str) -> list[str]:
        quads = self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(property_iri), None)
        terms = (quad.object for quad in quads)
        return sorted(term.value for term in terms if isinstance(term, ox.NamedNode | ox.Literal))

    def label(self, subject: str) -> str:
        return " ".join(self.values(subject, RDFS + "label"))

    def comment(self, subject: str) -> str:
        return " ".join(self.values(subject, RDFS + "comment"))

    def code(self, iri: str) -> str:
        return f"`{_short(iri)}`"

    def codes(self, subject: str, *properties: str) -> str:
        return ", ".join(self.code(value) for iri in properties for value in self.values(subject, iri))


def _class_rows(terms: _Terms) -> Iterator[tuple[str, ...]]:
    for iri in terms.of_type(OWL + "Class"):
        yield terms.code(iri), terms.comment(iri), terms.codes(iri, RDFS + "subClassOf")


def _property_rows(terms: _Terms) -> Iterator[tuple[str, ...]]:
    properties = {*terms.of_type(OWL + "ObjectProperty"), *terms.of_type(OWL + "DatatypeProperty")}
    for iri in sorted(properties):
        lists = terms.codes(iri, RDFS + "seeAlso")
        yield (
            terms.code(iri),
            terms.codes(iri, RDFS + "domain", SCHEMA + "domainIncludes"),
            lists or terms.codes(iri, RDFS + "range"),
            terms.comment(iri),
            terms.codes(iri, RDFS + "subPropertyOf", SKOS + "closeMatch"),
        )


def _section(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], level: int = 2) -> str:
    """Return a heading and a Markdown table."""
    lines = [f"{'#' * level} {title}", "", _row(head), _row(("---",) * len(head)), *map(_row, rows), ""]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _short(iri: str) -> str:
    """Return an IRI with its prefix: kg:Claim."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return f"<{iri}>"


if __name__ == "__main__":
    sys.stdout.write(reference())
