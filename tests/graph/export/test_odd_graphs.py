"""Whatever the articles hold, every format can be read again, and is the same twice."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph as ox
import pytest
from tests.graph.export.odd_graph import odd_store

from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName
from cablegraph.export.lint import lint

SEEDS = range(8)
CHOICES = [Options(view=view, edges=edges) for view in ViewName for edges in EdgeMode]


@pytest.mark.parametrize("seed", SEEDS)
def test_gexf_passes_lint_and_is_the_same_twice(seed: int, tmp_path: Path) -> None:
    for options in CHOICES:
        once, again = tmp_path / "once.gexf", tmp_path / "again.gexf"
        EXPORTERS["gexf"](odd_store(seed), once, options)
        EXPORTERS["gexf"](odd_store(seed), again, options)
        assert lint(once) == [], options
        assert once.read_bytes() == again.read_bytes()


@pytest.mark.parametrize("seed", SEEDS)
def test_gexf_follows_the_official_schema(
    seed: int, tmp_path: Path, schema: Callable[[Path], list[str]]
) -> None:
    store = odd_store(seed)
    for options in CHOICES:
        path = tmp_path / "graph.gexf"
        EXPORTERS["gexf"](store, path, options)
        assert schema(path) == [], options


@pytest.mark.parametrize("seed", SEEDS)
def test_graphml_reads_back_whole(seed: int, tmp_path: Path) -> None:
    store = odd_store(seed)
    for options in CHOICES:
        once, again = tmp_path / "once.graphml", tmp_path / "again.graphml"
        summary = EXPORTERS["graphml"](store, once, options)
        EXPORTERS["graphml"](odd_store(seed), again, options)
        assert once.read_bytes() == again.read_bytes()
        graph = nx.read_graphml(once, force_multigraph=True)
        assert (graph.number_of_nodes(), graph.number_of_edges()) == (summary.nodes, summary.edges)


@pytest.mark.parametrize("seed", SEEDS)
def test_csv_has_one_line_a_row_and_no_formula(seed: int, tmp_path: Path) -> None:
    for options in CHOICES:
        EXPORTERS["csv"](odd_store(seed), tmp_path / "once", options)
        summary = EXPORTERS["csv"](odd_store(seed), tmp_path / "again", options)
        for name, count in (("nodes.csv", summary.nodes), ("edges.csv", summary.edges)):
            data = (tmp_path / "once" / name).read_bytes()
            assert data == (tmp_path / "again" / name).read_bytes()
            assert data.count(b"\n") == count + 1
            rows = list(csv.DictReader(data.decode().splitlines()))
            texts = [cell for row in rows for column, cell in row.items() if column != "polarity"]
            assert not [cell for cell in texts if cell.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "format_"),
    [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG), ("jsonld", ox.RdfFormat.JSON_LD)],
)
def test_rdf_formats_hold_every_quad(seed: int, name: str, format_: ox.RdfFormat, tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    store = odd_store(seed)
    EXPORTERS[name](store, once, Options())
    EXPORTERS[name](odd_store(seed), again, Options())
    assert once.read_bytes() == again.read_bytes()
    assert set(ox.parse(once.read_bytes(), format_)) == set(store.oxigraph)


def test_lists_in_gexf_are_json(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    EXPORTERS["gexf"](odd_store(3), path, Options())
    lists = [
        json.loads(value.attrib["value"])
        for value in ElementTree.parse(path).iter("{http://gexf.net/1.3}attvalue")
        if value.attrib["for"] in ("aliases", "sources")
    ]
    assert len(lists) > 20
    assert all(isinstance(item, str) for items in lists for item in items)
