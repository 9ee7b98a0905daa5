"""The graph in one object, on the sample articles."""

from __future__ import annotations

import datetime
import doctest
import os
import pickle
import pydoc
import subprocess
import sys
import threading
from pathlib import Path

import networkx
import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib

import cablegraph
from cablegraph import (
    Article,
    KnowledgeGraph,
    MissingExtraError,
    Pipeline,
    Rows,
    SparqlError,
    StoreError,
    UnknownThingError,
)
from cablegraph import knowledge_graph as module
from cablegraph.export import OptionError
from cablegraph.reference import public_docstrings
from cablegraph.reviewing.evidence import Evidence
from cablegraph.store import StoreBusyError

TEXT = """Beijing objects to sanctions

BEIJING, 1 June 2009

Chinese Foreign Ministry spokesman Qin Gang said on Monday that China opposes sanctions on Iran.
"""


def article(name: str = "example", text: str = TEXT) -> dict[str, str]:
    return {"id": name, "text": text, "date": "2009-06-01", "publisher": "Northern Wire"}


# ------------------------------------------------------------------ the examples in the documentation
@pytest.mark.parametrize(
    "name",
    ["knowledge_graph", "parts", "pipeline", "export.from_tables", "research.rows", "reviewing.wording"],
)
def test_the_examples_in_the_docstrings_run(
    name: str, sample_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])
    found = __import__(f"cablegraph.{name}", fromlist=["_"])
    names: dict[str, object] = {"graph": sample_graph, "KnowledgeGraph": KnowledgeGraph}
    if name == "pipeline":
        example, pipeline = Article(document="example", text="China opposes sanctions on Iran."), Pipeline()
        names |= {"article": example, "pipeline": pipeline, "reading": pipeline.reading(example)}
    result = doctest.testmod(found, extraglobs=names | vars(found), optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


def public_methods() -> list[str]:
    return sorted(name for name in vars(KnowledgeGraph) if not name.startswith("_"))


@pytest.mark.parametrize(("name", "doc"), sorted(public_docstrings()))
def test_every_public_function_says_what_it_gives_and_has_an_example(name: str, doc: str) -> None:
    assert doc.splitlines()[0].rstrip(".,").count(" ") > 2, name
    assert ">>> " in doc, "an example that runs"


def test_help_reads_well() -> None:
    text = pydoc.plain(pydoc.render_doc(KnowledgeGraph))
    for name in public_methods():
        assert name in text
    assert "Unpack" in text and "object at 0x" not in text


def test_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, cablegraph\n"
        "assert not {'yaml', 'spacy', 'rdflib', 'pyoxigraph', 'pandas'} & set(sys.modules)\n"
        "from cablegraph.parts import annotate, clean, extract, read, resolve\n"
        "assert all(callable(step) for step in (annotate, clean, extract, read, resolve))\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = cablegraph.nonsense
    assert set(cablegraph.__all__) <= set(dir(cablegraph))
    assert all(getattr(cablegraph, name) is not None for name in cablegraph.__all__)


# ------------------------------------------------------------------ queries
def test_a_query_gives_typed_columns() -> None:
    with KnowledgeGraph() as graph:
        frame = graph.query(
            """SELECT * WHERE { VALUES (?day ?moment ?zoned ?n ?holed ?x ?mixed ?true ?text ?iri ?odd ?big) {
              ("2006-03-22"^^xsd:date "2006-03-22T10:00:00"^^xsd:dateTime "2006-03-22T10:00:00+02:00"^^xsd:dateTime
               1 2 0.5 1 true "a" kg:a "soon"^^xsd:date 99999999999999999999)
              ("1996-01-01"^^xsd:date UNDEF "2006-03-22T10:00:00Z"^^xsd:dateTime
               2 UNDEF 2 "one" false UNDEF kg:b UNDEF 1) } }"""
        )
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "day": "datetime64[us]", "moment": "datetime64[us]", "zoned": "datetime64[us, UTC]", "n": "int64",
        "holed": "float64", "x": "float64", "mixed": "object", "true": "bool", "text": "str", "iri": "str",
        "odd": "str", "big": "object",
    }  # fmt: skip
    first, second = (frame.iloc[place] for place in (0, 1))
    assert first.day == pd.Timestamp("2006-03-22") and first.zoned.hour == 8
    assert second.holed != second.holed, "NaN"
    assert pd.isna(second.moment) and pd.isna(second.text)
    assert list(frame.mixed) == [1, "one"] and first.odd == "soon" and first.big == 99999999999999999999


def test_an_empty_answer_keeps_its_columns(sample_graph: KnowledgeGraph) -> None:
    frame = sample_graph.query("SELECT ?a ?b { ?a kg:nothing ?b }")
    assert frame.shape == (0, 2) and list(frame) == ["a", "b"]
    assert sample_graph.query("SELECT * { }").shape[1] == 0


def test_without_pandas_tables_are_rows(
    sample_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "has", lambda name: name != "pandas")
    rows = sample_graph.tenures("International Atomic Energy Agency")
    assert isinstance(rows, Rows)
    assert isinstance(rows["seen_from"][0], datetime.date)
    assert set(rows["person"]) >= {"Mohamed ElBaradei", "Yukiya Amano"}
    assert next(rows.dicts())["agency"] == "International Atomic Energy Agency"
    assert rows[:1].columns == rows.columns and len(rows[:1]) == 1


def test_an_extra_that_is_missing_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    with KnowledgeGraph() as graph:
        monkeypatch.setitem(sys.modules, "igraph", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'cablegraph\[igraph\]'"):
            graph.to_igraph()
        monkeypatch.setitem(sys.modules, "pykeen.triples", None)
        with pytest.raises(MissingExtraError, match=r"pip install pykeen"):
            graph.to_pykeen()


def test_each_form_of_query_has_its_method(sample_graph: KnowledgeGraph) -> None:
    with pytest.raises(ValueError, match="ask"):
        sample_graph.query("ASK {}")
    with pytest.raises(ValueError, match="query"):
        sample_graph.ask("SELECT * {}")
    with pytest.raises(ValueError, match="ask"):
        sample_graph.construct("ASK {}")
    with pytest.raises(SparqlError, match="line 1"):
        sample_graph.query("SELECT ?x WHERE { ?x nope:a ?y }")
    with pytest.raises(SparqlError):
        sample_graph.query("DELETE WHERE { ?a ?b ?c }")


def test_construct_gives_a_graph_of_rdflib_and_the_dataset_is_the_graph(sample_graph: KnowledgeGraph) -> None:
    found = sample_graph.construct("CONSTRUCT { ?s kg:opposes ?o } WHERE { ?s kg:opposes ?o }")
    pairs = sample_graph.rows("SELECT DISTINCT ?s ?o { ?s kg:opposes ?o }")
    opposes = rdflib.URIRef("https://w3id.org/cablegraph/ns#opposes")
    assert {(str(s), str(o)) for s, _, o in found} == set(pairs)
    assert set(found.predicates()) == {opposes}
    assert len(set(sample_graph.dataset.subject_objects(opposes))) == len(pairs)
    assert sample_graph.ask("ASK { kg:nothing ?p ?o }") is False


# ------------------------------------------------------------------ tables
def test_claims_are_those_of_the_graph(sample_graph: KnowledgeGraph) -> None:
    claims = sample_graph.claims()
    counted = sample_graph.query(
        "SELECT ?k (COUNT(*) AS ?n) { ?c a ?k ; kg:quote ?q } GROUP BY ?k ORDER BY ?k"
    ).n
    assert list(claims.kind.value_counts().sort_index()) == list(counted)
    assert claims.claim.is_unique
    assert claims.article.nunique() == 18
    assert (claims.end > claims.start).all()
    assert claims.polarity[claims.kind == "role"].isna().all()
    texts = {str(a): str(t) for a, t in sample_graph.rows("SELECT ?a ?t { ?a kg:text ?t }")}
    for row in claims.itertuples():
        assert texts[row.article][row.start : row.end] == row.quote


@pytest.mark.parametrize(
    ("filters", "test"),
    [
        ({"kind": "stance"}, "kind == 'stance'"),
        ({"kind": "role", "since": "2015-01-01"}, "date_end >= '2015-01-01' and kind == 'role'"),
        ({"until": datetime.date(2001, 12, 31)}, "date <= '2001-12-31'"),
        ({"standing": ["own", "reported"], "kind": "stance"}, "standing in ('own', 'reported')"),
        ({"confidence": 0.8}, "confidence >= 0.8"),
        ({"person": "Yukiya Amano"}, "person == 'Yukiya Amano' or speaker == 'Yukiya Amano'"),
    ],
)
def test_claims_can_be_filtered(sample_graph: KnowledgeGraph, filters: dict[str, object], test: str) -> None:
    every, some = sample_graph.claims(), sample_graph.claims(**filters)  # type: ignore[arg-type]
    kept = every.query(test)
    assert 0 < len(some) < len(every)
    assert set(some.claim) == set(kept[kept.kind == filters.get("kind", kept.kind)].claim)


def test_stances_find_a_country_by_code_and_by_name(sample_graph: KnowledgeGraph) -> None:
    by_code, by_name = sample_graph.stances("IRN"), sample_graph.stances("Iran")
    assert by_code.equals(by_name)
    assert len(by_code) > 3
    assert by_code.date.is_monotonic_increasing
    bodies = set(sample_graph.query("SELECT ?b { ?b kg:country/kg:iso3 'IRN' }").b)
    ids = {body.split("/id/")[1] for body in bodies} | {"country/IRN"}
    assert set(by_code.holder_id) <= ids


@pytest.mark.parametrize("call", [
    lambda g: g.stances("Atlantis"),
    lambda g: g.stances(policy="the colour of the sky"),
    lambda g: g.timeline("the colour of the sky"),
    lambda g: g.tenures("Ministry of Silly Walks"),
    lambda g: g.why("claim/000000000000"),
    lambda g: g.article("no such document"),
])  # fmt: skip
def test_an_unknown_name_is_an_error_that_names_it(sample_graph: KnowledgeGraph, call: object) -> None:
    assert callable(call)
    with pytest.raises(UnknownThingError, match="in this graph"):
        call(sample_graph)


@pytest.mark.parametrize(("filters", "message"), [
    ({"view": "everything"}, "'everything' is none of full, officials"),
    ({"since": "soon"}, "since must be a day such as 2006-03-22"),
    ({"standing": "mine"}, "'mine' is none of own, reported"),
    ({"country": "XXX"}, "no country 'XXX'"),
    ({"colour": "red"}, "no filter 'colour'"),
])  # fmt: skip
def test_a_filter_that_cannot_be_met_is_an_error(
    sample_graph: KnowledgeGraph, filters: dict[str, str], message: str
) -> None:
    with pytest.raises(OptionError, match=message):
        sample_graph.edges(**filters)  # type: ignore[arg-type]


def test_a_timeline_tells_what_was_before() -> None:
    text = TEXT.replace("BEIJING, 1 June 2009\n\n", "").replace(" on Monday", "")
    texts = [
        ("a", "2005-01-01", text),
        ("b", "2006-01-01", text.replace("objects to", "backs").replace("opposes", "supports")),
        ("c", "2007-01-01", text + "It has opposed them for years."),
    ]
    with KnowledgeGraph.build([{"id": i, "date": d, "text": t} for i, d, t in texts]) as graph:
        policy = graph.stances("China").policy.mode()[0]
        timeline = graph.timeline(policy)
    assert list(timeline.date.dt.year.unique()) == [2005, 2006, 2007]
    assert {1, -1} <= {(p > 0) - (p < 0) for p in timeline.polarity}
    assert pd.isna(timeline.previous[0]) and list(timeline.previous[1:]) == list(timeline.polarity[:-1])


def test_disputes_stand_beside_what_they_deny(sample_graph: KnowledgeGraph) -> None:
    disputes = sample_graph.disputes()
    assert len(disputes) > 0
    claims = sample_graph.claims().set_index("claim")
    for denier, denial, denied in zip(
        disputes.denier, disputes.denial_claim, disputes.denied_claim, strict=True
    ):
        # What an accuser says is his own position: no other sign, but aimed at who denies it.
        accused = claims.act[denied] == "accuse" and claims.target[denied] == denier
        assert claims.polarity[denial] * claims.polarity[denied] < 0 or accused
    denied = sample_graph.why(disputes.denied_claim[0])
    assert disputes.denial_claim[0] in denied.disputed_by
    assert disputes.denied_claim[0] in sample_graph.why(disputes.denial_claim[0]).disputes


def test_why_leads_to_the_sentence(sample_graph: KnowledgeGraph) -> None:
    for iri in sample_graph.claims().claim:
        evidence = sample_graph.why(iri)
        assert isinstance(evidence, Evidence)
        assert evidence.source.text[evidence.start : evidence.end] == evidence.quote
        assert evidence.source.text[evidence.cue_start : evidence.cue_end] == evidence.cue
        assert evidence.quote in str(evidence)
    edge = sample_graph.edges().id[0]
    assert sample_graph.why(edge).claim.endswith(edge.split("-")[0])


# ------------------------------------------------------------------ networks
@pytest.mark.parametrize("view", ["full", "officials", "stances", "criticism", "colleagues", "agreement"])
def test_frames_and_networks_hold_the_same(sample_graph: KnowledgeGraph, view: str) -> None:
    nodes, edges = sample_graph.nodes(view), sample_graph.edges(view)
    network, other = sample_graph.to_networkx(view), sample_graph.to_igraph(view)
    assert set(nodes.id) == set(network) == set(other.vs["name"])
    assert set(edges.id) == {key for _, _, key in network.edges(keys=True)} == set(other.es["id"])
    assert network.is_directed() == other.is_directed()
    values = [v for _, row in network.nodes(data=True) for v in row.values()]
    values += [v for _, _, row in network.edges(data=True) for v in row.values()]
    assert {type(value) for value in values} <= {str, int, float, bool}


@pytest.mark.parametrize("write", [networkx.write_graphml, networkx.write_gml, networkx.write_gexf])
def test_every_writer_of_networkx_takes_the_graph(
    sample_graph: KnowledgeGraph, tmp_path: Path, write: object
) -> None:
    assert callable(write)
    write(sample_graph.to_networkx(), tmp_path / "graph")
    assert (tmp_path / "graph").stat().st_size > 1000


# ------------------------------------------------------------------ changing
def test_an_article_can_be_added_changed_and_removed(tmp_path: Path) -> None:
    with KnowledgeGraph.build(article(), tmp_path / "kg") as graph:
        assert list(graph.stances("China").policy) == list(graph.stances().policy) != []
        assert graph.add(article()).unchanged == 1
        summary = graph.add([article("second", TEXT.replace("Iran", "Syria")), article()])
        assert (summary.new, summary.unchanged) == (1, 1)
        assert graph.claims().document.nunique() == 2
    with KnowledgeGraph.open(tmp_path / "kg") as graph:
        assert graph.claims().document.nunique() == 2
        assert graph.remove("second") is True
        assert graph.remove("second") is False
        assert (
            graph.add(
                article("example", TEXT.replace("objects to", "backs").replace("opposes", "supports"))
            ).changed
            == 1
        )
        assert (graph.stances("China").polarity > 0).all()
    with KnowledgeGraph.open(tmp_path / "kg") as graph:
        assert set(graph.claims().document) == {"example"}
        assert graph.ask("ASK { ?person kg:holdsOffice ?office }")


def test_what_cannot_be_read_is_named_in_a_warning(tmp_path: Path) -> None:
    with pytest.warns(cablegraph.InputWarning, match="no such file"):
        graph = KnowledgeGraph.build(tmp_path / "nothing.txt")
    with pytest.warns(cablegraph.InputWarning, match='no "text"'):
        assert graph.add({"id": "one"}).skipped == 1
    with pytest.raises(TypeError, match="not int"):
        graph.add([3])  # type: ignore[list-item]


def test_two_writers_are_an_error_and_a_reader_beside_a_writer_is_not(tmp_path: Path) -> None:
    with (
        KnowledgeGraph.build(article(), tmp_path / "kg") as writer,
        KnowledgeGraph.open(tmp_path / "kg") as reader,
    ):
        assert len(reader.claims()) == len(writer.claims()) > 0
        with pytest.raises(StoreBusyError):
            reader.add(article("second"))
        assert len(reader.claims()) > 0
    with pytest.raises(StoreError, match="closed"):
        writer.claims()
    writer.close()
    with pytest.raises(StoreError, match="no graph"):
        KnowledgeGraph.open(tmp_path / "nothing")


# ------------------------------------------------------------------ threads and processes
def test_threads_share_a_graph(sample_graph: KnowledgeGraph) -> None:
    expected, found = sample_graph.edges("stances"), []

    def work() -> None:
        for view in ("stances", "officials", "stances"):
            found.append((view, len(sample_graph.edges(view)), len(sample_graph.claims())))

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 18
    assert {n for view, n, _ in found if view == "stances"} == {len(expected)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_forked_child_gets_a_clear_error_and_a_graph_in_memory_lives_on(sample_folder: Path) -> None:
    code = f"""
import os
from cablegraph import KnowledgeGraph, StoreError
on_disk, in_memory = KnowledgeGraph.open({str(sample_folder)!r}), KnowledgeGraph()
child = os.fork()
if child == 0:
    for use in (on_disk.claims, lambda: KnowledgeGraph.open({str(sample_folder)!r})):
        try:
            use()
        except StoreError as error:
            print("spawn" in str(error), flush=True)
    on_disk.close()
    print(repr(on_disk), len(in_memory.claims()), flush=True)
    os._exit(0)
os.waitpid(child, 0)
print(len(on_disk.claims()) > 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, timeout=60, capture_output=True, text=True
    )
    assert done.stdout.splitlines() == ["True", "True", "<KnowledgeGraph: not open here> 0", "True"]


def test_a_graph_in_a_folder_can_be_pickled(sample_graph: KnowledgeGraph) -> None:
    with pickle.loads(pickle.dumps(sample_graph)) as again:
        assert len(again.claims()) == len(sample_graph.claims())
    with KnowledgeGraph() as graph, pytest.raises(StoreError, match="in memory"):
        pickle.dumps(graph)


def test_the_representation_tells_where_and_how_much(sample_graph: KnowledgeGraph) -> None:
    assert "18 articles" in repr(sample_graph)
    store_size = len(
        list(sample_graph._store.oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    )
    assert store_size == 0, "nothing stands outside of a named graph"
