"""GraphML, CSV and RDF: what other programs read is what the graph holds."""

from __future__ import annotations

import csv
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from tests.graph.export.small_graph import stance, store_of, thing

from cablegraph.export import EXPORTERS, EdgeMode, OptionError, Options, ViewName
from cablegraph.export.csv_pair import csv_paths
from cablegraph.export.graph_view import open_view
from cablegraph.export.sorted_graphs import SortedGraphs
from cablegraph.export.sorted_lines import sorted_lines
from cablegraph.store import Store

THINGS = [
    thing("country/CHN", "=1+1 China", iso3="CHN", aliases=["PRC", "Peking"], latitude="35.5"),
    thing("policy/repatriation", "repatriation"),
]


@pytest.mark.parametrize("edges", EdgeMode)
def test_networkx_reads_the_graphml(seeded: Store, tmp_path: Path, edges: EdgeMode) -> None:
    path, options = tmp_path / "graph.graphml", Options(edges=edges)
    EXPORTERS["graphml"](seeded, path, options)
    graph = nx.read_graphml(path, force_multigraph=True)
    with open_view(seeded, options) as view:
        assert set(graph) == {node.id for node in view.nodes}
        for node in view.nodes:
            assert graph.nodes[node.id]["label"] == node.label
            assert graph.nodes[node.id]["mentions"] == node.attributes["mentions"]
        for edge in view.edges():
            data = graph.edges[edge.source, edge.target, edge.id]
            assert (data["kind"], data["weight"]) == (edge.kind, edge.weight)
            assert data.get("year") == edge.attributes.get("year")
            assert data.get("hedged") == edge.attributes.get("hedged")
            assert data.get("polarity") == edge.attributes.get("polarity")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("out/graph.csv", ("out/graph-nodes.csv", "out/graph-edges.csv")),
        ("out/graph.CSV", ("out/graph-nodes.csv", "out/graph-edges.csv")),
        ("out", ("out/nodes.csv", "out/edges.csv")),
    ],
)
def test_where_the_csv_files_go(path: str, expected: tuple[str, str]) -> None:
    assert csv_paths(Path(path)) == (Path(expected[0]), Path(expected[1]))


def test_csv_has_the_headers_of_gephi(tmp_path: Path) -> None:
    claims = [stance(1, date="2006-03-22", quote='-2 degrees,\n"cold"')]
    summary = EXPORTERS["csv"](store_of(claims, THINGS), tmp_path / "graph.csv", Options())
    nodes, edges = (list(csv.reader(p.read_text(encoding="utf-8").splitlines())) for p in summary.paths)
    assert nodes[0][:3] == ["Id", "Label", "type"]
    country = dict(zip(nodes[0], nodes[1], strict=True))
    assert country["Id"] == "country/CHN"
    assert country["Label"] == "'=1+1 China"
    assert country["aliases"] == "PRC | Peking"
    assert country["latitude"] == "35.5"
    assert country["Timeset"] == "<[2006-03-22, 2006-03-22]>"
    assert edges[0][:7] == ["Source", "Target", "Type", "Id", "Kind", "Label", "Weight"]
    edge = dict(zip(edges[0], edges[1], strict=True))
    assert edge["Type"] == "Directed"
    assert edge["quote"] == '\'-2 degrees, "cold"'
    assert edge["polarity"] == "-2.0"


@pytest.mark.parametrize("name", ["nquads", "trig", "ttl", "jsonld"])
def test_rdflib_reads_every_rdf_format(tmp_path: Path, name: str) -> None:
    path, store = tmp_path / "graph", store_of([stance(1, date="2006-03-22")], THINGS)
    summary = EXPORTERS[name](store, path, Options())
    assert summary.quads == len(store.oxigraph)
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(path, format={"ttl": "turtle", "jsonld": "json-ld"}.get(name, name))
    triples = {(str(s), str(p), str(o)) for s, p, o in dataset.triples((None, None, None))}
    ours = {(q.subject.value, q.predicate.value, q.object.value) for q in store.oxigraph}
    assert triples == ours


def test_nquads_are_sorted_and_turtle_has_each_triple_once(tmp_path: Path) -> None:
    store = Store.memory()
    subject, name, value = ox.NamedNode("https://x/s"), ox.NamedNode("https://x/p"), ox.Literal("o")
    for graph in ("https://x/b", "https://x/a"):
        store.oxigraph.add(ox.Quad(subject, name, value, ox.NamedNode(graph)))
    store.oxigraph.add(ox.Quad(subject, name, value))
    EXPORTERS["nquads"](store, tmp_path / "graph.nq", Options())
    start = '<https://x/s> <https://x/p> "o"'
    lines = (tmp_path / "graph.nq").read_text(encoding="utf-8").splitlines()
    assert lines == [f"{start} .", f"{start} <https://x/a> .", f"{start} <https://x/b> ."]
    assert EXPORTERS["ttl"](store, tmp_path / "graph.ttl", Options()).quads == 1


def test_blank_nodes_have_lasting_names() -> None:
    text = "@prefix x: <https://x/> . x:g { x:a x:b [ x:c 1 ; x:d [ x:e 2 ] ] } x:h { x:a x:b [ x:c 3 ] }"
    stores = [ox.Store() for _ in range(2)]
    for store in stores:
        store.load(text, ox.RdfFormat.TRIG)
    one, other = (SortedGraphs(store) for store in stores)
    assert {str(quad) for quad in stores[0]} != {str(quad) for quad in stores[1]}
    assert list(one.nquads()) == list(other.nquads())
    assert list(one.quads()) == list(other.quads())
    assert list(one.union()) == list(other.union())
    again = ox.Dataset(ox.parse(b"".join(one.nquads()), ox.RdfFormat.N_QUADS))
    before = ox.Dataset(stores[0])
    for dataset in (again, before):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert again == before


@pytest.mark.parametrize("chunk", [1, 10, 50, 10_000])
def test_lines_are_sorted_whatever_fits_into_memory(chunk: int) -> None:
    lines = [f"{number * 7919 % 101}\n".encode() for number in range(200)]
    assert list(sorted_lines(lines, chunk)) == sorted(set(lines))


@pytest.mark.parametrize("name", ["nquads", "trig", "ttl", "jsonld"])
def test_rdf_formats_do_not_pretend_to_filter(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match="the whole graph"):
        EXPORTERS[name](store_of([]), tmp_path / "graph", Options(view=ViewName.STANCES))
    assert list(tmp_path.iterdir()) == []
