"""Pictures: the same bytes each time, nothing hidden, nothing too large."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from lxml import etree
from tests.graph.export.odd_graph import odd_store
from tests.graph.export.small_graph import stance, store_of, thing

from cablegraph import KnowledgeGraph
from cablegraph.export import OptionError
from cablegraph.export.options import Options
from cablegraph.research.plot import positions
from cablegraph.research.property_graph import PropertyGraph

SVG = "{http://www.w3.org/2000/svg}"


def texts(path: Path) -> Iterator[str]:
    for element in etree.parse(path).iter(f"{SVG}text"):
        yield "".join(element.itertext()).strip()


def test_the_same_graph_gives_the_same_bytes(
    sample_graph: KnowledgeGraph, sample_folder: Path, tmp_path: Path
) -> None:
    one = sample_graph.plot(tmp_path / "one.svg", top_n=60).path
    command = ["plot", str(tmp_path / "two.svg"), "--store", str(sample_folder), "--top-n", "60"]
    for seed in ("1", "2"):
        code = "from cablegraph_server.cli import main; main()"
        environment = {"PYTHONHASHSEED": seed, "PATH": "", "HOME": str(tmp_path)}
        subprocess.run([sys.executable, "-c", code, *command], check=True, env=environment)
        assert digest(tmp_path / "two.svg") == digest(one)
    for name in ("one.png", "two.png"):
        sample_graph.plot(tmp_path / name, top_n=60)
    assert digest(tmp_path / "one.png") == digest(tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_labels_and_legend_are_texts(sample_graph: KnowledgeGraph, tmp_path: Path) -> None:
    picture = sample_graph.plot(tmp_path / "iran.svg", country="IRN")
    written = set(texts(picture.path))
    assert {"Iran", "country", "policy", "opposes", "supports"} <= written
    nodes = sample_graph.nodes("stances", merged=True, country="IRN")
    assert picture.nodes == len(nodes)
    assert len([label for label in nodes.label if label[:12] in " ".join(written)]) > 0.8 * len(nodes)


def test_no_two_nodes_stand_in_one_place(sample_graph: KnowledgeGraph) -> None:
    graph = PropertyGraph.read(sample_graph._store, Options(top_n=120))
    places = positions(graph)
    assert set(places) == {id_ for id_, _ in graph.nodes}
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) + abs(one[1] - other[1]) > 0.02
    assert positions(graph) == places


def test_a_picture_that_cannot_be_drawn_is_an_error(tmp_path: Path) -> None:
    many = [stance(n, holder=f"org/b{n}", policy=f"policy/p{n}") for n in range(151)]
    for store, name, message in (
        (store_of([]), "a.svg", "nothing to draw"),
        (store_of(many), "a.png", "302 nodes are too many"),
        (store_of(many), "a.pdf", "ends in .svg or .png"),
    ):
        with KnowledgeGraph(store) as graph, pytest.raises(OptionError, match=message):
            graph.plot(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_odd_labels_make_a_well_formed_picture(tmp_path: Path) -> None:
    with KnowledgeGraph(odd_store(11)) as graph:
        etree.parse(graph.plot(tmp_path / "odd.svg", "full").path)
    dollars = store_of([stance(1)], [thing("policy/repatriation", "$x_1$ and $\\frac{1}{0} _under_")])
    with KnowledgeGraph(dollars) as graph:
        assert any("$x_1$" in text for text in texts(graph.plot(tmp_path / "dollar.svg").path))
