"""Datasets of the protocol and silent loads, written into the text of an update."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from cablegraph.queries.sparql import RefusedError, SparqlError, read_request
from cablegraph_server.writing.update_text import with_dataset, without_silent_loads

G, H = ox.NamedNode("http://a.example/g"), ox.NamedNode("http://a.example/h")
USING = "USING <http://a.example/g> USING NAMED <http://a.example/h>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"INSERT {{ ?s ?p 1 }} {USING} WHERE {{ ?s ?p ?o }}"),
        ("DELETE{?s ?p ?o}WHERE{?s ?p ?o}", f"DELETE{{?s ?p ?o}}{USING} WHERE{{?s ?p ?o}}"),
        ("DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 1 }} {USING} WHERE {{ ?s ?p ?o }}"),
        ("DELETE WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {USING} WHERE {{ ?s ?p ?o }}"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "INSERT DATA { <a:a> <a:b> <a:c> }"),
        ("CLEAR ALL ; DROP GRAPH <a:g>", "CLEAR ALL ; DROP GRAPH <a:g>"),
        ("PREFIX e: <a:> INSERT {} WHERE {} ; PREFIX f: <b:> DELETE WHERE { ?s f:p ?o } ;", f"PREFIX e: <a:> INSERT {{}} {USING} WHERE {{}} ; PREFIX f: <b:> DELETE {{ ?s f:p ?o }} {USING} WHERE {{ ?s f:p ?o }} ;"),
        ('INSERT { ?s ?p "WHERE ;" } WHERE { { SELECT * WHERE { ?s ?p ?o ; ?q ?r } } }', f'INSERT {{ ?s ?p "WHERE ;" }} {USING} WHERE {{ {{ SELECT * WHERE {{ ?s ?p ?o ; ?q ?r }} }} }}'),
        ("", ""),
    ],
)  # fmt: skip
def test_the_dataset_stands_before_every_where(text: str, expected: str) -> None:
    assert with_dataset(text, [G], [H]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "INSERT {} USING <a:g> WHERE {}",
        "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL ; with <a:g> insert {} where {}",
        "DELETEWHERE { ?s ?p ?o }",
        "INSERTDATA { <a:a> <a:b> 1 }",
    ],
)
def test_what_conflicts_or_is_glued_is_refused(text: str) -> None:
    with pytest.raises(SparqlError):
        with_dataset(text, [G], [])


def test_the_engine_reads_what_comes_out() -> None:
    store = ox.Store()
    store.update(
        "INSERT DATA { GRAPH <http://a.example/g> { <a:a> <a:b> 1 } GRAPH <http://a.example/x> { <a:a> <a:b> 2 } }"
    )
    store.update(with_dataset("INSERT { <a:a> <a:c> ?o } WHERE { ?s ?p ?o }", [G], []))
    store.update(with_dataset("INSERT { <a:a> <a:d> ?g } WHERE { GRAPH ?g { ?s ?p ?o } }", [], [G]))
    found = {
        (q.predicate.value, str(q.object))
        for q in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    }
    assert found == {("a:c", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>'), ("a:d", str(G))}
    store.update(with_dataset("DELETE WHERE { ?s ?p ?o }", [ox.NamedNode("http://a.example/x")], []))
    assert len(list(store.quads_for_pattern(None, None, None, G))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "LOAD SILENT <http://a.example/d>",
        "load silent <http://a.example/d> INTO GRAPH <http://a.example/g>",
        "LOAD SILENT :d",
        "PREFIX e: <a:> LOAD SILENT e:d ; CLEAR SILENT GRAPH e:g ; LOAD SILENT <a:x>\nINTO GRAPH <a:y>",
    ],
)
def test_a_silent_load_does_nothing(text: str) -> None:
    left = without_silent_loads(text)
    read_request(left)
    ox.Store().update(left)
    assert left.count("\n") == text.count("\n")
    assert "load" not in left.lower()


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://a.example/d>",
        "LOAD SILENT <http://a.example/d> INTO <http://a.example/g>",
        "LOADSILENT <http://a.example/d>",
        "LOAD SILENT<http://a.example/d>INTO GRAPH<http://a.example/g>LOAD <http://a.example/d>",
        "LOAD SILENT <http://a.example/d> ; LOAD <http://a.example/d>",
        "LOAD SILENTe:d",
        "INSERT DATA { <a:a> <a:b> 1 LOAD SILENT <a:d> }",
        "CLEAR ALL LOAD SILENT <a:d>",
        "INSERT {} WHERE { SERVICE SILENT <a:d> {} }",
    ],
)
def test_every_other_load_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        read_request(without_silent_loads(text))


def test_no_escape_hides_a_load() -> None:
    with pytest.raises(SparqlError):
        read_request(without_silent_loads("L\\u004FAD SILENT <a:d>"))
