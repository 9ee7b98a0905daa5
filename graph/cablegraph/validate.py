"""Checks a whole graph against the shapes of the ontology (SHACL).

pySHACL checks the structure, in batches, so that memory does not grow with the graph. The SPARQL constraints
of the shapes are asked of the store by Oxigraph, once for all claims: pySHACL would parse each of them anew
for every claim, 26 ms a time, which is nine tenths of all its work.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

import pyoxigraph as ox
import pyshacl
import rdflib

from cablegraph.store import Store
from cablegraph_ontology.terms import ID, KG, RDF, Graph, Kind, kind_of

T = TypeVar("T")

SHAPES = "https://w3id.org/cablegraph/shapes#"
ARTICLES_AT_ONCE = 50
SUBJECTS_AT_ONCE = 1_000
"""Sizes of a batch: large enough that pySHACL's start does not count, small enough for 200 MB."""

ARTICLE_SHAPES = ("Article", "Naming", "Claim", "RoleClaim", "RoleOfSomething", "StanceClaim")
GRAPH_SHAPES = {
    Graph.ENTITIES: ("Thing", "Country", "Belonging"),
    Graph.DERIVED: ("Tenure", "Position"),
    Graph.RUNS: ("Run",),
    Graph.REVIEW: ("Decision",),
}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One place where the graph is not as it must be."""

    article: str
    """IRI of the article, or of the graph when it is none of an article."""
    node: str
    """IRI of the claim or thing."""
    path: str
    """IRI of the property, or "" when the finding is on the node as a whole."""
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    articles: int
    """Number of articles checked."""
    findings: tuple[Finding, ...]
    """Sorted by article, node, property and message."""

    @property
    def conforms(self) -> bool:
        """True when nothing was found."""
        return not self.findings


def validate(store: Store) -> Report:
    """Check every article, and the graphs of entities, derived edges and runs."""
    articles = sorted(
        graph.value
        for graph in store.oxigraph.named_graphs()
        if isinstance(graph, ox.NamedNode) and kind_of(graph.value) is Kind.ARTICLE
    )
    findings = set(_query_findings(store))
    for names in _batches(articles, ARTICLES_AT_ONCE):
        quads = [quad for name in names for quad in _graph(store, name)]
        findings.update(_shape_findings(store, quads, ARTICLE_SHAPES))
    for name, shapes in GRAPH_SHAPES.items():
        for quads in _by_subject(_graph(store, name)):
            findings.update(_shape_findings(store, quads, shapes))
    return Report(articles=len(articles), findings=tuple(sorted(findings)))


def _batches(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    """Yield the values in parts of one size; the last may be shorter."""
    return (values[start : start + size] for start in range(0, len(values), size))


def _graph(store: Store, name: str) -> Iterator[ox.Quad]:
    return store.oxigraph.quads_for_pattern(None, None, None, ox.NamedNode(name))


def _by_subject(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    """Yield quads in batches that keep all quads on one subject together."""
    subjects: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        subjects[str(quad.subject)].append(quad)
    for names in _batches(sorted(subjects), SUBJECTS_AT_ONCE):
        yield [quad for name in names for quad in subjects[name]]


def _shape_findings(store: Store, quads: Sequence[ox.Quad], shapes: tuple[str, ...]) -> Iterator[Finding]:
    """Yield what pySHACL finds in some quads, which it sees together with the types of what they lead to."""
    data = rdflib.Graph()
    triples = {str(quad.triple) for quad in quads} | set(_types(store, quads))
    data.parse(data="".join(f"{triple} .\n" for triple in sorted(triples)), format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=_structure(shapes), inplace=True)
    graphs = {str(quad.subject): quad.graph_name for quad in quads}
    for result in results.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
        node = results.value(result, rdflib.SH.focusNode)
        graph = graphs.get(f"<{node}>")
        yield Finding(
            article=graph.value if isinstance(graph, ox.NamedNode) else "",
            node=str(node),
            path=str(results.value(result, rdflib.SH.resultPath) or ""),
            message=str(results.value(result, rdflib.SH.resultMessage)),
        )


def _types(store: Store, quads: Iterable[ox.Quad]) -> Iterator[str]:
    """Yield the types of all things that some quads lead to."""
    is_a = ox.NamedNode(RDF + "type")
    for value in {q.object.value for q in quads if isinstance(q.object, ox.NamedNode)}:
        if value.startswith(ID):
            for quad in store.oxigraph.quads_for_pattern(ox.NamedNode(value), is_a, None, None):
                yield str(quad.triple)


def _query_findings(store: Store) -> Iterator[Finding]:
    """Yield what the SPARQL constraints of the shapes find."""
    shapes = _shapes()
    article = ox.NamedNode(KG + "article")
    for constraint in sorted(set(shapes.objects(None, rdflib.SH.sparql)), key=str):
        message = str(shapes.value(constraint, rdflib.SH.message))
        for (node,) in store.rows(str(shapes.value(constraint, rdflib.SH.select))):
            for quad in store.oxigraph.quads_for_pattern(ox.NamedNode(node), article, None, None):
                graph = quad.graph_name
                yield Finding(graph.value if isinstance(graph, ox.NamedNode) else "", node, "", message)


@cache
def _shapes() -> rdflib.Graph:
    """Return the shapes. Nobody changes them."""
    shapes = rdflib.Graph()
    text = (resources.files("cablegraph_ontology") / "shapes.ttl").read_text(encoding="utf-8")
    return shapes.parse(data=text, format="turtle")


@cache
def _structure(names: tuple[str, ...]) -> rdflib.Graph:
    """Return some shapes with all that they are made of, but without SPARQL constraints. Nobody changes them.

    (pySHACL's own choice, `use_shapes`, drops the shapes inside of shapes, and then everything conforms.)
    """
    chosen = rdflib.Graph()
    waiting: list[rdflib.term.Node] = [rdflib.URIRef(SHAPES + name) for name in names]
    while waiting:
        for triple in _shapes().triples((waiting.pop(), None, None)):
            if triple[1] != rdflib.SH.sparql and triple not in chosen:
                chosen.add(triple)
                if isinstance(triple[2], rdflib.BNode):
                    waiting.append(triple[2])
    return chosen
