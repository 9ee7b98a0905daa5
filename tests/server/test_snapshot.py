"""What is computed once for a generation, and when another generation is opened."""

from __future__ import annotations

import threading
from pathlib import Path

import pyoxigraph
import pytest

from cablegraph.store import Store
from cablegraph_server import source
from cablegraph_server.problems import ProblemError
from cablegraph_server.snapshot import REMEMBERED, Snapshot
from cablegraph_server.source import Published

TRIPLE = "<http://a.example/s> <http://a.example/p> <http://a.example/{}> .\n"


def test_threads_wait_for_one_computation() -> None:
    snapshot = Snapshot(pyoxigraph.Store(), "1")
    calls: list[int] = []
    started = threading.Barrier(4)

    def compute() -> int:
        calls.append(1)
        return 7

    results: list[int] = []

    def ask() -> None:
        started.wait()
        results.append(snapshot.once("key", compute))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [7] * 4
    assert len(calls) == 1


def test_a_failure_is_not_remembered() -> None:
    snapshot = Snapshot(pyoxigraph.Store(), "1")
    with pytest.raises(ZeroDivisionError):
        snapshot.once("key", lambda: 1 // 0)
    assert snapshot.once("key", lambda: 5) == 5


def test_only_the_recent_is_kept() -> None:
    snapshot = Snapshot(pyoxigraph.Store(), "1")
    for n in range(REMEMBERED + 1):
        snapshot.recent(n, lambda n=n: n)  # type: ignore[misc]
    assert snapshot.recent(0, lambda: -1) == -1
    assert snapshot.recent(REMEMBERED, lambda: -1) == REMEMBERED


def test_a_new_generation_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SECONDS_BETWEEN_CHECKS", 0.0)
    published = Published(tmp_path)
    with pytest.raises(ProblemError, match="Nothing has been published"):
        published.current()
    with Store.open(tmp_path) as store:
        store.replace("http://a.example/g", TRIPLE.format(1))
        store.publish()
        first = published.current()
        assert published.current() is first
        store.replace("http://a.example/g", TRIPLE.format(1) + TRIPLE.format(2))
        assert published.current() is first
        store.publish()
        second = published.current()
    assert second.generation != first.generation
    assert (len(first.oxigraph), len(second.oxigraph)) == (1, 2)


def test_a_broken_pointer_keeps_the_old_generation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SECONDS_BETWEEN_CHECKS", 0.0)
    with Store.open(tmp_path) as store:
        store.replace("http://a.example/g", TRIPLE.format(1))
        store.publish()
    published = Published(tmp_path)
    first = published.current()
    (tmp_path / "current").write_text("nonsense", encoding="ascii")
    assert published.current() is first
    (tmp_path / "current").unlink()
    assert published.current() is first


def test_the_small_file_is_not_read_all_the_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path) as store:
        store.publish()
    published = Published(tmp_path)
    reads: list[int] = []
    newest = published._newest

    def counted(known: Snapshot | None) -> Snapshot:
        reads.append(1)
        return newest(known)

    monkeypatch.setattr(published, "_newest", counted)
    for _ in range(100):
        published.current()
    assert len(reads) <= 2
