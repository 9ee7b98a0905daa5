"""What an export holds, put into a new store, gives the same graph."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from tests.graph.export.odd_graph import odd_store
from tests.seeded_graph import seeded_quads

from cablegraph import KnowledgeGraph
from cablegraph.export import EXPORTERS, Options
from cablegraph.export.csv_pair import csv_paths
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
    seeded = Store.memory()
    seeded.oxigraph.bulk_load("\n".join(seeded_quads(500, 7)), ox.RdfFormat.N_QUADS)
    return seeded


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
