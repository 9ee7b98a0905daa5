"""The server, its writer and its workers are killed at random while they work.

CABLEGRAPH_KILLS says how often; `make kills` does it a hundred times. Every acknowledged change must be there
afterwards, none may be there by half, and the server must serve again within seconds.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import median

import pyoxigraph as ox
import pytest
from tests.live_server import LiveServer

from cablegraph.store import Store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="finds the processes in /proc")

KILLS = int(os.environ.get("CABLEGRAPH_KILLS", "10"))
SECONDS_AGAIN = 2.0
"""Within this time the server serves again; a start takes 0.7 s where the machine does nothing else."""
SECONDS_AT_MOST = 20.0
NOTHING = "INSERT DATA {}"
READY = "/sparql?query=ASK%7B%7D"
COUNT = "/sparql?format=json&query=SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"


class Load:
    """Clients that write and read until they are stopped, and remember what was acknowledged."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        self._stop = threading.Event()
        self.acknowledged: set[int] = set()
        self.answers: Counter[int] = Counter()
        self.broken = 0
        tasks: list[Callable[[int], None]] = [self._insert, self._put, self._read, self._read]
        self._threads = [
            threading.Thread(target=self._repeat, args=(task, place)) for place, task in enumerate(tasks)
        ]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let every client finish its request."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _repeat(self, task: Callable[[int], None], place: int) -> None:
        for number in range(place, 10**9, 10):
            if self._stop.is_set():
                return
            try:
                task(number)
            except (OSError, HTTPException, ValueError):
                self.broken += 1
                time.sleep(0.02)

    def _insert(self, number: int) -> None:
        """Write into two graphs at once."""
        one, two = (f"GRAPH <x:{side}> {{ <x:{number}> <x:is> {number} }}" for side in "ab")
        status, _ = self._ask(
            "POST", "/sparql", f"INSERT DATA {{ {one} {two} }}", "application/sparql-update"
        )
        if status == 204:
            self.acknowledged.add(number)

    def _put(self, number: int) -> None:
        """Write a graph of two triples."""
        document = f"<x:{number}> <x:is> {number} ; <x:was> {number} ."
        status, _ = self._ask("PUT", f"/graph-store?graph=x:{number}", document, "text/turtle")
        if status in (201, 204):
            self.acknowledged.add(number)

    def _read(self, _number: int) -> None:
        """Read, and notice a result that is not whole."""
        time.sleep(0.01)
        status, body = self._ask("GET", COUNT, "", "")
        if status == 200:
            json.loads(body)

    def _ask(self, method: str, path: str, body: str, media_type: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self._server.port, timeout=30)
        headers = {"Authorization": f"Bearer {self._server.token}"}
        if media_type:
            headers["Content-Type"] = media_type
        try:
            connection.request(method, path, body.encode() or None, headers)
            response = connection.getresponse()
            self.answers[response.status] += 1
            return response.status, response.read()
        finally:
            connection.close()


def children(pid: int) -> dict[int, str]:
    """Return the processes that a process has started, and their command lines."""
    found = {}
    # Threads and processes may end while we look.
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(FileNotFoundError, ProcessLookupError):
                for child in (task / "children").read_text().split():
                    command = Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                    if "resource_tracker" not in command:
                        found[int(child)] = command
    return found


def kill_one(server: LiveServer, chance: random.Random) -> str:
    """Kill the server or one of its processes, start the server again if it was it, and say which it was."""
    targets = [(server.process.pid, "server")]
    for pid, command in sorted(children(server.process.pid).items()):
        targets.append((pid, "writer" if "multiprocessing" in command else "worker"))
    kind = chance.choice(sorted({kind for _, kind in targets}))
    pid = chance.choice([pid for pid, other in targets if other == kind])
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    if kind == "server":
        server.process.wait()
        server.start()
    return kind


def _wait_until(server: LiveServer, kind: str) -> None:
    """Wait until the server does again what a process of this kind is for."""
    began = time.monotonic()
    while not serves(server, kind):
        assert time.monotonic() - began < SECONDS_AT_MOST
        time.sleep(0.01)


def serves(server: LiveServer, kind: str = "server") -> bool:
    """Return whether queries are answered, and updates if it was the writer that was killed."""
    method, path, body = ("POST", "/sparql", NOTHING) if kind == "writer" else ("GET", READY, None)
    try:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        headers = {"Authorization": f"Bearer {server.token}", "Content-Type": "application/sparql-update"}
        connection.request(method, path, body, headers)
        status = connection.getresponse().status
        connection.close()
    except (OSError, HTTPException):
        return False
    return status in (200, 204)


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    chance = random.Random(20061121)
    again: dict[str, list[float]] = {"server": [], "worker": [], "writer": []}
    began = time.monotonic()
    with LiveServer(tmp_path / "graph") as server:
        # What else the machine does now makes every start slower.
        allowed = max(SECONDS_AGAIN, 4 * (time.monotonic() - began))
        load = Load(server)
        try:
            for _ in range(KILLS):
                time.sleep(chance.uniform(0.1, 2.0))
                began = time.monotonic()
                kind = kill_one(server, chance)
                _wait_until(server, kind)
                again[kind].append(time.monotonic() - began)
        finally:
            load.stop()
        assert serves(server)
    _check(tmp_path / "graph", load.acknowledged)
    for kind, seconds in again.items():
        if seconds:
            print(
                f"{kind}: {len(seconds)} killed, again after {median(seconds):.2f} s, at most {max(seconds):.2f} s"
            )
    print(f"{len(load.acknowledged)} changes acknowledged; {dict(load.answers)}; {load.broken} broken off")
    assert len(load.acknowledged) >= KILLS
    assert set(load.answers) <= {200, 201, 204, 503}
    assert all(median(seconds) < allowed for seconds in again.values() if seconds)


def _check(folder: Path, acknowledged: set[int]) -> None:
    """Check the graph that a writer finds and the one that was published last."""
    with Store.open(folder, wait=5) as store, Store.open_published(folder) as published:
        for graph in (store.oxigraph, published.oxigraph):
            times = Counter(
                int(quad.subject.value.removeprefix("x:"))  # type: ignore[union-attr]
                for quad in graph.quads_for_pattern(None, None, None)
            )
            assert acknowledged - times.keys() == set()
            # Every change writes two triples.
            assert set(times.values()) == {2}
            _check_indexes(graph)


def _check_indexes(graph: ox.Store) -> None:
    """Check that every index of the store holds the same."""
    quads = set(graph)
    assert len(quads) == len(graph)
    names = list(graph.named_graphs())
    assert {quad for name in names for quad in graph.quads_for_pattern(None, None, None, name)} == quads
    subjects = {quad.subject for quad in quads}
    assert {quad for term in subjects for quad in graph.quads_for_pattern(term, None, None)} == quads
    predicates = {quad.predicate for quad in quads}
    assert {quad for term in predicates for quad in graph.quads_for_pattern(None, term, None)} == quads
    objects = {quad.object for quad in quads}
    assert {quad for term in objects for quad in graph.quads_for_pattern(None, None, term)} == quads
