"""Query and update evaluation tests, over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote

from rdflib import Graph
from rdflib.compare import isomorphic
from tests.conformance.manifest import EvaluationTest, GraphFile, State
from tests.conformance.results import RESULT_TYPES, expected, received, same
from tests.live_server import LiveServer

EMPTY = "http://nothing.example/"
"""Names a graph that is not there, for tests with an empty default graph."""

_FROM = re.compile(r"\bFROM\b")
_MEDIA_TYPES = {".ttl": "text/turtle", ".nt": "application/n-triples", ".rdf": "application/rdf+xml"}


class FailureError(Exception):
    """Why a test fails, in a few words."""


def load(server: LiveServer, tests: Iterable[EvaluationTest]) -> None:
    """Put every graph that the queries need into the store, each under its own name."""
    files = {file for test in tests for file in (test.before.default, *test.before.named) if file is not None}
    for file in sorted(files, key=lambda file: file.name):
        answer = server.ask(
            "PUT",
            f"/graph-store?graph={quote(file.name, safe='')}",
            file.file.read_bytes(),
            {"Content-Type": _MEDIA_TYPES[file.file.suffix]},
        )
        if answer.status not in (201, 204):
            raise FailureError(f"{file.name}: {answer.status} {answer.body!r}")


def run_query(server: LiveServer, test: EvaluationTest) -> None:
    """Ask the query over the test's dataset, which the protocol's parameters name or the query. Raises FailureError."""
    assert test.result is not None
    parameters = [] if _FROM.search(test.text) is not None else _dataset(test.before)
    accept = RESULT_TYPES.get(test.result.suffix[1:])
    if accept is None:
        accept = "application/sparql-results+json, text/turtle"
    answer = server.query(f"BASE <{test.base}>\n{test.text}", accept, parameters)
    if answer.status != 200:
        raise FailureError(f"status {answer.status}: {answer.body.decode('utf-8', 'replace')[:300]}")
    if not same(expected(test.result, test.base), received(answer.body, answer.media_type)):
        raise FailureError("the result differs")


def _dataset(state: State) -> list[tuple[str, str]]:
    default = EMPTY if state.default is None else state.default.name
    return [("default-graph-uri", default), *(("named-graph-uri", file.name) for file in state.named)]


def run_update(server: LiveServer, test: EvaluationTest) -> None:
    """Make the update, and compare every graph afterwards. Raises FailureError."""
    assert test.after is not None
    _expect(server, "DROP ALL ;\n" + "".join(_inserted(test.before)))
    _expect(server, f"BASE <{test.base}>\n{test.text}")
    for file in _graphs(test.after):
        wanted = Graph().parse(file.file, publicID=file.base)
        if not isomorphic(_graph(server, file.name), wanted):
            raise FailureError(f"the graph {file.name} differs")
    if test.after.default is None and len(_graph(server, "")) > 0:
        raise FailureError("the default graph is not empty")
    answer = server.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", "text/csv", [])
    left = set(answer.body.decode().split()[1:]) - {f.name for f in test.after.named}
    if left:
        raise FailureError(f"there are other graphs: {sorted(left)}")


def _expect(server: LiveServer, update: str) -> None:
    answer = server.update(update)
    if answer.status != 204:
        raise FailureError(f"status {answer.status}: {answer.body.decode('utf-8', 'replace')[:300]}")


def _inserted(state: State) -> Iterator[str]:
    """Yield an INSERT DATA for a dataset. Blank nodes are of one request, as the tests want them."""
    yield "INSERT DATA {\n"
    for file in _graphs(state):
        triples = Graph().parse(file.file, publicID=file.base).serialize(format="nt")
        yield f"GRAPH <{file.name}> {{\n{triples}}}\n" if file.name else triples
    yield "}"


def _graphs(state: State) -> Iterator[GraphFile]:
    """Yield the graphs of a dataset; the default graph has an empty name."""
    if state.default is not None:
        yield replace(state.default, name="")
    yield from state.named


def _graph(server: LiveServer, name: str) -> Graph:
    address = f"/graph-store?graph={quote(name, safe='')}" if name else "/graph-store?default"
    answer = server.ask("GET", address, headers={"Accept": "application/n-triples"})
    if answer.status == 404:
        return Graph()
    return Graph().parse(data=answer.body, format="nt")


def run_syntax(server: LiveServer, text: str, valid: bool) -> None:
    """Send a query that is valid or not; only its status counts. Raises FailureError."""
    answer = server.query(f"BASE <{EMPTY}>\n{text}", "*/*", [])
    if (answer.status != 400) != valid:
        raise FailureError(f"status {answer.status}: {answer.body.decode('utf-8', 'replace')[:300]}")


def run_update_syntax(server: LiveServer, text: str, valid: bool) -> None:
    """Send an update that is valid or not; 403 is for LOAD, 409 for a graph that is there. Raises FailureError."""
    answer = server.update(f"BASE <{EMPTY}>\n{text}")
    allowed = {204, 409} if valid else {400}
    if "LOAD" in text.upper():
        allowed.add(403)
    if answer.status not in allowed:
        raise FailureError(f"status {answer.status}: {answer.body.decode('utf-8', 'replace')[:300]}")
