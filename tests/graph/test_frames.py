"""Frames and networks: the same as the exports, and little slower than what lies under them."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import networkx
import pyoxigraph as ox
import pytest
from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads

from cablegraph import KnowledgeGraph
from cablegraph.export import Options, ViewName
from cablegraph.export.claims import read_claims, read_sources
from cablegraph.export.graph_view import open_view
from cablegraph.export.graphml import joined
from cablegraph.export.xml_text import legal
from cablegraph.research.claim_edges import is_plain
from cablegraph.research.claim_rows import claim_rows
from cablegraph.research.property_graph import PropertyGraph, options_of
from cablegraph.store import Store
from cablegraph_ontology.terms import Graph

CLAIMS = 32_000
"""Make about 51,000 edges."""


def small_seeded() -> Store:
    store = Store.memory()
    store.oxigraph.bulk_load("\n".join(seeded_quads(1500, 3)), ox.RdfFormat.N_QUADS)
    return store


def reviewed() -> Store:
    """Return a store in which a person rejected claims, merged things, and split one."""
    store = small_seeded()
    rows = list(store.rows("SELECT ?c ?h ?p { ?c kg:holder ?h ; kg:policy ?p } ORDER BY ?c"))
    (first, holder, policy), (second, other, _), (third, *_) = rows[0], rows[40], rows[80]
    lines = [
        f"<{first}> kg:review kg:Rejected",
        f"<{second}> kg:review kg:Accepted , kg:Rejected",
        f"<{third}> kg:review kg:Accepted",
        f"<{other}> kg:mergedInto <{holder}>",
        f"<{policy}-2> kg:splitFrom <{policy}> . <{third}> kg:refersTo <{policy}-2>",
    ]
    for line in lines:
        store.oxigraph.update(
            "PREFIX kg: <https://w3id.org/cablegraph/ns#>"
            f" INSERT DATA {{ GRAPH <{Graph.REVIEW}> {{ {line} }} }}"
        )
    return store


STORES = {"seeded": small_seeded(), "odd": odd_store(7), "reviewed": reviewed(), "empty": Store.memory()}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest) -> Store:
    return STORES[request.param]


def test_claims_read_at_once_are_those_read_bit_by_bit(store: Store) -> None:
    articles = list(read_sources(store))
    assert claim_rows(store, articles) == list(read_claims(store, articles))


@pytest.mark.parametrize("view", ViewName)
@pytest.mark.parametrize("filters", [{}, {"since": "2005-01-01", "confidence": 0.5}, {"min_weight": 1.0}])
def test_columns_hold_what_the_exports_write(store: Store, view: ViewName, filters: dict[str, str]) -> None:
    options = options_of(view, filters=filters)  # type: ignore[arg-type]
    graph = PropertyGraph.read(store, options)
    with open_view(store, options) as exported:
        assert graph.directed == exported.directed
        assert [id_ for id_, _ in graph.nodes] == [node.id for node in exported.nodes]
        for (_, row), node in zip(graph.nodes, exported.nodes, strict=True):
            assert row == plain({"label": node.label, **node.attributes})
        expected = {edge.id: edge for edge in exported.edges()}
        assert [edge[2] for edge in graph.edges] == list(expected)
        for source, target, id_, row in graph.edges:
            edge = expected[id_]
            assert (source, target) == (edge.source, edge.target)
            fixed = {"kind": edge.kind, "label": edge.label, "weight": edge.weight}
            assert row == plain(fixed | edge.attributes)


def plain(attributes: dict[str, object]) -> dict[str, object]:
    texts = {n: joined(v) if isinstance(v, list) else v for n, v in attributes.items()}
    return {n: legal(v) if isinstance(v, str) else v for n, v in texts.items()}


def test_both_ways_are_tried() -> None:
    assert is_plain(Options()) and is_plain(Options(view=ViewName.STANCES, confidence=0.5))
    for options in (Options(view=ViewName.AGREEMENT), Options(top_n=3), Options(min_weight=1.0)):
        assert not is_plain(options)
    assert not is_plain(replace(Options(), edges=options_of(merged=True).edges))


# ------------------------------------------------------------------ ratios
@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeGraph]:
    """Return a graph on disk with about 51,000 edges."""
    with Store.open(tmp_path_factory.mktemp("large") / "kg") as store:
        store.oxigraph.bulk_load("\n".join(seeded_quads(CLAIMS, 7)).encode(), ox.RdfFormat.N_QUADS)
        yield KnowledgeGraph(store)


def seconds(run: Callable[[], object], times: int = 2) -> float:
    """Return the processor time of the fastest run, which other programs disturb least."""
    found = []
    for _ in range(times):
        gc.collect()
        began = time.process_time()
        run()
        found.append(time.process_time() - began)
    return min(found)


def raw_rows(graph: KnowledgeGraph) -> int:
    """Take the value of every term of every triple of every claim: what frames are made of."""
    query = "SELECT ?c ?p ?o WHERE { ?c kg:article ?a ; kg:quote ?q . ?c ?p ?o }"
    found = graph._store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return sum(1 for claim, name, value in found if (claim.value, name.value, value.value))


def test_frames_take_at_most_twice_the_time_of_the_rows_under_them(large: KnowledgeGraph) -> None:
    def frames() -> None:
        large._known.clear()
        assert len(large.edges()) > 50_000
        assert len(large.nodes()) > 1_000

    frames()  # pandas is imported by now
    assert seconds(frames) < 2 * seconds(lambda: raw_rows(large))
    assert seconds(large.claims) < 2 * seconds(lambda: raw_rows(large))


def test_a_network_takes_little_more_than_its_building(large: KnowledgeGraph) -> None:
    large._known.clear()
    graph = large._view("full", False, {})
    nodes = [(id_, dict(row)) for id_, row in graph.nodes]
    edges = [(source, target, id_, dict(row)) for source, target, id_, row in graph.edges]

    def bare() -> None:
        network = networkx.MultiDiGraph()
        network.add_nodes_from(nodes)
        network.add_edges_from(edges)

    bare_time = seconds(bare, 3)
    assert seconds(large.to_networkx, 3) < 1.5 * bare_time

    def from_disk() -> None:
        large._known.clear()
        large.to_networkx()

    assert seconds(from_disk) < 1.5 * (seconds(lambda: raw_rows(large)) + bare_time)
