"""The store on disk: one writer, whole replacements, copies for readers, plain errors."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from cablegraph.queries.sparql import RefusedError
from cablegraph.queries.sparql_tokens import SparqlError
from cablegraph.store import Store, StoreBusyError, StoreError

GRAPH = "https://example.org/g"
ONE = "<https://example.org/a> <https://example.org/p> <https://example.org/b> .\n"
TWO = "<https://example.org/a> <https://example.org/p> <https://example.org/c> .\n"


def objects(store: Store, query: str = "SELECT ?o { ?s ?p ?o } ORDER BY ?o") -> list[str]:
    result = store.query(query)
    assert isinstance(result, ox.QuerySolutions)
    return [solution["o"].value.rsplit("/", 1)[-1] for solution in result]


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    """Run Python code in a process of its own."""
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


HOLD = """
    import sys
    from cablegraph.store import Store
    store = Store.open(sys.argv[1])
    store.replace("https://example.org/g", "<a:a> <a:b> <a:c> .")
    print("open", flush=True)
    sys.stdin.read()
    store.close()
"""


def test_a_graph_is_replaced_as_a_whole() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE)
        assert objects(store) == ["b"]
        store.replace(GRAPH, ONE + TWO)
        assert objects(store) == ["b", "c"]
        store.replace(GRAPH, TWO)
        assert objects(store) == ["c"]
        store.replace(GRAPH, "")
        assert objects(store) == []
        assert list(store.oxigraph.named_graphs()) == []


def test_remove_takes_one_graph_away_and_may_be_repeated() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE)
        store.replace("https://example.org/h", TWO)
        store.remove(GRAPH)
        store.remove(GRAPH)
        assert objects(store) == ["c"]


BAD_TRIPLES = [
    ("<a:a> <a:b> <a:c> . } } ; DROP ALL #", "Not N-Triples"),
    ("<a:a> <a:b> _:c .", "blank node"),
    ("<not absolute> <a:b> <a:c> .", "Not N-Triples"),
    ("<a:a> <a:b> <a:c>", "Not N-Triples"),
]


@pytest.mark.parametrize(("triples", "message"), BAD_TRIPLES)
def test_bad_triples_change_nothing(triples: str, message: str) -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE)
        with pytest.raises(StoreError, match=message):
            store.replace(GRAPH, triples)
        assert objects(store) == ["b"]


HOSTILE_TEXTS = [
    r"\u0022 } } ; DROP ALL #",
    '" } } ; DROP ALL #',
    "\x00\x01\x1f\x7f\x85\u2028\ufffe\uffff",
    "\\" * 1001,
]


@pytest.mark.parametrize("value", HOSTILE_TEXTS)
def test_text_cannot_leave_its_literal_when_a_graph_is_exchanged(value: str) -> None:
    from cablegraph.ntriples import text

    with Store.memory() as store:
        store.replace("https://example.org/h", TWO)
        for number in range(2):  # the second time goes through an update
            store.replace(GRAPH, f"<a:a> <a:b> {text(value)} .\n<a:a> <a:n> {text(str(number))} .\n")
            assert objects(store, "SELECT ?o { ?s <a:b> ?o }") == [value.rsplit("/", 1)[-1]]
        assert objects(store, "SELECT ?o { ?s <https://example.org/p> ?o }") == ["c"]


def test_the_default_graph_is_the_union_unless_the_query_names_graphs() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE)
        store.replace("https://example.org/h", TWO)
        assert objects(store) == ["b", "c"]
        assert objects(store, f"SELECT ?o FROM <{GRAPH}> {{ ?s ?p ?o }}") == ["b"]
        assert objects(store, f"SELECT*FROM<{GRAPH}>{{?s ?p ?o}}") == ["b"]
        assert objects(store, f"SELECT ?o {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}") == ["b"]


def test_prefixes_are_known_and_may_be_declared_otherwise() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, "<a:a> <https://w3id.org/cablegraph/ns#cue> <a:b> .")
        assert objects(store, "SELECT ?o { ?s kg:cue ?o }") == ["a:b"]
        assert objects(store, "PREFIX kg: <x:> SELECT ?o { ?s kg:cue ?o }") == []
        assert bool(store.query("ASK { ?s kg:cue ?o }"))


def test_errors_of_a_query_say_where() -> None:
    with Store.memory() as store:
        with pytest.raises(SparqlError) as caught:
            store.query("SELECT ?x {\n  ?x kb:cue ?y\n}")
        assert (caught.value.line, caught.value.column) == (2, 6)
        assert "prefix kb: is not declared" in caught.value.message
        with pytest.raises(RefusedError, match="SERVICE"):
            store.query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
        with pytest.raises(SparqlError, match="found an update"):
            store.query("CLEAR ALL")


def test_rdflib_reads_the_same_graph() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE)
        a, p, b = (rdflib.URIRef(f"https://example.org/{name}") for name in "apb")
        assert list(store.dataset.triples((None, None, None))) == [(a, p, b)]
        store.dataset.graph(rdflib.URIRef("https://example.org/h")).add((a, p, a))
        assert objects(store) == ["a", "b"]
        assert dict(store.dataset.namespaces())["kg"] == rdflib.URIRef("https://w3id.org/cablegraph/ns#")


def test_a_closed_graph_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "kg")
    assert store.dataset is not None
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query("ASK {}")
    assert not (tmp_path / "kg" / "owner.json").exists()
    Store.open(tmp_path / "kg").close()


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with Store.open(tmp_path), pytest.raises(StoreBusyError, match=str(os.getpid())):
        Store.open(tmp_path)
    holder = start(HOLD, str(tmp_path))
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    with pytest.raises(StoreBusyError, match=rf"process {holder.pid} \(-c .*\), since 2") as caught:
        Store.open(tmp_path)
    assert "read the published copy" in str(caught.value)
    (tmp_path / "owner.json").write_text("not JSON")
    with pytest.raises(StoreBusyError, match="another process"):
        Store.open(tmp_path)
    holder.communicate("")
    with Store.open(tmp_path) as store:
        assert objects(store) == ["a:c"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_writer_leaves_a_graph_that_opens(tmp_path: Path) -> None:
    holder = start(HOLD, str(tmp_path))
    assert holder.stdout is not None and holder.stdout.readline() == "open\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert json.loads((tmp_path / "owner.json").read_text())["pid"] == holder.pid
    with Store.open(tmp_path) as store:
        assert objects(store) == ["a:c"]
        assert json.loads((tmp_path / "owner.json").read_text())["pid"] == os.getpid()


def test_a_dataset_in_use_keeps_the_graph_open_and_the_error_says_so(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    dataset = store.dataset
    store.close()
    with pytest.raises(StoreBusyError, match="still open in this process"):
        Store.open(tmp_path)
    assert len(dataset) == 0


def test_published_copies_are_numbered_kept_and_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no graph in"):
        Store.open_published(tmp_path / "nowhere")
    with Store.open(tmp_path) as store:
        with pytest.raises(StoreError, match="Nothing was published yet"):
            Store.open_published(tmp_path)
        store.replace(GRAPH, ONE)
        assert store.publish() == tmp_path / "published" / "000001"
        reader = Store.open_published(tmp_path)
        store.replace(GRAPH, TWO)
        assert (reader.generation, objects(reader)) == (1, ["b"])
        for _ in range(4):
            store.publish()
        assert store.generation == 5
        assert objects(reader) == ["b"]
        assert sorted(p.name for p in (tmp_path / "published").iterdir()) == ["000003", "000004", "000005"]
        newest = Store.open_published(tmp_path)
        assert (newest.generation, objects(newest)) == (5, ["c"])
        with pytest.raises(StoreError, match="opened from a folder for writing"):
            newest.publish()
        with pytest.raises(StoreError):
            newest.replace(GRAPH, ONE)
    with Store.open(tmp_path) as store:
        assert store.generation == 5


def test_an_interrupted_publish_is_not_used(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.replace(GRAPH, ONE)
        store.publish()
        (tmp_path / "published" / "000002.partial").mkdir()
        (tmp_path / "current.partial").write_text("9")
        assert Store.open_published(tmp_path).generation == 1
        store.publish()
        assert sorted(p.name for p in (tmp_path / "published").iterdir()) == ["000001", "000002"]
        (tmp_path / "published" / "000003").mkdir()  # made, but not yet named as the current one
        assert Store.open_published(tmp_path).generation == 2
        assert store.publish().name == "000004"
    (tmp_path / "current").write_text("../elsewhere")
    with pytest.raises(StoreError, match="does not name a published copy"):
        Store.open_published(tmp_path)


def test_a_file_in_place_of_a_folder_is_a_plain_error(tmp_path: Path) -> None:
    (tmp_path / "kg").write_text("")
    with pytest.raises(StoreError, match="it is a file, not a folder"):
        Store.open(tmp_path / "kg")


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits are a Unix matter")
def test_a_full_disk_is_a_plain_error_and_loses_nothing(tmp_path: Path) -> None:
    code = """
        import resource, sys
        from cablegraph.store import Store, StoreError
        store = Store.open(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        done = 0
        try:
            for done in range(50):
                store.replace(f"https://example.org/{done}", f'<a:{done}> <a:b> "{"x" * 50_000}" .')
        except StoreError as error:
            print(done, error)
    """
    out, _ = start(code, str(tmp_path)).communicate()
    count, message = out.split(" ", 1)
    assert message.startswith("Cannot write to the graph: the system allows no larger files.")
    with Store.open(tmp_path) as store:
        assert len(store.oxigraph) == int(count)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other permissions on Windows")
def test_a_folder_without_permission_is_a_plain_error(tmp_path: Path) -> None:
    folder = tmp_path / "kg"
    folder.mkdir(mode=0o500)
    code = """
        import os, sys
        from cablegraph.store import Store, StoreError
        if os.geteuid() == 0:
            os.seteuid(65534)
        try:
            Store.open(sys.argv[1])
        except StoreError as error:
            print(error)
    """
    out, _ = start(code, str(folder)).communicate()
    assert out.startswith("Cannot open the graph in") and out.endswith(": permission denied.\n")


def test_sizes_and_articles() -> None:
    kg, a = "https://w3id.org/cablegraph/ns#", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    rows = (
        f'<a:1> {a} <{kg}Article> .\n<a:1> <{kg}inputs> "f1" .\n'
        '<a:1> <http://purl.org/dc/terms/identifier> "two.txt" .\n'
        '<a:1> <http://purl.org/dc/terms/identifier> "one.txt" .\n'
        f"<a:2> {a} <{kg}RoleClaim> .\n<a:3> {a} <{kg}RoleClaim> .\n"
    )
    with Store.memory() as store:
        store.replace(GRAPH, rows)
        assert list(store.articles()) == [("one.txt", "a:1", "f1"), ("two.txt", "a:1", "f1")]
        assert store.sizes().quads == 6
        assert store.sizes().things == {"Article": 1, "RoleClaim": 2}


def test_compacting_keeps_everything(tmp_path: Path) -> None:
    with Store.open(tmp_path / "kg") as store:
        store.replace(GRAPH, ONE + TWO)
        before = sorted(map(str, store.oxigraph))
        store.compact()
        assert before and sorted(map(str, store.oxigraph)) == before


def test_a_graph_in_memory_is_compact() -> None:
    with Store.memory() as store:
        store.replace(GRAPH, ONE + TWO)
        store.compact()
        assert len(store.oxigraph) > 0
