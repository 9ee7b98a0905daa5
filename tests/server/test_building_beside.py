"""A build and a server on one folder at once: nothing is lost, and readers notice nothing."""

from __future__ import annotations

import json
import subprocess
import sysconfig
import threading
import time
from collections import Counter
from pathlib import Path

from tests.live_server import LiveServer

ARTICLES = Path(__file__).parents[1] / "articles"
COMMAND = Path(sysconfig.get_path("scripts")) / "cablegraph"
COUNT = "SELECT (COUNT(*) AS ?n) { ?x %s }"


def counted(server: LiveServer, pattern: str) -> int:
    answer = server.query(COUNT % pattern, "application/sparql-results+json", [])
    assert answer.status == 200
    return int(json.loads(answer.body)["results"]["bindings"][0]["n"]["value"])


def test_a_build_beside_a_server_that_writes(tmp_path: Path) -> None:
    articles = sorted(path for path in ARTICLES.iterdir() if path.suffix == ".txt")[:2]
    assert len(articles) == 2
    with LiveServer(tmp_path / "graph") as server:
        stop = threading.Event()
        statuses: Counter[tuple[str, int]] = Counter()
        written: set[int] = set()
        told: list[bytes] = []

        def write() -> None:
            own = LiveServer.beside(server)
            for n in range(10**6):
                if stop.is_set():
                    return
                answer = own.update(f"INSERT DATA {{ GRAPH <x:own> {{ <x:{n}> <x:written> {n} }} }}")
                statuses["write", answer.status] += 1
                if answer.status == 204:
                    written.add(n)
                else:
                    told.append(answer.body)
                time.sleep(0.05)

        def read() -> None:
            own = LiveServer.beside(server)
            while not stop.is_set():
                statuses["read", own.query("ASK {}", "*/*", []).status] += 1
                time.sleep(0.01)

        threads = [threading.Thread(target=task) for task in (write, read)]
        for thread in threads:
            thread.start()
        try:
            for article in articles:
                build = [str(COMMAND), "build", str(article), "--store", str(tmp_path / "graph")]
                done = subprocess.run(build, capture_output=True, text=True, timeout=240)
                assert done.returncode == 0, done.stderr
            # Seen without being told, soon after the build has published.
            until = time.monotonic() + 2
            while counted(server, "a kg:Article") < 2 and time.monotonic() < until:
                time.sleep(0.05)
        finally:
            stop.set()
            for thread in threads:
                thread.join()
        assert counted(server, "a kg:Article") == 2
        assert counted(server, "<x:written> ?n") == len(written) > 0
    assert {status for kind, status in statuses if kind == "read"} == {200}
    assert {status for kind, status in statuses if kind == "write"} <= {204, 503}
    assert all(b"cablegraph build" in body or b"Too many" in body for body in told)
