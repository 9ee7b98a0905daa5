"""The W3C suites over HTTP: at least the figures below, and no failure that is not listed with its cause."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conformance.runner import known_failures, run_all, suites_folder

# What must pass, of how many. Raise a figure when it rises; lower none without a reason beside it.
FLOORS = {
    "protocol": (34, 34),
    "graph store protocol": (13, 13),
    "service description": (3, 3),
    "update evaluation": (94, 94),
    "query evaluation": (223, 225),
    "result formats": (10, 10),
    "query syntax": (103, 103),
    "update syntax": (55, 55),
}


def test_the_suites(tmp_path: Path) -> None:
    folder = suites_folder()
    if folder is None:
        pytest.skip("the W3C test suites are not here; W3C_TESTS says where they are")
    outcomes = {outcome.suite: outcome for outcome in run_all(folder, tmp_path / "store")}
    failures = {name: why for outcome in outcomes.values() for name, why in outcome.failures.items()}
    assert {n: why for n, why in failures.items() if n not in known_failures()} == {}
    assert known_failures().keys() - failures.keys() == set()
    assert {name: (outcome.passed, outcome.total) for name, outcome in outcomes.items()} == FLOORS
