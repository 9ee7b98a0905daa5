"""Every attack ends in time and with a right status, beside lookups that stay quick; nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.server.hostile.attacks import OPTIONS, SECONDS, attacks, query
from tests.server.hostile.beside import Lookups
from tests.server.hostile.footprint import Footprint, footprint
from tests.server.hostile.listener import Listener
from tests.server.hostile.server import Running, ask, has_last_chunk, make_graph, running
from tests.server.hostile.storm import Outcome, faults, storm

SLACK_SECONDS = 0.15
"""What the server may take beyond its deadline."""
NOISE_SECONDS = 2.0
"""What a machine that runs other tests may add. `make hostile` measures on a quiet one."""
LOOKUP_SECONDS = 1.0
"""What a lookup may take beside the attacks in a test; `make hostile` says what it really takes."""

NAMES = [attack.name for attack in attacks(1)]


@dataclass(frozen=True, slots=True)
class Report:
    """What two rounds of all attacks did to a server."""

    server: Running
    outcomes: dict[str, list[Outcome]]
    before: Footprint
    after: Footprint
    lookups: Lookups
    calls: int


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Report]:
    folder = tmp_path_factory.mktemp("hostile")
    make_graph(folder / "kg", 1000)
    with running(folder / "kg", *OPTIONS, log=folder / "log") as server, Listener() as listener:
        everything = attacks(listener.port)
        first = storm(server.port, everything, clients=4)
        before = footprint(server.process.pid)
        with Lookups(server.port) as lookups:
            second = storm(server.port, everything, clients=4)
        after = footprint(server.process.pid)
        outcomes = {one.attack.name: [one, other] for one, other in zip(first, second, strict=True)}
        yield Report(server, outcomes, before, after, lookups, listener.calls)


def test_the_set_is_large_and_each_name_stands_for_one() -> None:
    assert len(NAMES) >= 100
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_ends_rightly_and_in_time(report: Report, name: str) -> None:
    for outcome in report.outcomes[name]:
        assert faults(outcome) == []
        assert outcome.answer.seconds < SECONDS + SLACK_SECONDS + NOISE_SECONDS


def test_lookups_beside_them_stay_quick(report: Report) -> None:
    # On a machine that is busy with other things, one in fifty may meet its deadline.
    assert len(report.lookups.failed) <= len(report.lookups.seconds) // 50, report.lookups.failed
    assert len(report.lookups.seconds) > 50
    assert report.lookups.percentile(0.99) < LOOKUP_SECONDS


def test_nothing_is_left_behind(report: Report) -> None:
    assert report.after.processes <= report.before.processes
    assert report.after.files <= report.before.files + 10
    assert report.after.memory <= report.before.memory + 50_000_000
    assert ask(report.server.port, query("ASK {}")).status == 200


def test_nobody_was_called(report: Report) -> None:
    assert report.calls == 0


def test_the_log_has_no_traceback_and_no_token(report: Report) -> None:
    log = report.server.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert "0123456789abcdef0123456789abcdef" not in log
    assert log.count('"message": "request"') > len(NAMES)


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        (b"7\r\na,b,0\r\n\r\n", False),
        (b"7\r\na,b,0\r\n\r\n0\r\n\r\n", True),
        (b"0\r\n\r\n", True),
        (b"9\r\na,b", False),
    ],
)
def test_only_the_last_chunk_ends_an_answer(body: bytes, whole: bool) -> None:
    assert has_last_chunk(body) is whole
