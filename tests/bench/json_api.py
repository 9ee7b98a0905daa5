"""`make bench-api`: how long each address of the JSON API takes, on 500,000 quads of the claim model.

One client asks one request after the other, of `cablegraph serve` in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.live_server import LiveServer
from tests.server.hostile.server import make_graph

CLAIMS = 18_500
"""They make 512,000 quads."""
ROUNDS = 20


def main() -> None:
    """Print a table with the median and the slowest of some rounds, in milliseconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make_graph(Path(folder) / "kg", wanted.claims)
        with LiveServer(Path(folder) / "kg", "--read-only") as server:
            print(f"{'median':>8} {'slowest':>8} {'KB':>5}  address")
            for address in addresses(server):
                times, size = measured(server, address, wanted.rounds)
                middle, slowest = statistics.median(times), max(times)
                print(f"{middle:8.1f} {slowest:8.1f} {size // 1024:5}  {address}")


def measured(server: LiveServer, address: str, rounds: int) -> tuple[list[float], int]:
    """Return milliseconds for each round after the first, and the size of the answer in bytes."""
    size = len(server.ask("GET", address).body)
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        answer = server.ask("GET", address)
        times.append(1000 * (time.perf_counter() - began))
        assert answer.status == 200, answer.body
    return times, size


def addresses(server: LiveServer) -> Iterator[str]:
    """Yield addresses with names of the graph: of what has most claims, and of what has few."""

    def first(address: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(server.ask("GET", address).body)["items"][0]
        return found

    claim, official = first("/api/countries/QAA/stances"), first("/api/officials?country=QAA")
    policy = claim["policy"]["id"]
    yield "/api"
    yield f"/api/claims/{_key(claim)}"
    yield f"/api/articles/{_key(claim['article'])}"
    for narrowed in ("", "&offset=1500", "&standing=own,reported&from=2005-01-01&min_confidence=0.7"):
        yield f"/api/countries/QAA/stances?limit=50{narrowed}"
    yield "/api/countries/QAA/stances?limit=200"
    yield "/api/countries/QEA/stances"
    yield f"/api/stances?policy={policy}"
    yield f"/api/stances?holder=QAA&topic={policy}&side=against"
    yield "/api/stances"
    for narrowed in (
        "country=QAA",
        "country=QAA&role=minister&on=2010-01-01",
        "role=minister",
        "on=2010-01-01",
    ):
        yield f"/api/officials?{narrowed}"
    yield f"/api/officials?person={official['person']['id']}"
    yield f"/api/officials/{_key(official)}/claims"
    yield "/api/officials"
    yield "/api/policies"
    yield "/api/policies?q=zai"
    yield "/api/countries"
    yield "/api/search?q=zai&kind=person"
    yield "/api/search?q=zai"
    yield "/api/search?q=said"


def _key(document: dict[str, Any]) -> str:
    return str(document["id"]).rpartition("/")[2]


if __name__ == "__main__":
    main()
