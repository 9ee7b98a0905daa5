"""The pieces of work that are measured, each in a process of its own: `work.py NAME FOLDER`.

FOLDER holds the store `kg`; results go to the standard output as JSON, texts of queries between the two.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
from tests.bench.research.memory import Taken, measured

from cablegraph.export.attributes import Attributes
from cablegraph.export.gexf import write_gexf, write_view
from cablegraph.export.graph_view import open_view
from cablegraph.export.options import Options
from cablegraph.research.frames import frame
from cablegraph.research.networks import networkx_graph
from cablegraph.research.property_graph import PropertyGraph
from cablegraph.store import Store
from cablegraph_ontology.terms import PREFIXES

Result = dict[str, Any]


class Recorder:
    """A store that keeps the texts of the queries that it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[str] = []

    def query(self, text: str, /) -> Any:
        """Answer a query."""
        self.asked.append(text)
        return self._store.query(text)


def export_gexf(folder: Path) -> Result:
    """The whole export: from the store to the file."""
    with Store.open_published(folder / "kg") as store:
        recorder = Recorder(store)
        with measured() as taken:
            summary = write_gexf(recorder, folder / "ours.gexf", Options())
    _keep(folder / "gexf-queries.json", recorder.asked)
    return _result(taken, nodes=summary.nodes, edges=summary.edges)


def raw_rows_of_gexf(folder: Path) -> Result:
    """The rows that the export reads, by the engine alone; nothing is kept of them."""
    return _raw_rows(folder, "gexf-queries.json")


def raw_rows_of_frames(folder: Path) -> Result:
    """The rows that the tables are made of, by the engine alone; nothing is kept of them."""
    return _raw_rows(folder, "frame-queries.json")


def write_by_ours(folder: Path) -> Result:
    """Our writer, after the graph was read."""
    with Store.open_published(folder / "kg") as store, open_view(store, Options()) as view:
        with measured() as taken:
            write_view(view, folder / "again.gexf", Options())
        return _result(taken, bytes=(folder / "again.gexf").stat().st_size)


def write_by_networkx(folder: Path) -> Result:
    """networkx.write_gexf of the same graph, after it was read and built."""
    with Store.open_published(folder / "kg") as store, open_view(store, Options()) as view:
        network = nx.MultiDiGraph()
        for node in view.nodes:
            network.add_node(node.id, label=node.label, **_plain(node.attributes))
        for edge in view.edges():
            attributes = _plain(edge.attributes) | {"kind": edge.kind, "weight": edge.weight}
            network.add_edge(edge.source, edge.target, key=edge.id, **attributes)
    with measured() as taken:
        nx.write_gexf(network, folder / "networkx.gexf")
    return _result(taken, bytes=(folder / "networkx.gexf").stat().st_size)


def frames(folder: Path) -> Result:
    """The two tables of all nodes and edges, from the store."""
    with Store.open_published(folder / "kg") as store:
        recorder = Recorder(store)
        with measured() as taken:
            graph = PropertyGraph.read(recorder, Options())
            nodes, edges = frame(graph.node_columns()), frame(graph.edge_columns())
    _keep(folder / "frame-queries.json", recorder.asked)
    return _result(taken, nodes=len(nodes), edges=len(edges), columns=edges.shape[1])


def to_networkx(folder: Path) -> Result:
    """A graph of networkx from tables that were read, and the same one from tuples made ready before."""
    with Store.open_published(folder / "kg") as store:
        graph = PropertyGraph.read(store, Options())
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
    return _result(ours, prepared=prepared.seconds, ready=ready.seconds)


def _known(names: Sequence[str], values: Sequence[Any]) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


WORK: dict[str, Callable[[Path], Result]] = {
    function.__name__: function
    for function in (
        *(export_gexf, raw_rows_of_gexf, write_by_ours, write_by_networkx),
        *(frames, raw_rows_of_frames, to_networkx),
    )
}


def _raw_rows(folder: Path, name: str) -> Result:
    texts: Sequence[str] = json.loads((folder / name).read_text(encoding="utf-8"))
    with Store.open_published(folder / "kg") as opened:
        store, rows = opened.oxigraph, 0
        with measured() as taken:
            for text in texts:
                for row in store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True):  # type: ignore[union-attr]
                    rows += 1
                    for term in row:
                        with suppress(AttributeError):  # what is not bound, and blank nodes of no value
                            term.value  # noqa: B018 - to take it is the work
    return _result(taken, rows=rows, queries=len(texts))


def _plain(attributes: Attributes) -> Attributes:
    """Return the attributes as networkx can write them: no lists, and no `type`."""
    return {
        f"a_{name}": " | ".join(value) if isinstance(value, list) else value
        for name, value in attributes.items()
    }


def _keep(path: Path, texts: Sequence[str]) -> None:
    path.write_text(json.dumps(texts), encoding="utf-8")


def _result(taken: Taken, **more: Any) -> Result:
    return asdict(taken) | more


def main() -> None:
    """Do one piece of work."""
    print(json.dumps(WORK[sys.argv[1]](Path(sys.argv[2]))))


if __name__ == "__main__":
    ox.Store()  # the engine is loaded before anything is measured
    main()
