"""What those see who run the server: limits as statuses, metrics, logs, slow clients, a graceful stop."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from tests.server.hostile.attacks import get, query
from tests.server.hostile.server import Answer, Running, ask, make_graph, parsed, running

from cablegraph.store import Store
from cablegraph_server.metrics import Metrics

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TOKEN = "0123456789abcdef0123456789abcdef"
LIMITS = ("--workers", "1", "--timeout", "5", "--max-rows", "500", "--max-bytes", "100K", "--grace", "2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("operations") / "kg"
    make_graph(path, 300)
    return path


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Running]:
    environment = os.environ | {"CABLEGRAPH_TOKEN": TOKEN}
    with running(folder, *LIMITS, log=folder.parent / "log", environment=environment) as started:
        yield started


def problem(answer: Answer) -> dict[str, object]:
    assert b"application/problem+json" in answer.head
    document: dict[str, object] = json.loads(answer.body)
    return document


def test_ready_and_health(server: Running) -> None:
    for path in ("/ready", "/health"):
        answer = ask(server.port, get(path))
        assert answer.status == 200
        assert json.loads(answer.body)["generation"].startswith("000001-")


class TestLimits:
    def test_the_deadline(self, server: Running) -> None:
        answer = ask(server.port, query(ENDLESS, more="&timeout=0.5"))
        assert answer.status == 504
        assert problem(answer)["limit"] == "seconds"
        assert 0.5 <= answer.seconds < 2.5

    def test_a_client_cannot_raise_it(self, server: Running) -> None:
        answer = ask(server.port, query(ENDLESS, more="&timeout=1000"))
        assert answer.status == 504
        assert 5 <= answer.seconds < 7

    def test_rows_before_the_first_byte(self, server: Running) -> None:
        answer = ask(server.port, query("SELECT ?s { ?s ?p ?o } LIMIT 501"))
        assert (answer.status, problem(answer)["limit"]) == (422, "rows")
        assert ask(server.port, query("SELECT ?s { ?s ?p ?o } LIMIT 500")).status == 200

    def test_bytes_before_the_first_byte(self, server: Running) -> None:
        answer = ask(server.port, query("SELECT * { ?s ?p ?o . ?s ?q ?r . ?s ?t ?u . ?s ?v ?w } LIMIT 500"))
        assert (answer.status, problem(answer)["limit"]) == (422, "bytes")

    def test_an_answer_of_http_1_0_is_whole_or_an_error(self, server: Running) -> None:
        request = query("SELECT * { ?s ?p ?o }").replace(b"HTTP/1.1", b"HTTP/1.0")
        assert ask(server.port, request).status == 422


def test_after_the_first_bytes_the_answer_is_broken_off(folder: Path, tmp_path: Path) -> None:
    with running(folder, "--workers", "1", "--max-bytes", "9M", log=tmp_path / "log") as server:
        answer = ask(server.port, query("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
        assert (answer.status, answer.whole) == (200, False)
        assert 1_000_000 < len(answer.body) < 10_000_000
        line = next(line for line in _requests(server) if line["route"] == "/sparql")
        assert line["broken_off"] is True


def test_a_full_queue_is_told_at_once(folder: Path, tmp_path: Path) -> None:
    options = ("--workers", "1", "--queue", "1", "--timeout", "4")
    with running(folder, *options, log=tmp_path / "log") as server:
        ends: list[Answer] = []
        threads = [
            threading.Thread(target=lambda n=n: ends.append(ask(server.port, query(ENDLESS + f"#{n}"))))
            for n in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    busy = [answer for answer in ends if answer.status == 503]
    assert len(busy) >= 4
    assert all(re.search(rb"(?i)retry-after: \d", answer.head) for answer in busy)
    assert min(answer.seconds for answer in busy) < 2


def test_a_client_that_goes_away_frees_the_worker(server: Running) -> None:
    for number in range(5):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(query(ENDLESS + f"# gone {number}"))
            time.sleep(0.1)
    time.sleep(0.5)
    metrics = ask(server.port, get("/metrics")).body.decode()
    assert "cablegraph_queries_running 0\n" in metrics
    assert "cablegraph_queries_waiting 0\n" in metrics


def test_a_new_generation_is_answered_from_within_a_second(tmp_path: Path) -> None:
    triple = "<http://a.example/s> <http://a.example/p> <http://a.example/{}> .\n"
    count = query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", more="&format=csv")
    with Store.open(tmp_path / "kg") as store:
        store.replace("http://a.example/g", triple.format(0))
        store.publish()
        with running(tmp_path / "kg", "--workers", "1", log=tmp_path / "log") as server:
            for number in range(1, 5):
                store.replace("http://a.example/g", "".join(triple.format(n) for n in range(number + 1)))
                store.publish()
                until = time.monotonic() + 1.5
                while (answer := ask(server.port, count)).body != f"n\r\n{number + 1}\r\n".encode():
                    assert answer.status == 200
                    assert time.monotonic() < until


class TestMetrics:
    def test_a_scrape(self, server: Running) -> None:
        ask(server.port, query("ASK {}"))
        answer = ask(server.port, get("/metrics"))
        assert b"text/plain; version=0.0.4" in answer.head
        text = answer.body.decode()
        for line in text.splitlines():
            assert re.fullmatch(
                r'# (HELP|TYPE) .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line
            )
        assert 'cablegraph_requests_total{route="/sparql",method="GET",status="200"}' in text
        assert "cablegraph_generation 1\n" in text
        assert re.search(r"cablegraph_quads \d{4,}\n", text)
        assert 'cablegraph_queries_total{outcome="answered"}' in text

    def test_labels_are_escaped_and_buckets_add_up(self) -> None:
        metrics = Metrics()
        for seconds in (0.001, 0.005, 0.3, 100.0):
            metrics.count_request('/a"b\\c\n', "GET", "200", seconds)
        text = metrics.exposition(())
        assert 'route="/a\\"b\\\\c\\n"' in text
        assert re.findall(r'le="(?:0.005|0.5|30.0|\+Inf)"\} (\d)', text) == ["2", "3", "3", "4"]

    def test_unknown_addresses_and_methods_do_not_make_series(self, client: FlaskClient) -> None:
        for number in range(5):
            client.get(f"/nothing/{number}").close()
            client.open("/sparql", method=f"BREW{number}").close()
        text = client.get("/metrics").text
        assert 'route="none",method="GET",status="404"} 5' in text
        assert "BREW" not in text


class TestLog:
    def test_each_request_has_a_line_with_its_number(self, server: Running) -> None:
        answer = ask(server.port, query("ASK { ?find ?this ?query }" + "#" * 5000))
        number = re.search(rb"(?i)x-request-id: ([0-9a-f]{16})", answer.head)
        assert number is not None
        [line] = [line for line in _requests(server) if line["id"] == number[1].decode()]
        assert (line["route"], line["method"], line["status"]) == ("/sparql", "GET", 200)
        assert str(line["query"]).startswith("ASK { ?find ?this ?query }#")
        assert len(str(line["query"])) == 300

    def test_it_never_has_a_token(self, server: Running) -> None:
        for request in (
            get(f"/sparql?token={TOKEN}"),
            get("/", f"Authorization: Bearer {TOKEN}"),
            get(f"/{TOKEN}"),
            get("/", f"Cookie: a={TOKEN}"),
        ):
            ask(server.port, request)
        assert TOKEN not in server.log.read_text(encoding="utf-8")

    def test_a_line_is_a_record(self, server: Running) -> None:
        ask(server.port, query('ASK {} # \r\n{"message": "forged"}'))
        assert not any(line["message"] == "forged" for line in _lines(server))


def _lines(server: Running) -> list[dict[str, object]]:
    time.sleep(0.2)
    lines = server.log.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def _requests(server: Running) -> list[dict[str, object]]:
    return [line for line in _lines(server) if line["message"] == "request"]


class TestStop:
    @pytest.mark.parametrize(("seconds", "status"), [("1", 504), ("60", 503)])
    def test_running_queries_have_some_time_and_are_told(
        self, folder: Path, tmp_path: Path, seconds: str, status: int
    ) -> None:
        ends: list[Answer] = []
        with running(
            folder, "--workers", "1", "--grace", "2", "--timeout", "60", log=tmp_path / "log"
        ) as server:
            request = query(ENDLESS, more=f"&timeout={seconds}")
            thread = threading.Thread(target=lambda: ends.append(ask(server.port, request)))
            thread.start()
            time.sleep(0.4)
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(10) == 0
            assert time.monotonic() - began < 5
            thread.join(5)
        assert [answer.status for answer in ends] == [status]

    def test_without_queries_it_stops_at_once(self, folder: Path, tmp_path: Path) -> None:
        with running(folder, "--workers", "1", "--grace", "30", log=tmp_path / "log") as server:
            began = time.monotonic()
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(10) == 0
        assert time.monotonic() - began < 3

    def test_a_killed_server_takes_its_workers_with_it(self, folder: Path, tmp_path: Path) -> None:
        with running(folder, "--workers", "2", log=tmp_path / "log") as server:
            threading.Thread(target=lambda: ask(server.port, query(ENDLESS)), daemon=True).start()
            time.sleep(0.5)
            family = _descendants(server.process.pid)
            assert len(family) >= 5
            server.process.kill()
            server.process.wait()
            until = time.monotonic() + 5
            while any(Path(f"/proc/{pid}").exists() for pid in family):
                assert time.monotonic() < until
                time.sleep(0.05)


def _descendants(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listed.splitlines()}
    family = {pid}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return family - {pid}


HASTY = """
import sys
from cablegraph_server import connections
connections.ARRIVAL_SECONDS = 1.0
connections.LAST_SECONDS = 1.0
from cablegraph_server.cli import main
main()
"""


@pytest.fixture(scope="module")
def hasty(folder: Path) -> Iterator[int]:
    """Return the port of a server that waits a second for a request, and two for a query."""
    command = [sys.executable, "-c", HASTY, "serve", "--store", str(folder), "--port", "0"]
    options = ["--workers", "1", "--timeout", "2"]
    with subprocess.Popen([*command, *options], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = re.search(r":(\d+)/", process.stderr.readline())
        assert found is not None
        threading.Thread(target=process.stderr.read, daemon=True).start()
        yield int(found[1])
        process.terminate()


class TestSlowClients:
    @pytest.mark.parametrize(
        "head",
        [
            b"",
            b"G",
            b"GET / HTTP/1.1\r\nHost: x\r\nA: ",
            b"POST /sparql HTTP/1.1\r\nContent-Length: 900\r\n\r\n",
        ],
    )
    def test_a_request_that_never_ends(self, hasty: int, head: bytes) -> None:
        began = time.monotonic()
        with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
            connection.sendall(head)
            try:
                while time.monotonic() - began < 15:
                    if head:
                        connection.sendall(b"x")
                    connection.settimeout(0.2)
                    try:
                        if connection.recv(1000) == b"":
                            break
                    except TimeoutError:
                        pass
                    if not head and time.monotonic() - began > 2:
                        # Who has not begun may wait for longer: browsers connect before they ask.
                        return
            except ConnectionError:
                pass
        assert time.monotonic() - began < 5

    def test_an_answer_that_is_not_read(self, hasty: int) -> None:
        with socket.create_connection(("127.0.0.1", hasty), timeout=20) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(query("SELECT * { ?s ?p ?o . ?a ?b ?c }"))
            time.sleep(4)
            began = time.monotonic()
            parts = []
            try:
                while part := connection.recv(1_000_000):
                    parts.append(part)
            except ConnectionError:
                pass
            assert time.monotonic() - began < 3
            assert not parsed(b"".join(parts), 0).whole
        metrics = ask(hasty, get("/metrics")).body.decode()
        assert "cablegraph_queries_running 0\n" in metrics

    def test_many_of_them_do_not_stop_others(self, hasty: int) -> None:
        many = [socket.create_connection(("127.0.0.1", hasty)) for _ in range(300)]
        try:
            for connection in many:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            assert ask(hasty, query("ASK {}")).seconds < 2
        finally:
            for connection in many:
                connection.close()

    def test_a_closed_half_ends_the_request(self, hasty: int) -> None:
        with socket.create_connection(("127.0.0.1", hasty), timeout=10) as connection:
            connection.sendall(b"GET /sparql?query=" + quote("ASK {}").encode())
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(1000) == b""


@pytest.mark.parametrize(
    ("cors", "origin", "allowed"),
    [
        ((), "https://a.example", "*"),
        (("https://a.example",), "https://a.example", "https://a.example"),
        (("https://a.example",), "https://b.example", None),
        (("",), "https://a.example", None),
    ],
)
def test_cors(folder: Path, tmp_path: Path, cors: tuple[str, ...], origin: str, allowed: str | None) -> None:
    options = [part for value in cors for part in ("--cors", value)]
    with running(folder, "--workers", "0", *options, log=tmp_path / "log") as server:
        head = ask(server.port, get("/health", f"Origin: {origin}")).head.decode()
    found = re.search(r"(?i)access-control-allow-origin: (\S+)", head)
    assert (found and found[1]) == allowed


@pytest.mark.parametrize("size", ["0", "1.5G", "-1", "1T", "x", ""])
def test_a_wrong_size_is_told(folder: Path, size: str) -> None:
    command = [sys.executable, "-c", "from cablegraph_server.cli import main; main()"]
    done = subprocess.run(
        [*command, "serve", "--store", str(folder), "--memory", size],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 2
    assert "is no size" in done.stderr
