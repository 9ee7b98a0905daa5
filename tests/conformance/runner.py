"""Runs the W3C suites against a server of its own: `python -m tests.conformance.runner`."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import yaml
from tests.conformance.description import description_tests
from tests.conformance.evaluation import (
    FailureError,
    load,
    run_query,
    run_syntax,
    run_update,
    run_update_syntax,
)
from tests.conformance.exchange import graph_store_tests, protocol_tests, run_exchanges
from tests.conformance.manifest import FORMAT_FOLDERS, QUERY_FOLDERS, Suite
from tests.live_server import LiveServer

HERE = Path(__file__).parent
KNOWN = HERE / "known_failures.yml"

Case = tuple[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The tests of one suite: how many there are, and why some fail."""

    suite: str
    total: int
    failures: dict[str, str]

    @property
    def passed(self) -> int:
        return self.total - len(self.failures)


def suites_folder() -> Path | None:
    """Return where the W3C tests are, from W3C_TESTS or beside the checkout; None when they are not there."""
    place = os.environ.get("W3C_TESTS")
    folder = (HERE.parents[2] / "shared/w3c" if place is None else Path(place)).resolve()
    tests = folder / "sparql11"
    return tests if tests.is_dir() else None


def known_failures() -> dict[str, str]:
    """Return the names of the tests that are known to fail, and the cause of each."""
    known = yaml.safe_load(KNOWN.read_text(encoding="utf-8"))
    return {name: group["cause"] for group in known for name in group["tests"]}


def run_all(folder: Path, store: Path) -> Iterator[Outcome]:
    """Run every suite against a server over an empty store, and yield what came out."""
    suite = Suite(folder)
    with LiveServer(store) as server:
        yield _outcome(
            "protocol", [(t.name, partial(run_exchanges, server, t)) for t in protocol_tests(suite)]
        )
        graph_store = [(t.name, partial(run_exchanges, server, t)) for t in graph_store_tests(suite)]
        yield _outcome("graph store protocol", graph_store)
        checks = [(name, partial(check, server)) for name, check in description_tests()]
        yield _outcome("service description", checks)
        yield _outcome(
            "update evaluation", [(t.name, partial(run_update, server, t)) for t in suite.updates()]
        )
        server.update("DROP ALL")
        for title, folders in (("query evaluation", QUERY_FOLDERS), ("result formats", FORMAT_FOLDERS)):
            tests = list(suite.queries(folders))
            load(server, tests)
            yield _outcome(title, [(t.name, partial(run_query, server, t)) for t in tests])
        syntax = [(name, partial(run_syntax, server, text, valid)) for name, text, valid in suite.syntax()]
        yield _outcome("query syntax", syntax)
        updates = [
            (n, partial(run_update_syntax, server, text, valid)) for n, text, valid in suite.update_syntax()
        ]
        yield _outcome("update syntax", updates)


def _outcome(title: str, cases: Sequence[Case]) -> Outcome:
    failures = {}
    for name, run in cases:
        try:
            run()
        except FailureError as failure:
            failures[name] = str(failure)
    return Outcome(title, len(cases), failures)


def main() -> int:
    """Print a table and the failures with their causes; 1 when a failure is not a known one, or a known one passes."""
    folder = suites_folder()
    if folder is None:
        print("The W3C test suites are not here; W3C_TESTS says where they are.")
        return 0
    known = known_failures()
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for outcome in run_all(folder, Path(scratch) / "store"):
            print(f"{outcome.suite:<22}{outcome.passed:>5} of {outcome.total}", flush=True)
            failures |= outcome.failures
    for name in sorted(failures.keys() | known.keys()):
        if name not in failures:
            print(f"passes, and is listed as failing: {name}")
        elif name in known:
            print(f"{name}: {known[name]}")
        else:
            print(f"NOT KNOWN  {name}: {failures[name]}")
    return int(failures.keys() != known.keys())


if __name__ == "__main__":
    sys.exit(main())
