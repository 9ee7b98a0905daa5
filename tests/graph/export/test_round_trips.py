"""What an export holds, put into a new store, gives the same graph."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pyoxigraph as ox
import pytest
from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads

from cablegraph import KnowledgeGraph
from cablegraph.export import EXPORTERS, Options
from cablegraph.export.from_tables import quads_of_tables
from cablegraph.research.property_graph import PropertyGraph
from cablegraph.store import Store

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def samples() -> Store:
    """Return a store with the sample articles."""
    store = Store.memory()
    KnowledgeGraph(store).add(str(ROOT / "tests" / "articles"))
    return store


@pytest.fixture(params=["samples", "seeded", "odd"])
def store(request: pytest.FixtureRequest, samples: Store) -> Store:
    """Return one of three graphs: real, large, odd."""
    if request.param == "samples":
        return samples
    if request.param == "odd":
        return odd_store(2)
    return seeded_store()


@pytest.mark.parametrize(
    ("name", "format_"),
    [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_a_new_store_holds_the_same_graph(
    store: Store, name: str, format_: ox.RdfFormat, tmp_path: Path
) -> None:
    path = tmp_path / "graph"
    EXPORTERS[name](store, path, Options())
    with Store.open(tmp_path / "kg") as again:
        again.oxigraph.load(path=path, format=format_)
        # Isomorphic and more than that: there are no blank nodes, so the quads must be equal.
        assert set(again.oxigraph) == set(store.oxigraph)
        EXPORTERS["nquads"](again, tmp_path / "again.nq", Options())
    EXPORTERS["nquads"](store, tmp_path / "once.nq", Options())
    assert (tmp_path / "again.nq").read_bytes() == (tmp_path / "once.nq").read_bytes()


Rows = list[dict[str, Any]]


def csv_rows(store: Store, folder: Path) -> tuple[Rows, Rows]:
    """Return the two tables as CSV files hold them."""
    paths = EXPORTERS["csv"](store, folder / "tables", Options()).paths
    nodes, edges = (list(csv.DictReader(path.read_text(encoding="utf-8").splitlines())) for path in paths)
    return nodes, edges


def parquet_rows(store: Store, folder: Path) -> tuple[Rows, Rows]:
    """Return the two tables as Parquet files hold them."""
    paths = EXPORTERS["parquet"](store, folder / "tables", Options()).paths
    nodes, edges = (parquet.read_table(path).to_pylist() for path in paths)
    return nodes, edges


TABLES = pytest.mark.parametrize("tables", [csv_rows, parquet_rows])


@TABLES
@pytest.mark.parametrize("name", ["samples", "seeded"])
def test_tables_give_every_node_and_edge_again(
    tables: Callable[[Store, Path], tuple[Rows, Rows]], name: str, samples: Store, tmp_path: Path
) -> None:
    store = samples if name == "samples" else seeded_store()
    again = Store.memory()
    again.oxigraph.extend(quads_of_tables(*tables(store, tmp_path)))
    before, after = (PropertyGraph.read(graph, Options()) for graph in (store, again))
    assert len(before.edges) > 50
    assert dict(after.nodes) == dict(before.nodes)
    assert by_claim(after) == by_claim(before)


@TABLES
def test_the_triples_of_tables_are_those_of_the_store(
    tables: Callable[[Store, Path], tuple[Rows, Rows]], tmp_path: Path
) -> None:
    """What is left out is named in the module; what is there, is there to the letter."""
    store = seeded_store()
    again = Store.memory()
    again.oxigraph.extend(quads_of_tables(*tables(store, tmp_path)))
    for name in (
        "person",
        "office",
        "agency",
        "holder",
        "policy",
        "polarity",
        "standing",
        "modality",
        "quote",
    ):
        query = f"SELECT ?c ?v WHERE {{ ?c kg:{name} ?v . ?c kg:quote ?q }}"
        there, here = (set(graph.rows(query)) for graph in (store, again))
        assert here and here == there, name


def test_an_edge_that_no_claim_makes_is_refused() -> None:
    edge = {"source": "person/a", "target": "person/b", "kind": "sharesBody", "claim": "x", "sources": "y"}
    with pytest.raises(ValueError, match="view full"):
        list(quads_of_tables([], [edge]))


def by_claim(graph: PropertyGraph) -> set[tuple[Any, ...]]:
    """Return the edges without their ids, whose last number is the place of the edge in its claim."""
    return {(source, target, *sorted(values.items())) for source, target, _, values in graph.edges}


def seeded_store() -> Store:
    store = Store.memory()
    store.oxigraph.bulk_load("\n".join(seeded_quads(500, 7)), ox.RdfFormat.N_QUADS)
    return store
