"""Protocol and graph store tests: requests that the manifests describe, sent as they are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import Graph, Namespace
from rdflib.compare import isomorphic
from rdflib.term import Node
from tests.conformance.evaluation import FailureError
from tests.conformance.manifest import MF, RDF, RDFS, UT, Suite, entries
from tests.live_server import Answer, LiveServer

HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")

_STATUSES = {"OK": {200}, "Created": {201}, "NoContent": {204}, "NotFound": {404}}
_TYPES = {
    "boolean": {"application/sparql-results+xml", "application/sparql-results+json"},
    "tabular": {
        "application/sparql-results+xml",
        "application/sparql-results+json",
        "text/tab-separated-values",
        "text/csv",
    },
    "RDF": {"application/rdf+xml", "application/n-triples", "text/turtle"},
}


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request, and what is expected of the answer."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str
    encoding: str
    statuses: frozenset[int]
    boolean: bool | None
    format: str | None
    location: str | None
    """The placeholder that stands for the address in the answer, in the requests that follow."""
    response_headers: Mapping[str, str]
    response_body: str


@dataclass(frozen=True, slots=True)
class ExchangeTest:
    """Exchanges that follow each other."""

    name: str
    data: Mapping[str, bytes]
    """Turtle documents by the name of the graph that they are loaded into before."""
    exchanges: tuple[Exchange, ...]


def protocol_tests(suite: Suite) -> Iterator[ExchangeTest]:
    """Yield the tests of the SPARQL Protocol."""
    return _tests(suite, "protocol/manifest.ttl", "/sparql/", "/sparql")


def graph_store_tests(suite: Suite) -> Iterator[ExchangeTest]:
    """Yield the tests of the Graph Store HTTP Protocol."""
    for kind in ("direct", "indirect"):
        yield from _tests(suite, f"graph-store-protocol/manifest-{kind}.ttl", "/gsp", "/graph-store")


def run_exchanges(server: LiveServer, test: ExchangeTest) -> None:
    """Load the data, send the requests in order, check each answer. Raises FailureError."""
    server.update("DROP ALL")
    for name, document in test.data.items():
        address = f"/graph-store?graph={quote(name, safe='')}"
        server.ask("PUT", address, document, {"Content-Type": "text/turtle"})
    places: dict[str, str] = {}
    for number, exchange in enumerate(test.exchanges, 1):
        try:
            _check(server, exchange, places)
        except FailureError as failure:
            raise FailureError(f"request {number}: {failure}") from failure


def _check(server: LiveServer, exchange: Exchange, places: dict[str, str]) -> None:
    path, body = exchange.path, exchange.body
    for placeholder, place in places.items():
        path, body = path.replace(placeholder, place), body.replace(placeholder, place)
    data = body.encode(exchange.encoding) if body else None
    answer = server.ask(exchange.method, path, data, exchange.headers)
    if answer.status not in exchange.statuses:
        raise FailureError(f"status {answer.status}: {answer.body.decode('utf-8', 'replace')[:200]}")
    if exchange.location is not None:
        places[exchange.location] = answer.headers["location"]
    if exchange.format is not None and answer.media_type not in _TYPES[exchange.format]:
        raise FailureError(f"the media type is {answer.media_type}")
    if exchange.boolean is not None and json.loads(answer.body)["boolean"] is not exchange.boolean:
        raise FailureError("the answer is the wrong one")
    _check_content(answer, exchange)


def _check_content(answer: Answer, exchange: Exchange) -> None:
    for name, text in exchange.response_headers.items():
        if answer.headers.get(name.lower(), "").replace(" ", "") != text.replace(" ", ""):
            raise FailureError(f"{name} is {answer.headers.get(name.lower())}")
    if exchange.response_body:
        wanted = Graph().parse(data=exchange.response_body, format="turtle")
        if not isomorphic(wanted, Graph().parse(data=answer.body, format="turtle")):
            raise FailureError("the graph is another one")


def _tests(suite: Suite, path: str, prefix: str, endpoint: str) -> Iterator[ExchangeTest]:
    graph = suite.manifest(path)
    folder = path.partition("/")[0]
    for test in entries(graph):
        data = {
            str(graph.value(node, RDFS.label)): suite.file(_value(graph, node, UT.graph)).read_bytes()
            for node in graph.objects(test, UT.graphData)
        }
        requests = _value(graph, _value(graph, test, MF.action), HT.requests)
        exchanges = tuple(_exchange(graph, node, prefix, endpoint) for node in graph.items(requests))
        yield ExchangeTest(f"{folder}/{str(test).rpartition('#')[2]}", data, exchanges)


def _exchange(graph: Graph, node: Node, prefix: str, endpoint: str) -> Exchange:
    response = _value(graph, node, HT.resp)
    path = str(_value(graph, node, HT.absolutePath))
    assert path.startswith(prefix)
    body = graph.value(node, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    format_ = graph.value(response, MF.expectedFormat)
    location = graph.value(response, MF.expectedLocation)
    return Exchange(
        method=str(_value(graph, node, HT.methodName)),
        path=endpoint + path.removeprefix(prefix),
        headers=_headers(graph, node),
        body=_text(graph, body),
        encoding="utf-8" if body is None else str(_value(graph, body, CNT.characterEncoding)),
        statuses=frozenset(s for code in graph.objects(response, MF.expectedStatus) for s in _statuses(code)),
        boolean=None if boolean is None else str(boolean) == "true",
        format=None if format_ is None else str(format_),
        location=None if location is None else str(location),
        response_headers=_headers(graph, response),
        response_body=_text(graph, graph.value(response, HT.body)),
    )


def _headers(graph: Graph, node: Node) -> dict[str, str]:
    head = graph.value(node, HT.headers)
    fields = [] if head is None or head == RDF.nil else list(graph.items(head))
    return {
        str(_value(graph, field, HT.fieldName)): str(_value(graph, field, HT.fieldValue)) for field in fields
    }


def _text(graph: Graph, body: Node | None) -> str:
    return "" if body is None else str(_value(graph, body, CNT.chars))


def _statuses(code: Node) -> set[int]:
    """Return the numbers that a name like StatusCode2xx or NoContent stands for."""
    name = str(code).rpartition("#")[2]
    if name.startswith("StatusCode"):
        first = int(name[len("StatusCode")]) * 100
        return set(range(first, first + 100))
    return _STATUSES[name]


def _value(graph: Graph, subject: Node, predicate: Node) -> Node:
    node = graph.value(subject, predicate)
    assert node is not None, (subject, predicate)
    return node
