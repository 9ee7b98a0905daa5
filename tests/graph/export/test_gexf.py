"""GEXF by the rules of Gephi and Gephi Lite."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from tests.graph.export.small_graph import role, stance, store_of, thing

from cablegraph.export import EXPORTERS, EdgeMode, Options, ViewName
from cablegraph.export import graph_view as graph_view_module
from cablegraph.export.lint import lint
from cablegraph.export.palette import palette
from cablegraph.store import Store

NS = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
ALL = [Options(view=view, edges=edges) for view in ViewName for edges in EdgeMode]


def written(store: Store, path: Path, **options: Any) -> ElementTree.Element:
    """Write the store as GEXF and return the root element."""
    EXPORTERS["gexf"](store, path, Options(**options))
    return ElementTree.parse(path).getroot()


@pytest.mark.parametrize("options", ALL, ids=lambda o: f"{o.view.value}-{o.edges.value}")
def test_a_large_graph_passes_lint_and_counts(seeded: Store, tmp_path: Path, options: Options) -> None:
    path = tmp_path / "graph.gexf"
    summary = EXPORTERS["gexf"](seeded, path, options)
    assert lint(path) == []
    text = path.read_text(encoding="utf-8")
    assert (text.count("<node "), text.count("<edge ")) == (summary.nodes, summary.edges)
    assert summary.edges > 10
    assert summary.paths == (path,)


@pytest.mark.parametrize("options", ALL, ids=lambda o: f"{o.view.value}-{o.edges.value}")
def test_a_large_graph_follows_the_official_schema(
    seeded: Store, tmp_path: Path, options: Options, schema: Callable[[Path], list[str]]
) -> None:
    path = tmp_path / "graph.gexf"
    EXPORTERS["gexf"](seeded, path, options)
    assert schema(path) == []


def test_the_order_of_loading_does_not_show(seeded: Store, tmp_path: Path) -> None:
    other = Store.memory()
    other.oxigraph.extend(reversed(list(seeded.oxigraph)))
    for edges in EdgeMode:
        EXPORTERS["gexf"](seeded, tmp_path / "one.gexf", Options(edges=edges))
        EXPORTERS["gexf"](other, tmp_path / "other.gexf", Options(edges=edges))
        assert (tmp_path / "one.gexf").read_bytes() == (tmp_path / "other.gexf").read_bytes()


def test_the_file_is_dated_by_its_newest_article(tmp_path: Path) -> None:
    store = store_of([stance(1, article=3), stance(2, article=9), stance(3, article=4)])
    root = written(store, tmp_path / "a.gexf")
    meta = root.find(f"{NS}meta")
    assert meta is not None
    assert meta.attrib == {"lastmodifieddate": "2006-03-09"}
    meta = written(store_of([]), tmp_path / "b.gexf").find(f"{NS}meta")
    assert meta is not None
    assert meta.attrib == {}


def test_the_root_is_what_gephi_lite_compares(tmp_path: Path) -> None:
    path = tmp_path / "graph.gexf"
    EXPORTERS["gexf"](store_of([stance(1)]), path, Options())
    text = path.read_text(encoding="utf-8")
    assert '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">' in text
    assert 'defaultedgetype="directed" idtype="string" mode="dynamic" timeformat="date"' in text
    assert "xsi" not in text
    assert "anyURI" not in text


def test_a_projection_is_undirected(tmp_path: Path) -> None:
    root = written(store_of([stance(1)]), tmp_path / "graph.gexf", view=ViewName.AGREEMENT)
    graph = root.find(f"{NS}graph")
    assert graph is not None
    assert graph.attrib["defaultedgetype"] == "undirected"


def test_colours_tell_types_apart(tmp_path: Path) -> None:
    claims = [stance(1), stance(2, polarity=2), role(3, person="person/a", agency="org/b", office="office/c")]
    root = written(store_of(claims), tmp_path / "graph.gexf")
    colours = {}
    for node in root.iter(f"{NS}node"):
        colour = node.find(f"{VIZ}color")
        assert colour is not None
        colours[node.attrib["id"].split("/")[0]] = tuple(int(colour.attrib[channel]) for channel in "rgb")
    assert len(colours) == len(set(colours.values())) == 5
    assert colours["person"] == palette().nodes["person"]
    signed = {e.attrib["kind"] for e in root.iter(f"{NS}edge") if e.find(f"{VIZ}color") is not None}
    assert signed == {"opposes", "supports"}


def test_odd_characters(tmp_path: Path) -> None:
    things = [thing("country/CHN", "a\x00b\n\tc <&\"'> \ufffe", iso3="CHN")]
    root = written(store_of([stance(1, quote="one\ntwo\x07")], things), tmp_path / "graph.gexf")
    labels = {node.attrib["id"]: node.attrib["label"] for node in root.iter(f"{NS}node")}
    assert labels["country/CHN"] == "a\ufffdb c <&\"'> \ufffd"
    quotes = [v.attrib["value"] for v in root.iter(f"{NS}attvalue") if v.attrib["for"] == "quote"]
    assert quotes == ["one\ntwo\ufffd"]


def test_an_older_file_survives_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.gexf"
    path.write_text("old", encoding="utf-8")

    def fail(kind: str) -> str:
        raise RuntimeError(kind)

    monkeypatch.setattr(graph_view_module, "kind_label", fail)
    with pytest.raises(RuntimeError):
        EXPORTERS["gexf"](store_of([stance(1)]), path, Options())
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["graph.gexf"]


@pytest.mark.parametrize(
    ("edges", "nodes", "expected"),
    [
        (100_001, 10, "Gephi has trouble above 100,000"),
        (20_001, 10, "too many for Gephi Lite"),
        (10, 20_001, "too many for Gephi Lite"),
        (20_000, 20_000, None),
    ],
)
def test_a_graph_too_large_to_draw_is_reported(edges: int, nodes: int, expected: str | None) -> None:
    warnings = graph_view_module.size_warnings(edges, nodes)
    assert bool(warnings) == (expected is not None)
    for warning in warnings:
        assert re.search(str(expected), warning)
        assert "min_weight" in warning
