"""Building: only what changed is read, the bytes are always the same, and an interrupted build loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from cablegraph import workers
from cablegraph.build import Summary, build
from cablegraph.model import Article, Note, Read, Skipped
from cablegraph.pipeline import Pipeline
from cablegraph.read import read
from cablegraph.store import Store
from cablegraph_ontology.terms import DCT

ARTICLES = Path(__file__).parents[1] / "articles"


@pytest.fixture(scope="module")
def samples() -> list[Article]:
    found = [item for item in read([str(ARTICLES)]) if isinstance(item, Article)]
    assert len(found) >= 12
    return found[:5]


def nquads(store: Store) -> bytes:
    """The graph as sorted lines."""
    data = store.oxigraph.dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return b"\n".join(sorted(data.splitlines()))


def documents(store: Store) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for document, iri, _ in store.articles():
        found.setdefault(iri, set()).add(document)
    return found


def built(items: Iterable[Read]) -> tuple[Store, Summary]:
    store = Store.memory()
    return store, build(items, store)


def test_a_second_build_reads_nothing(samples: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    store, first = built(samples)
    before = nquads(store)
    assert first.new == len(samples) and first.roles > 0 and first.stances > 0

    def never(*_: object) -> object:
        raise AssertionError("an unchanged article was read again")

    monkeypatch.setattr(workers, "_extract", never)
    second = build(samples, store)
    assert second.unchanged == len(samples)
    assert second.new == second.changed == second.roles == 0
    assert nquads(store) == before


def test_order_of_the_input_does_not_matter(samples: list[Article]) -> None:
    one, _ = built(samples)
    other, _ = built(reversed(samples))
    assert nquads(one) == nquads(other)


def test_building_in_steps_gives_the_same_graph(samples: list[Article]) -> None:
    whole, _ = built(samples)
    store, _ = built(samples[:2])
    build(samples, store)
    assert nquads(store) == nquads(whole)


def test_a_changed_article_replaces_the_old_one(samples: list[Article]) -> None:
    store, _ = built(samples)
    changed = replace(
        samples[0], text=samples[0].text + "\n\nThe ministers will meet again in the spring of next year."
    )
    summary = build([changed, *samples[1:]], store)
    assert (summary.changed, summary.unchanged, summary.removed) == (1, len(samples) - 1, 1)
    fresh, _ = built([changed, *samples[1:]])
    assert nquads(store) == nquads(fresh)


def test_the_same_text_under_two_names_is_one_article(samples: list[Article]) -> None:
    copy = replace(samples[0], document="zzz-copy.txt", publisher="Another Paper")
    for order in ([samples[0], copy], [copy, samples[0]]):
        store, _ = built(order)
        [names] = documents(store).values()
        assert names == {samples[0].document, "zzz-copy.txt"}
        # Metadata are those of the document that comes first by name, whatever the order.
        assert nquads(store) == nquads(built([samples[0], copy])[0])
        again = build(order, store)
        assert again.unchanged == 2 and not again.new and not again.changed


def test_prune_removes_what_is_no_longer_given(samples: list[Article]) -> None:
    store, _ = built(samples)
    kept = build(samples[:2], store)
    assert kept.removed == 0 and len(documents(store)) == len(samples)
    pruned = build(samples[:2], store, prune=True)
    assert pruned.removed == len(samples) - 2
    assert nquads(store) == nquads(built(samples[:2])[0])


def test_bad_input_is_counted_and_reported_and_stops_nobody(samples: list[Article]) -> None:
    seen: list[object] = []
    store = Store.memory()
    items: list[Read] = [Skipped("a.txt", "empty"), samples[0], Note("b:1", "no date")]
    summary = build(items, store, report=seen.append)
    assert (summary.skipped, summary.noted, summary.new) == (1, 1, 1)
    assert items[0] in seen and items[2] in seen


def test_a_fault_in_one_article_keeps_what_the_graph_had(
    samples: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, _ = built(samples[:2])
    before = nquads(store)
    real = workers._extract

    def faulty(article: Article, pipeline: Pipeline, run_iri: str) -> workers.Extracted | Skipped:
        if article.document == samples[0].document:
            return Skipped(article.document, "cannot be processed: a test")
        return real(article, pipeline, run_iri)

    monkeypatch.setattr(workers, "_extract", faulty)
    summary = build([replace(samples[0], title="Another title"), samples[1]], store)
    assert (summary.skipped, summary.changed, summary.unchanged) == (1, 0, 1)
    assert nquads(store) == before


def cablegraph(*arguments: str, seed: str = "0") -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from cablegraph_server.cli import main; main()", *arguments]
    environment = os.environ | {"PYTHONHASHSEED": seed}
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def exported(store: Path, out: Path) -> bytes:
    process = cablegraph("export", "--store", str(store), "--format", "nquads", str(out))
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out.read_bytes()


def test_two_processes_give_the_same_bytes_whatever_seed_and_jobs(tmp_path: Path) -> None:
    out = []
    for name, seed, jobs in (("a", "1", "1"), ("b", "2", "2")):
        process = cablegraph(
            "build", str(ARTICLES), "--store", str(tmp_path / name), "--jobs", jobs, seed=seed
        )
        _, errors = process.communicate(timeout=300)
        assert process.returncode == 0, errors
        out.append(exported(tmp_path / name, tmp_path / f"{name}.nq"))
    assert out[0] == out[1]
    assert len(out[0].splitlines()) > 1000


def slow_lines(folder: Path) -> Iterator[Path]:
    """Enough articles for a build that can be interrupted."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    for number in range(40):
        path = folder / f"{number:03}.txt"
        path.write_text(
            texts[number % len(texts)] + f"\n\nThe talks of round {number} will go on in the next week.\n"
        )
        yield path


def test_kill_9_leaves_whole_articles_and_the_next_build_does_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    paths = list(slow_lines(folder))
    store = tmp_path / "kg"
    process = cablegraph("build", str(folder), "--store", str(store))
    deadline = time.monotonic() + 120
    # Kill it while it writes: when the first files of the store have grown.
    while time.monotonic() < deadline and process.poll() is None:
        logs = list((store / "store").glob("*.log")) if (store / "store").is_dir() else []
        if any(log.stat().st_size > 50_000 for log in logs):
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "the build was over before it was killed"
    with Store.open(store) as opened:
        partial = documents(opened)
        assert 0 < len(partial) < len(paths)
        for iri in partial:
            graph = ox.NamedNode(iri)
            claims = {q.subject for q in opened.oxigraph.quads_for_pattern(None, None, None, graph)}
            identifier = opened.oxigraph.quads_for_pattern(
                graph, ox.NamedNode(DCT + "identifier"), None, graph
            )
            assert next(iter(identifier), None) is not None and len(claims) > 1
        again = build(read([str(folder)]), opened)
        assert again.unchanged == len(partial)
        assert again.new == len(paths) - len(partial)
    fresh = tmp_path / "fresh"
    process = cablegraph("build", str(folder), "--store", str(fresh))
    process.communicate(timeout=300)
    assert exported(store, tmp_path / "a.nq") == exported(fresh, tmp_path / "b.nq")


def test_a_store_that_another_process_writes_says_who(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg"):
        process = cablegraph("build", str(ARTICLES), "--store", str(tmp_path / "kg"))
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"process {os.getpid()}".encode() in errors
    assert b"Traceback" not in errors


def test_the_files_are_put_in_order_when_much_is_new(
    samples: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    compacted: list[Store] = []
    monkeypatch.setattr(Store, "compact", lambda store: compacted.append(store))
    store, _ = built(samples)
    assert compacted == [store]
    build(samples, store)
    assert compacted == [store], "nothing was new the second time"
