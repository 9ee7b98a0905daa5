"""The pieces of work that are measured, each in a process of its own: `work.py NAME FOLDER`.

FOLDER holds the store `kg`; results go to the standard output as JSON, texts of queries between the two.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, TextIO

import networkx as nx
import pyoxigraph as ox
from tests.bench.research.memory import measured

from cablegraph.export.attributes import Attributes
from cablegraph.export.gexf import write_view
from cablegraph.export.graph_view import GraphView, open_view
from cablegraph.export.options import Options
from cablegraph.research.frames import frame
from cablegraph.research.networks import networkx_graph
from cablegraph.research.property_graph import PropertyGraph
from cablegraph.store import Store
from cablegraph_ontology.terms import PREFIXES

Result = dict[str, Any]


class Recorder:
    """A store that writes down the queries that it is asked, as lines of JSON, however often it is opened."""

    def __init__(self, store: Store, asked: TextIO) -> None:
        self._store, self._asked = store, asked

    def query(self, text: str, /) -> Any:
        """Answer a query."""
        self._asked.write(json.dumps(text) + "\n")
        return self._store.query(text)

    def reopened(self) -> Recorder | None:
        """Return the same store, opened anew."""
        store = self._store.reopened()
        return None if store is None else Recorder(store, self._asked)


def gexf(folder: Path) -> Result:
    """The whole export, from the store to the file; then networkx.write_gexf of the same graph, once built."""
    options = Options()
    with Store.open_published(folder / "kg") as store, ExitStack() as stack:
        recorder = Recorder(store, stack.enter_context(_queries(folder, "gexf", "w")))
        with measured() as whole:
            view = stack.enter_context(open_view(recorder, options))
            with measured() as ours:
                write_view(view, folder / "ours.gexf", options)
        size, network = (len(view.nodes), view.n_edges), _network(view)
    with measured() as theirs:
        nx.write_gexf(network, folder / "networkx.gexf")
    return {"whole": asdict(whole), "ours": asdict(ours), "theirs": asdict(theirs), "size": size}


def raw_rows_of_gexf(folder: Path) -> Result:
    """The rows that the export reads, by the engine alone; nothing is kept of them."""
    return _raw_rows(folder, "gexf")


def raw_rows_of_frames(folder: Path) -> Result:
    """The rows that the tables are made of, by the engine alone; nothing is kept of them."""
    return _raw_rows(folder, "frames")


def tables(folder: Path) -> Result:
    """The tables of all nodes and edges, from the store; then a graph of networkx, and one of prepared tuples."""
    with (
        Store.open_published(folder / "kg") as store,
        _queries(folder, "frames", "w") as asked,
        measured() as read,
    ):
        graph = PropertyGraph.read(Recorder(store, asked), Options())
        size = len(frame(graph.node_columns())), len(frame(graph.edge_columns()))
    nodes, edges = (list(zip(*cells.values(), strict=True)) for cells in (graph.node_cells, graph.edge_cells))
    with measured() as prepared:
        plain = nx.MultiDiGraph()
        for node, *values in nodes:
            plain.add_node(node, **_known(list(graph.node_cells)[1:], values))
        for source, target, key, *values in edges:
            plain.add_edge(source, target, key, **_known(list(graph.edge_cells)[3:], values))
    del nodes, edges
    with measured() as ours:
        network = networkx_graph(graph)
    dicts = [(s, t, key, dict(values)) for s, t, key, values in network.edges(keys=True, data=True)]
    with measured() as ready:
        again = nx.MultiDiGraph()
        again.add_nodes_from(network.nodes(data=True))
        again.add_edges_from(dicts)
    assert nx.utils.graphs_equal(plain, network) and nx.utils.graphs_equal(again, network)
    blocks = {"read": read, "prepared": prepared, "ours": ours, "ready": ready}
    return {name: asdict(taken) for name, taken in blocks.items()} | {"size": size}


def _network(view: GraphView) -> nx.MultiDiGraph:
    network = nx.MultiDiGraph()
    for node in view.nodes:
        network.add_node(node.id, label=node.label, **_plain(node.attributes))
    for edge in view.edges():
        attributes = _plain(edge.attributes) | {"kind": edge.kind, "weight": edge.weight}
        network.add_edge(edge.source, edge.target, key=edge.id, **attributes)
    return network


def _known(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


WORK: dict[str, Callable[[Path], Result]] = {
    function.__name__: function for function in (gexf, raw_rows_of_gexf, tables, raw_rows_of_frames)
}


def _raw_rows(folder: Path, name: str) -> Result:
    with Store.open_published(folder / "kg") as opened, _queries(folder, name, "r") as texts:
        store, rows = opened.oxigraph, 0
        with measured() as taken:
            for text in map(json.loads, texts):
                for row in store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True):  # type: ignore[union-attr]
                    rows += 1
                    for term in row:
                        with suppress(AttributeError):  # what is not bound, and blank nodes of no value
                            term.value  # noqa: B018 - to take it is the work
    return {"read": asdict(taken), "rows": rows}


def _plain(attributes: Attributes) -> Attributes:
    """Return the attributes as networkx can write them: no lists, and no `type`."""
    return {
        f"a_{name}": " | ".join(value) if isinstance(value, list) else value
        for name, value in attributes.items()
    }


def _queries(folder: Path, name: str, mode: Literal["r", "w"]) -> TextIO:
    """Open the file of the queries that a piece of work asks. They are many, so no memory holds them."""
    return (folder / f"{name}-queries.jsonl").open(mode, encoding="utf-8")


def main() -> None:
    """Do one piece of work."""
    print(json.dumps(WORK[sys.argv[1]](Path(sys.argv[2]))))


if __name__ == "__main__":
    ox.Store()  # the engine is loaded before anything is measured
    main()
