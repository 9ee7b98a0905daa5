"""`make hostile`: 2,000 attacks by eight clients at once, and what they did to the server and to others."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import cycle, islice
from pathlib import Path

from tests.server.hostile.attacks import OPTIONS, SECONDS, attacks
from tests.server.hostile.beside import Lookups
from tests.server.hostile.footprint import footprint
from tests.server.hostile.listener import Listener
from tests.server.hostile.server import make_graph, running
from tests.server.hostile.storm import Outcome, faults, storm


def main() -> None:
    """Run the attacks and print the figures; the exit status is 1 when something was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=2000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--claims", type=int, default=2000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, Listener() as listener:
        folder = Path(name)
        folder.chmod(0o755)
        make_graph(folder / "kg", options.claims)
        everything = attacks(listener.port)
        with running(folder / "kg", *OPTIONS, log=folder / "log") as server:
            storm(server.port, everything, options.clients)
            before = footprint(server.process.pid)
            with Lookups(server.port) as alone:
                time.sleep(5)
            began = time.monotonic()
            with Lookups(server.port) as lookups:
                outcomes = storm(
                    server.port, list(islice(cycle(everything), options.requests)), options.clients
                )
            seconds = time.monotonic() - began
            after = footprint(server.process.pid)
            log = server.log.read_text(encoding="utf-8")
        wrong = _report(outcomes, seconds)
        _report_lookups("lookups alone", alone)
        _report_lookups("lookups beside the attacks", lookups)
        print("before:", before)
        print("after: ", after)
        print(f"calls to the listener: {listener.calls}; tracebacks in the log: {log.count('Traceback')}")
        sys.exit(bool(wrong or lookups.failed or listener.calls or after.processes > before.processes))


def _report(outcomes: list[Outcome], seconds: float) -> int:
    print(f"{len(outcomes)} attacks in {seconds:.0f} s; deadline {SECONDS} s")
    print("ends:", dict(sorted(Counter(outcome.end for outcome in outcomes).items())))
    over = sorted(outcome.answer.seconds - SECONDS for outcome in outcomes)
    late = sum(seconds > 0.15 for seconds in over)
    print(
        f"beyond the deadline: p99 {1e3 * over[int(len(over) * 0.99)]:.0f} ms, most {1e3 * over[-1]:.0f} ms, {late} of them over 150 ms"
    )
    for outcome in sorted(outcomes, key=lambda outcome: -outcome.answer.seconds)[:5]:
        print(f"  {outcome.answer.seconds:.3f} s  {outcome.attack.name}")
    wrong = [(outcome.attack.name, fault) for outcome in outcomes for fault in faults(outcome)]
    for name, fault in wrong:
        print(f"WRONG {name}: {fault}")
    return len(wrong)


def _report_lookups(title: str, lookups: Lookups) -> None:
    p50, p99, most = (1e3 * lookups.percentile(share) for share in (0.5, 0.99, 1.0))
    print(f"{title}: {len(lookups.seconds)}, p50 {p50:.1f} ms, p99 {p99:.1f} ms, most {most:.1f} ms")
    for failure in lookups.failed:
        print("FAILED", failure)


if __name__ == "__main__":
    main()
