"""The formats of the research bench: what their readers read is what the graph holds."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pyoxigraph as ox
import pytest
import rdflib
from tests.graph.export.odd_graph import odd_store
from tests.graph.export.small_graph import role, stance, store_of, thing

from cablegraph import KnowledgeGraph
from cablegraph.export import EXPORTERS, OptionError, Options, ViewName
from cablegraph.export.graph_view import open_view
from cablegraph.export.json_ld import context
from cablegraph.export.pykeen_tsv import split
from cablegraph.store import Store

NEW = ("parquet", "kgtk", "pykeen", "jsonld", "annotations", "nanopubs", "ro-crate")


def digest(paths: tuple[Path, ...]) -> list[str]:
    return [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]


@pytest.mark.parametrize("name", NEW)
def test_the_same_graph_gives_the_same_bytes(seeded: Store, tmp_path: Path, name: str) -> None:
    again = Store.memory()
    quads = list(seeded.oxigraph)
    random.Random(1).shuffle(quads)
    again.oxigraph.extend(quads)
    one, other = (tmp_path / folder / f"graph.{name}" for folder in "ab")
    for path in (one, other):
        path.parent.mkdir()
    first = EXPORTERS[name](seeded, one, Options())
    second = EXPORTERS[name](again, other, Options())
    assert digest(first.paths) == digest(second.paths)


@pytest.mark.parametrize("name", NEW)
@pytest.mark.parametrize("store", [odd_store(5), store_of([])], ids=["odd", "empty"])
def test_odd_and_empty_graphs_can_be_written(tmp_path: Path, name: str, store: Store) -> None:
    for path in EXPORTERS[name](store, tmp_path / f"graph.{name}", Options()).paths:
        assert path.is_file()


# ------------------------------------------------------------------ tables
def test_parquet_holds_what_the_frames_hold(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    summary = sample_graph.export(tmp_path / "graph.parquet", "parquet", view="stances", merged=True)
    assert [path.name for path in summary.paths] == ["graph-nodes.parquet", "graph-edges.parquet"]
    nodes, edges = (pd.read_parquet(path) for path in summary.paths)
    frames = sample_graph.nodes("stances"), sample_graph.edges("stances", merged=True)
    for table, frame in zip((nodes, edges), frames, strict=True):
        assert list(table) == list(frame)
        assert len(table) == len(frame) > 10
    assert list(edges.weight) == list(frames[1].weight)
    assert list(pd.to_datetime(edges.date_start)) == list(frames[1].date_start)
    assert [" | ".join(names) for names in edges.sources] == list(frames[1].sources)


def test_parquet_into_a_folder(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    summary = sample_graph.export(tmp_path / "tables", "parquet")
    assert [path.relative_to(tmp_path).as_posix() for path in summary.paths] == [
        "tables/nodes.parquet",
        "tables/edges.parquet",
    ]


def test_kgtk_has_a_cell_for_every_column_and_an_id_for_every_edge(seeded: Store, tmp_path: Path) -> None:
    EXPORTERS["kgtk"](seeded, tmp_path / "graph.tsv", Options())
    text = (tmp_path / "graph.tsv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    header, body = rows[0], rows[1:]
    assert header[:4] == ["id", "node1", "label", "node2"]
    assert {len(row) for row in rows} == {len(header)}
    assert len({row[0] for row in body}) == len(body)
    with open_view(seeded, Options()) as view:
        assert {row[1] for row in body} >= {edge.source for edge in view.edges()}
        assert len(body) >= view.n_edges + len(view.nodes)


def test_kgtk_escapes_what_would_end_a_text(tmp_path: Path) -> None:
    store = store_of([stance(1, date="2006-03-22")], [thing("policy/repatriation", 'a "b" | c\td\\e')])
    EXPORTERS["kgtk"](store, tmp_path / "graph.tsv", Options())
    text = (tmp_path / "graph.tsv").read_text(encoding="utf-8")
    assert '\tlabel\t"a \\"b\\" \\| c d\\\\e"\t' in text
    assert "\t^2006-03-22T00:00:00Z/11\t" in text


# ------------------------------------------------------------------ PyKEEN
def test_the_split_is_by_time_and_leaks_nothing(seeded: Store, tmp_path: Path) -> None:
    summary = EXPORTERS["pykeen"](seeded, tmp_path / "triples", Options(view=ViewName.STANCES))
    parts = {
        path.stem: [tuple(line.split("\t")) for line in path.read_text("utf-8").splitlines()]
        for path in summary.paths
    }
    assert list(parts) == ["training", "validation", "testing"]
    every = [triple for part in parts.values() for triple in part]
    assert len(every) == len(set(every)) > 500
    with open_view(seeded, Options(view=ViewName.STANCES)) as view:
        assert set(every) == {(edge.source, edge.kind, edge.target) for edge in view.edges()}
        days: dict[tuple[str, ...], str] = {}
        for edge in view.edges():
            triple, day = (edge.source, edge.kind, edge.target), str(edge.attributes.get("date_start", ""))
            days[triple] = min(days.get(triple, day), day)
    assert max(days[t] for t in parts["validation"]) <= min(days[t] for t in parts["testing"])
    known = {name for head, _, tail in parts["training"] for name in (head, tail)}
    for head, _, tail in parts["validation"] + parts["testing"]:
        assert head in known and tail in known
    assert 0.05 < len(parts["testing"]) / len(every) < 0.15


def test_the_seed_decides_among_triples_of_one_day() -> None:
    days = {(f"a{n % 7}", "supports", f"p{n % 5}"): "2006-01-01" for n in range(35)}
    one, same, other = split(days, 1), split(dict(reversed(days.items())), 1), split(days, 2)
    assert one == same != other
    assert split({}) == {"training": [], "validation": [], "testing": []}


# ------------------------------------------------------------------ linked data
def test_jsonld_gives_the_same_quads_to_two_readers(seeded: Store, tmp_path: Path) -> None:
    for store, rich in ((seeded, False), (odd_store(5), True)):
        EXPORTERS["jsonld"](store, tmp_path / "graph.jsonld", Options())
        data = (tmp_path / "graph.jsonld").read_bytes()
        expected = ox.Dataset(store.oxigraph)
        found = ox.Dataset(ox.parse(data, ox.RdfFormat.JSON_LD))
        for dataset in (expected, found):
            dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        assert found == expected
        if rich:
            graph = rdflib.Dataset()
            graph.parse(data=data, format="json-ld")
            assert len(graph) == len(expected)


def test_the_context_names_the_vocabulary() -> None:
    terms = context()
    assert terms["holder"] == {"@id": "kg:holder", "@type": "@id"}
    assert terms["polarity"] == {"@id": "kg:polarity", "@type": "xsd:integer"}
    assert terms["quote"] == {"@id": "kg:quote"}
    assert terms["kg"] == "https://w3id.org/cablegraph/ns#"


def test_every_claim_is_an_annotation_of_its_sentence(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    sample_graph.export(tmp_path / "claims.jsonld", "annotations")
    page = json.loads((tmp_path / "claims.jsonld").read_text(encoding="utf-8"))
    claims = sample_graph.claims()
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert [item["id"] for item in page["items"]] == list(claims.claim)
    texts = {str(a): str(t) for a, t in sample_graph.rows("SELECT ?a ?t { ?a kg:text ?t }")}
    for item, row in zip(page["items"], claims.itertuples(), strict=True):
        quote, place = item["target"]["selector"]
        text = texts[row.article]
        assert text[place["start"] : place["end"]] == quote["exact"] == row.quote
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
        assert item["body"][0]["value"] and item["motivation"] == "describing"


def test_nanopublications_have_four_graphs_and_only_chosen_claims(
    sample_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    summary = sample_graph.export(tmp_path / "np.trig", "nanopubs", country="IRN", standing="own")
    chosen = sample_graph.claims(country="IRN", standing="own")
    assert 0 < summary.claims == len(chosen) < len(sample_graph.claims())
    store = ox.Store()
    store.load((tmp_path / "np.trig").read_bytes(), ox.RdfFormat.TRIG)
    rows = store.query(
        """PREFIX np: <http://www.nanopub.org/nschema#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT ?np ?a ?p ?i WHERE { GRAPH ?h { ?np a np:Nanopublication ; np:hasAssertion ?a ;
          np:hasProvenance ?p ; np:hasPublicationInfo ?i }
          GRAPH ?p { ?a prov:wasDerivedFrom ?article } GRAPH ?i { ?np ?x ?y } GRAPH ?a { ?claim ?q ?o } }"""
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = {row["np"].value for row in rows}
    assert found == {f"{iri}/nanopub" for iri in chosen.claim}
    assert len(list(store.named_graphs())) == 4 * len(found)


def test_a_ro_crate_describes_its_files(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    sample_graph.export(tmp_path / "crate", "ro-crate")
    crate = json.loads((tmp_path / "crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    entities = {entity["@id"]: entity for entity in crate["@graph"]}
    assert len(entities) == len(crate["@graph"])
    assert entities["ro-crate-metadata.json"]["about"] == {"@id": "./"}
    root = entities["./"]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    for part in root["hasPart"]:
        data = (tmp_path / "crate" / part["@id"]).read_bytes()
        assert entities[part["@id"]]["sha256"] == hashlib.sha256(data).hexdigest()
    for reference in (*entities["#reading"]["instrument"], *entities["#reading"]["object"]):
        assert reference["@id"] in entities
    run = json.loads((tmp_path / "crate" / "run.json").read_text(encoding="utf-8"))
    assert len(run["articles"]) == 18
    assert {"program", "code", "model", "spacy"} <= set(next(iter(run["runs"].values())))


@pytest.mark.parametrize("name", ["annotations", "nanopubs"])
def test_formats_of_claims_refuse_views(tmp_path: Path, name: str) -> None:
    store = store_of([role(1, person="person/a", agency="org/b")])
    with pytest.raises(OptionError, match="this format holds claims"):
        EXPORTERS[name](store, tmp_path / "x", Options(view=ViewName.STANCES))
    assert not (tmp_path / "x").exists()


# ------------------------------------------------------------------ R
R_PAGE = Path(__file__).parents[3] / "docs" / "r.md"


def test_the_r_recipe_runs(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not here")
    sample_graph.export(tmp_path / "tables", "csv", view="stances", merged=True)
    code = R_PAGE.read_text(encoding="utf-8").split("```r\n")[1].split("```")[0]
    done = subprocess.run(["Rscript", "-e", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "supports" in done.stdout
