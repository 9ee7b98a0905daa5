"""The server as a process of its own, on a free port of the loopback interface."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
from flask import Flask
from tests.server.sample_graph import Sample

from cablegraph_server.serving import CannotServeError, serve

PROGRAM = """
import sys
import pyoxigraph
from cablegraph_server.app import create_app
from cablegraph_server.serving import serve
from cablegraph_server.source import Fixed

store = pyoxigraph.Store()
store.load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
serve(create_app(Fixed(store)), "127.0.0.1", 0, 2)
"""


def start(dump: Path) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(dump)], stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
    if found is None:
        process.kill()
        pytest.fail(line + process.stderr.read())
    return process, int(found[1])


@pytest.fixture(scope="module")
def dump(published: tuple[Path, Sample], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample graph and 100,000 other triples as N-Quads."""
    file = tmp_path_factory.mktemp("dump") / "graph.nq"
    [copy] = (published[0] / "published").iterdir()
    with file.open("wb") as out:
        pyoxigraph.Store.read_only(str(copy)).dump(out, format=pyoxigraph.RdfFormat.N_QUADS)
        for n in range(100_000):
            out.write(b'<http://a.example/%d> <http://a.example/p> "%d" <http://a.example/g> .\n' % (n, n))
    return file


@pytest.fixture(scope="module")
def port(dump: Path) -> Iterator[int]:
    process, number = start(dump)
    yield number
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


def get(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def raw(port: int, request: bytes) -> bytes:
    """Return everything that the server sends until it closes the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_pages_and_queries(port: int) -> None:
    status, headers, body = get(port, "/", Accept="text/html")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert headers["Server"] == "cablegraph"
    status, _, body = get(port, "/sparql?query=" + quote("ASK { ?x a kg:Person }"))
    assert (status, json.loads(body)["boolean"]) == (200, True)


def test_a_large_result_arrives_whole(port: int) -> None:
    query = quote("SELECT ?o { ?s <http://a.example/p> ?o }")
    status, headers, body = get(port, f"/sparql?format=csv&query={query}")
    assert status == 200
    assert headers["Transfer-Encoding"] == "chunked"
    assert body.count(b"\n") == 100_001


def test_a_connection_is_used_again_after_an_answer_without_a_length(port: int) -> None:
    large = "/sparql?format=csv&query=" + quote("SELECT ?o { ?s <http://a.example/p> ?o }")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.connect()
    number = connection.sock.fileno(), connection.sock.getsockname()
    for method in ("GET", "GET", "POST"):
        connection.request(method, large, headers={"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        assert response.headers["Transfer-Encoding"] == "chunked"
        assert response.headers["Connection"] is None
        assert response.read().count(b"\n") == 100_001
        assert (connection.sock.fileno(), connection.sock.getsockname()) == number
    connection.request("GET", large, headers={"Connection": "close"})
    response = connection.getresponse()
    assert response.headers["Connection"] == "close"
    assert response.read().count(b"\n") == 100_001
    connection.close()


def test_an_answer_without_a_body_does_not_shift_those_behind_it(port: int) -> None:
    large = quote("SELECT ?o { ?s <http://a.example/p> ?o }")
    tag = get(port, f"/sparql?query={large}")[1]["ETag"]
    requests = (
        f"GET /sparql?query={large} HTTP/1.1\r\nHost: x\r\nIf-None-Match: {tag}\r\n\r\n"
        f"GET /sparql?query={quote('ASK {}')} HTTP/1.1\r\nHost: x\r\n\r\n"
        f"HEAD /sparql?query={large} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    )
    answer = raw(port, requests.encode())
    assert [part[:12] for part in answer.split(b"HTTP/1.1")[1:]] == [
        b" 304 NOT MOD",
        b" 200 OK\r\nAcc",
        b" 200 OK\r\nAcc",
    ]
    assert answer.split(b"HTTP/1.1")[2].endswith(b'{"head":{},"boolean":true}')


def failing(after: int) -> str:
    """Return a query whose last triple cannot be written as JSON-LD: its object is a triple."""
    return quote(
        "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * { ?s ?p ?o FILTER(?p = <http://a.example/p>) } "
        f"LIMIT {after} }} UNION {{ BIND(<http://a.example/s> AS ?s) BIND(<http://a.example/p> AS ?p) "
        "BIND(<<( <http://a.example/s> <http://a.example/p> 1 )>> AS ?o) } } ORDER BY ?o"
    )


def test_a_late_error_cuts_the_connection(port: int) -> None:
    path = f"/sparql?format=jsonld&query={failing(50_000)}"
    answer = raw(port, f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"Transfer-Encoding: chunked" in answer
    assert len(answer) > 1_000_000
    assert not answer.endswith(b"0\r\n\r\n")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    with pytest.raises(http.client.IncompleteRead):
        connection.getresponse().read()
    connection.close()


def test_a_late_error_is_no_success_for_an_old_client(port: int) -> None:
    request = f"GET /sparql?format=jsonld&query={failing(50_000)} HTTP/1.0\r\n\r\n"
    assert b"200 OK" not in raw(port, request.encode())


def test_an_early_error_has_a_status(port: int) -> None:
    status, headers, _ = get(port, f"/sparql?format=jsonld&query={failing(5)}")
    assert status == 500
    assert headers["Content-Type"] == "application/problem+json"


def test_an_old_client_gets_a_length(port: int) -> None:
    query = quote("SELECT ?o { ?s <http://a.example/p> ?o }")
    answer = raw(port, f"GET /sparql?format=csv&query={query} HTTP/1.0\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"Content-Length: (\d+)", head)
    assert length is not None
    assert int(length[1]) == len(body) > 100_000


def test_a_client_that_goes_away_harms_nobody(port: int) -> None:
    query = quote("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(f"GET /sparql?format=csv&query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 200")
    assert get(port, "/health")[0] == 200


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"200"),
        (b"HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"200"),
        (b"OPTIONS /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"200"),
        (b"GET /%ff%fe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"404"),
        (b"GET //evil.example/%2f.. HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"404"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n",
            b"413",
        ),
        (b"NONSENSE\r\n\r\n", b"400"),
    ],
)
def test_raw_requests(port: int, request_: bytes, status: bytes) -> None:
    answer = raw(port, request_)
    assert answer.split(b" ", 2)[1] == status
    assert b"Traceback" not in answer
    if request_.startswith(b"HEAD"):
        assert answer.endswith(b"\r\n\r\n")


def test_endless_headers_are_cut_off(port: int) -> None:
    with contextlib.suppress(ConnectionError):
        assert b" 200 " not in raw(port, b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 1_000_000)[:20]
    assert get(port, "/health")[0] == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_it(dump: Path, number: signal.Signals) -> None:
    process, _ = start(dump)
    process.send_signal(number)
    assert process.wait(10) == 0
    assert process.stderr is not None
    assert process.stderr.read() == "Stopped.\n"


def test_a_port_in_use_is_named(app: Flask) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(CannotServeError, match=f"Port {taken} on 127.0.0.1 is in use"):
            serve(app, "127.0.0.1", taken)


@pytest.mark.parametrize("host", ["256.1.1.1", "no.such.host.invalid", "", "192.0.2.1", "a b"])
def test_a_bad_host_is_named(app: Flask, host: str) -> None:
    with pytest.raises(CannotServeError, match="no address of this computer"):
        serve(app, host, 0)
