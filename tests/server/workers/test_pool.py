"""Workers: what they answer, what ends them, and who gets one."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.seeded_graph import seeded_quads

from cablegraph.store import Store, published_copy
from cablegraph_ontology.terms import PREFIXES
from cablegraph_server.workers.answers import Answers, OverdueError, what_ended
from cablegraph_server.workers.frames import Cause, Kind
from cablegraph_server.workers.job import Job
from cablegraph_server.workers.nursery import Settings
from cablegraph_server.workers.pool import BusyError, GoneError, Pool, StoppingError
from cablegraph_server.workers.tickets import Hurry
from cablegraph_server.workers.worker import Worker, WorkerEndedError, WorkerFailedError

MEMORY = 200_000_000
ENDLESS = "SELECT (COUNT(*) AS ?n{}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
TRIPLE = "<http://a.example/s> <http://a.example/p> <http://a.example/{}> .\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "kg"
    with Store.open(path) as store:
        store.oxigraph.bulk_load("\n".join(seeded_quads(500, 7)), ox.RdfFormat.N_QUADS)
        return store.publish()


@pytest.fixture(scope="module")
def pool(folder: Path) -> Iterator[Pool]:
    running = Pool(2, 3, Settings(MEMORY, change_user=False), lambda: str(folder))
    yield running
    running.stop()


def job(folder: Path, query: str, **changed: object) -> Job:
    fields: dict[str, object] = {
        "folder": str(folder),
        "query": query,
        "base": None,
        "prefixes": dict(PREFIXES),
        "union": True,
        "default_graphs": None,
        "named_graphs": [],
        "media_type": "text/csv",
        "is_graph": False,
        "most_rows": 1000,
        "most_bytes": 1_000_000,
    }
    return Job(**fields | changed)  # type: ignore[arg-type]


def answers(pool: Pool, wanted: Job, seconds: float = 20.0, gone: threading.Event | None = None) -> Answers:
    key, until = hash(wanted.query), time.monotonic() + seconds
    is_gone = (lambda: False) if gone is None else gone.is_set
    return Answers(pool, Kind.ANSWER, wanted.encode(), key, until, is_gone)


def settled(pool: Pool) -> bool:
    """Wait until nothing runs and all workers are there."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        numbers = pool.numbers()
        if numbers.running == numbers.waiting == 0 and numbers.alive == 8:
            return True
        time.sleep(0.02)
    return False


def test_it_answers(pool: Pool, folder: Path) -> None:
    assert b"".join(answers(pool, job(folder, "SELECT (1 + 1 AS ?n) {}"))) == b"n\r\n2\r\n"


def test_a_large_answer_arrives_whole(pool: Pool, folder: Path) -> None:
    wanted = job(folder, "SELECT * { ?s ?p ?o }", most_rows=10**9, most_bytes=10**9)
    data = b"".join(answers(pool, wanted))
    assert data.count(b"\n") > 10_000
    assert data.endswith(b"\r\n")


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        ({"query": "SELECT * { ?s ?p ?o }"}, Cause.ROWS),
        ({"query": "SELECT * { ?s ?p ?o } LIMIT 1001"}, Cause.ROWS),
        (
            {"query": "CONSTRUCT WHERE { ?s ?p ?o }", "media_type": "text/turtle", "is_graph": True},
            Cause.ROWS,
        ),
        ({"query": "SELECT * { ?s ?p ?o } LIMIT 900", "most_bytes": 10_000}, Cause.BYTES),
        ({"query": "SELECT * {"}, Cause.INVALID),
        ({"folder": "/nowhere"}, Cause.GONE),
    ],
)
def test_a_limit_is_an_error(pool: Pool, folder: Path, changed: dict[str, object], cause: Cause) -> None:
    wanted = job(**{"folder": folder, "query": "ASK {}"} | changed)  # type: ignore[arg-type]
    with pytest.raises(WorkerFailedError) as caught:
        b"".join(answers(pool, wanted))
    assert caught.value.failure.cause is cause
    assert settled(pool)


@pytest.mark.parametrize(
    "query", ["SELECT * { ?s ?p ?o } LIMIT 1000", "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 1000"]
)
def test_at_the_limit_is_within_it(pool: Pool, folder: Path, query: str) -> None:
    graph = query.startswith("CONSTRUCT")
    wanted = job(folder, query, is_graph=graph, media_type="application/n-triples" if graph else "text/csv")
    assert b"".join(answers(pool, wanted)).count(b"\n") == (1000 if graph else 1001)


def test_an_endless_query_is_killed_in_time(pool: Pool, folder: Path) -> None:
    began = time.monotonic()
    with pytest.raises(OverdueError):
        b"".join(answers(pool, job(folder, ENDLESS.format("")), 0.5))
    assert 0.5 <= time.monotonic() - began < 2.0
    assert settled(pool)


def test_too_much_memory_ends_the_worker_only(pool: Pool, folder: Path) -> None:
    hungry = 'SELECT * { BIND("x" AS ?x0) ' + "".join(
        f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1}) " for n in range(34)
    )
    with pytest.raises(WorkerEndedError) as caught:
        b"".join(answers(pool, job(folder, hungry + "}")))
    assert caught.value.code == -signal.SIGABRT
    assert what_ended(caught.value).cause is Cause.MEMORY
    assert settled(pool)


def test_a_client_that_goes_away_frees_its_worker(pool: Pool, folder: Path) -> None:
    gone = threading.Event()
    threading.Timer(0.3, gone.set).start()
    with pytest.raises(GoneError):
        b"".join(answers(pool, job(folder, ENDLESS.format("gone")), 20, gone))
    assert settled(pool)


def test_an_answer_that_is_not_read_to_its_end_frees_its_worker(pool: Pool, folder: Path) -> None:
    begun = answers(pool, job(folder, "SELECT * { ?s ?p ?o . ?a ?b ?c }", most_rows=10**9, most_bytes=10**9))
    assert next(iter(begun))
    begun.close()
    begun.close()
    assert settled(pool)


def test_short_queries_pass_long_ones_and_too_many_are_sent_away(pool: Pool, folder: Path) -> None:
    ends: list[str] = []

    def endless(number: int) -> None:
        try:
            b"".join(answers(pool, job(folder, ENDLESS.format(number)), 3.0))
        except Exception as error:
            ends.append(type(error).__name__)

    threads = [threading.Thread(target=endless, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    took = []
    for number in range(20):
        began = time.monotonic()
        b"".join(answers(pool, job(folder, f"SELECT ({number} AS ?n) {{}}")))
        took.append(time.monotonic() - began)
    for thread in threads:
        thread.join()
    assert sorted(took)[-2] < 0.5
    # Two run and three wait, until their time is up; the others are sent away.
    assert ends.count(OverdueError.__name__) >= 2
    assert ends.count(BusyError.__name__) >= 3
    assert len(ends) == ends.count(OverdueError.__name__) + ends.count(BusyError.__name__) == 8
    assert settled(pool)


def test_killed_workers_are_replaced(pool: Pool, folder: Path) -> None:
    assert settled(pool)
    victims = [worker.pid for worker in pool._workers]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    assert b"".join(answers(pool, job(folder, "SELECT (1 AS ?n) {}"))).endswith(b"1\r\n")
    time.sleep(0.5)
    assert settled(pool)
    assert not {worker.pid for worker in pool._workers} & set(victims)


def test_the_process_that_makes_workers_is_replaced(pool: Pool, folder: Path) -> None:
    assert settled(pool)
    pool._nursery._process.kill()
    pool._nursery._process.wait()
    time.sleep(1.0)
    assert settled(pool)
    assert b"".join(answers(pool, job(folder, "SELECT (1 AS ?n) {}"))).endswith(b"1\r\n")


def test_idle_workers_turn_to_a_new_generation(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.replace("http://a.example/g", TRIPLE.format(1))
        current = [store.publish()]
        pool = Pool(1, 1, Settings(MEMORY, change_user=False), lambda: str(current[0]))
        try:
            store.replace("http://a.example/g", TRIPLE.format(1) + TRIPLE.format(2))
            current[0] = store.publish()
            count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
            assert b"".join(answers(pool, job(current[0], count))) == b"n\r\n2\r\n"
            time.sleep(1.0)
            files = [file for worker in pool._workers for file in Path(f"/proc/{worker.pid}/fd").iterdir()]
            opened = {str(file.readlink()) for file in files}
            assert not any("/000001/" in path for path in opened)
            assert any("/000002/" in path for path in opened)
        finally:
            pool.stop()
    assert published_copy(tmp_path / "kg", 2) == current[0]


def test_a_stopped_pool_answers_nobody(folder: Path) -> None:
    pool = Pool(1, 3, Settings(MEMORY, change_user=False), lambda: str(folder))
    pids = [worker.pid for worker in pool._workers]
    ends: list[str] = []

    def endless() -> None:
        try:
            b"".join(answers(pool, job(folder, ENDLESS.format("")), 30))
        except StoppingError:
            ends.append("told")

    threads = [threading.Thread(target=endless) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    pool.stop()
    for thread in threads:
        thread.join(5)
    assert ends == ["told"] * 3
    with pytest.raises(StoppingError):
        b"".join(answers(pool, job(folder, "ASK {}")))
    time.sleep(0.2)
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_a_pool_stops_while_a_query_gives_its_worker_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread of a query that ends takes its worker out of the set that is looked over."""
    pool = Pool(2, 3, Settings(MEMORY, change_user=False), lambda: str(folder))
    until = time.monotonic() + 10
    while len(pool._workers) < 2 and time.monotonic() < until:
        time.sleep(0.02)
    leaving = list(pool._workers)
    assert len(leaving) > 1

    def given_back(_worker: Worker) -> bool:
        pool._workers.difference_update(leaving)
        return True

    with monkeypatch.context() as patched:
        patched.setattr(Worker, "is_buried", given_back)
        pool.stop()
    assert all(worker.is_buried() for worker in leaving)


def test_workers_give_up_what_they_do_not_need(pool: Pool) -> None:
    for worker in list(pool._workers):
        limits = Path(f"/proc/{worker.pid}/limits").read_text(encoding="ascii")
        assert "Max file size             0 " in limits
        environment = Path(f"/proc/{worker.pid}/environ").read_bytes()
        assert b"TOKEN" not in environment
        if pool.isolation.network:
            assert Path(f"/proc/{worker.pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def test_queries_are_ended_early_only_while_that_pays() -> None:
    hurry = Hurry()
    assert hurry.pays()
    hurry.note(long=False)
    assert not hurry.pays()
    hurry.note(long=True)
    assert hurry.pays()
    for _ in range(100):
        hurry.note(long=False)
    for _ in range(4):
        assert not hurry.pays()
        hurry.note(long=True)
    assert hurry.pays()
