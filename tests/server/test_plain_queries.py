"""Plain queries are answered before the framework is asked; nobody must see a difference."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from tests.server.hostile.server import make_graph, running

PREFIX = "PREFIX kg: <https://w3id.org/cablegraph/ns#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
SMALL = "SELECT ?label { ?c a kg:Country ; rdfs:label ?label } ORDER BY ?label LIMIT 5"
MIDDLE = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 40"
LARGE = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 20000"
JSON = "application/sparql-results+json"

CASES: list[tuple[str, dict[str, str]]] = [
    (SMALL, {}),
    (SMALL, {"Accept": JSON}),
    (SMALL, {"Accept": "text/csv"}),
    (SMALL, {"Accept": "application/sparql-results+xml, */*;q=0.1"}),
    (SMALL, {"Accept": "text/html;q=0.5, text/turtle"}),
    (SMALL, {"Accept": "image/png"}),
    (SMALL, {"Accept": JSON, "Origin": "https://a.example"}),
    (SMALL, {"Accept": JSON, "Accept-Encoding": "gzip"}),
    (MIDDLE, {"Accept": JSON, "Accept-Encoding": "gzip"}),
    (MIDDLE, {"Accept": JSON, "Accept-Encoding": "identity"}),
    (LARGE, {"Accept": JSON}),
    (LARGE, {"Accept": JSON, "Accept-Encoding": "gzip"}),
    (SMALL, {"Host": "Data.Example:8000"}),
    (SMALL, {"Host": "b\u00fccher.example".encode("idna").decode()}),
    ("SELECT (<x> AS ?here) {}", {"Accept": JSON}),
    ("SELECT (<x> AS ?here) {}", {"Accept": JSON, "Host": "Data.Example:80"}),
    ("SELECT (STRLEN(STR(RAND())) > 0 AS ?some) {}", {"Accept": JSON}),
    ("ASK { ?c a kg:Country }", {"Accept": JSON}),
    ("ASK { ?c a kg:Country }", {"Accept": "text/turtle"}),
    (
        f"{PREFIX}CONSTRUCT {{ ?c rdfs:label ?l }} {{ ?c a kg:Country ; rdfs:label ?l }} ORDER BY ?l LIMIT 2",
        {},
    ),
    ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(false) }", {"Accept": "application/n-triples"}),
    ("SELECT * { ?s ?p }", {"Accept": JSON}),
    ("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", {"Accept": JSON}),
    ("DROP ALL", {"Accept": JSON}),
    ("  ", {"Accept": JSON}),
    ("SELECT (1 + 1 AS ?n) FROM <http://a.example/g> {}", {"Accept": JSON}),
    ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?g", {"Accept": JSON}),
]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("plain")
    make_graph(folder / "kg", 300)
    with running(folder / "kg", "--timeout", "5", "--memory", "200M", log=folder / "log") as server:
        yield server.port


def asked(port: int, target: str, headers: dict[str, str]) -> tuple[int, list[tuple[str, str]], bytes]:
    """Return status, headers in order but for those that belong to one request, and body."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", target, headers=headers)
        response = connection.getresponse()
        kept = [pair for pair in response.getheaders() if pair[0] not in ("Date", "X-Request-Id")]
        return response.status, kept, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize(("query", "headers"), CASES, ids=lambda value: str(value)[:50])
def test_a_plain_query_is_answered_as_any_other(port: int, query: str, headers: dict[str, str]) -> None:
    target = "/sparql?query=" + quote(query)
    plain = asked(port, target, headers)
    assert plain == asked(port, target + "&timeout=5.0", headers)


@pytest.mark.parametrize(
    "target", ["/sparql?query=%ff", "/sparql?query=ASK+%7B%7D", "/sparql?Query=ASK", "/sparql?query"]
)
def test_odd_addresses(port: int, target: str) -> None:
    assert asked(port, target, {"Accept": JSON}) == asked(port, target + "&timeout=5.0", {"Accept": JSON})


def test_plain_queries_are_counted_and_their_tag_is_known(port: int) -> None:
    def answered() -> int:
        _, _, body = asked(port, "/metrics", {})
        [line] = [line for line in body.decode().splitlines() if line.startswith(COUNTED)]
        return int(line.rpartition(" ")[2])

    target = "/sparql?query=" + quote(SMALL)
    asked(port, target, {"Accept": JSON})
    before = answered()
    _, headers, _ = asked(port, target, {"Accept": JSON})
    assert answered() == before + 1
    status, _, body = asked(port, target, {"Accept": JSON, "If-None-Match": dict(headers)["Etag"]})
    assert (status, body) == (304, b"")


COUNTED = 'cablegraph_requests_total{route="/sparql",method="GET",status="200"}'


def test_one_thread_takes_the_requests_of_a_connection_in_their_order(port: int) -> None:
    wanted = [f"SELECT ({n} AS ?n) {{}}" for n in range(40)]
    one = "GET /sparql?query={} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        # All at once, then piece by piece, then with a byte missing for a while.
        connection.sendall("".join(one.format(quote(query)) for query in wanted[:20]).encode())
        answers = _read(connection, 20)
        for query in wanted[20:]:
            text = one.format(quote(query)).encode()
            connection.sendall(text[:-1])
            connection.sendall(text[-1:])
            answers += _read(connection, 1)
    assert answers == [f"n\r\n{n}\r\n" for n in range(40)]


def _read(connection: socket.socket, count: int) -> list[str]:
    data = b""
    bodies: list[str] = []
    while len(bodies) < count:
        data += connection.recv(65536)
        while (end := data.find(b"\r\n\r\n")) >= 0:
            head = data[:end].decode().lower()
            length = int(head.partition("content-length: ")[2].partition("\r\n")[0])
            if len(data) < end + 4 + length:
                break
            bodies.append(data[end + 4 : end + 4 + length].decode())
            data = data[end + 4 + length :]
    return bodies


def test_more_connections_than_threads_are_all_served(port: int) -> None:
    request = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n"
    connections = [socket.create_connection(("127.0.0.1", port), timeout=30) for _ in range(120)]
    try:
        for _ in range(3):
            for connection in connections:
                connection.sendall(request)
            assert all(_status(connection) in (b"200", b"503") for connection in connections)
    finally:
        for connection in connections:
            connection.close()


def _status(connection: socket.socket) -> bytes:
    return connection.recv(65536).split(b" ", 2)[1]
