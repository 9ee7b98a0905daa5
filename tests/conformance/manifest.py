"""The tests of the W3C manifests, read into plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")

PUBLIC = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
"""Where the files are published; relative IRIs in them are relative to that."""

QUERY_FOLDERS = (
    "aggregates",
    "bind",
    "bindings",
    "cast",
    "construct",
    "exists",
    "functions",
    "grouping",
    "negation",
    "project-expression",
    "property-path",
    "subquery",
)
FORMAT_FOLDERS = ("csv-tsv-res", "json-res")
UPDATE_FOLDERS = (
    "add",
    "basic-update",
    "clear",
    "copy",
    "delete",
    "delete-data",
    "delete-insert",
    "delete-where",
    "drop",
    "move",
    "update-silent",
)


@dataclass(frozen=True, slots=True)
class GraphFile:
    """A file with a graph, and the name under which it is in the dataset."""

    file: Path
    base: str
    """Where the file is published."""
    name: str


@dataclass(frozen=True, slots=True)
class State:
    """A dataset: at most one default graph, and named graphs."""

    default: GraphFile | None
    named: tuple[GraphFile, ...]


@dataclass(frozen=True, slots=True)
class EvaluationTest:
    """A query or an update over a dataset, and what comes of it."""

    name: str
    """The folder and the name of the test: "aggregates/agg01"."""
    text: str
    base: str
    before: State
    result: Path | None
    """The file with the result of a query."""
    after: State | None
    """The dataset after an update."""


class Suite:
    """The folder with the W3C tests."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def queries(self, folders: tuple[str, ...] = QUERY_FOLDERS) -> Iterator[EvaluationTest]:
        """Yield the query evaluation tests of some folders."""
        types = {MF.QueryEvaluationTest, MF.CSVResultFormatTest}
        for name, graph, test in self._tests(folders, types):
            action, result = _one(graph, test, MF.action), _one(graph, test, MF.result)
            query = _one(graph, action, QT.query)
            yield EvaluationTest(
                name,
                self.file(query).read_text(encoding="utf-8"),
                str(query),
                State(
                    next((self._graph_file(n) for n in graph.objects(action, QT.data)), None),
                    tuple(
                        sorted((self._graph_file(n) for n in graph.objects(action, QT.graphData)), key=_name)
                    ),
                ),
                self.file(result),
                None,
            )

    def updates(self) -> Iterator[EvaluationTest]:
        """Yield the update evaluation tests."""
        for name, graph, test in self._tests(UPDATE_FOLDERS, {MF.UpdateEvaluationTest}):
            action, result = _one(graph, test, MF.action), _one(graph, test, MF.result)
            request = _one(graph, action, UT.request)
            yield EvaluationTest(
                name,
                self.file(request).read_text(encoding="utf-8"),
                str(request),
                self._state(graph, action),
                None,
                self._state(graph, result),
            )

    def syntax(self) -> Iterator[tuple[str, str, bool]]:
        """Yield name, text and validity of the query syntax tests."""
        return self._syntax(
            (*QUERY_FOLDERS, "syntax-query"), MF.PositiveSyntaxTest11, MF.NegativeSyntaxTest11
        )

    def update_syntax(self) -> Iterator[tuple[str, str, bool]]:
        """Yield name, text and validity of the update syntax tests."""
        folders = ("syntax-update-1", "syntax-update-2")
        return self._syntax(folders, MF.PositiveUpdateSyntaxTest11, MF.NegativeUpdateSyntaxTest11)

    def _syntax(
        self, folders: tuple[str, ...], positive: URIRef, negative: URIRef
    ) -> Iterator[tuple[str, str, bool]]:
        for name, graph, test in self._tests(folders, {positive, negative}):
            text = self.file(_one(graph, test, MF.action)).read_text(encoding="utf-8")
            yield name, text, positive in set(graph.objects(test, RDF.type))

    def manifest(self, path: str) -> Graph:
        """Return a manifest as a graph."""
        return Graph().parse(self.folder / path, format="turtle", publicID=PUBLIC + path)

    def file(self, node: Node) -> Path:
        """Return the file that an IRI of a manifest stands for."""
        return self.folder / str(node).removeprefix(PUBLIC)

    def _tests(self, folders: tuple[str, ...], types: set[URIRef]) -> Iterator[tuple[str, Graph, Node]]:
        for folder in folders:
            graph = self.manifest(f"{folder}/manifest.ttl")
            for test in entries(graph):
                if types.intersection(graph.objects(test, RDF.type)):
                    yield f"{folder}/{str(test).rpartition('#')[2]}", graph, test

    def _state(self, graph: Graph, node: Node) -> State:
        default = next((self._graph_file(n) for n in graph.objects(node, UT.data)), None)
        named = [
            replace(self._graph_file(_one(graph, n, UT.graph)), name=str(_one(graph, n, RDFS.label)))
            for n in graph.objects(node, UT.graphData)
        ]
        return State(default, tuple(sorted(named, key=_name)))

    def _graph_file(self, node: Node) -> GraphFile:
        return GraphFile(self.file(node), str(node), str(node))


def entries(graph: Graph) -> Iterator[Node]:
    """Yield the tests of a manifest in order."""
    for head in graph.objects(None, MF.entries):
        yield from graph.items(head)


def _one(graph: Graph, subject: Node, predicate: URIRef) -> Node:
    node = graph.value(subject, predicate)
    assert node is not None, (subject, predicate)
    return node


def _name(file: GraphFile) -> str:
    return file.name
