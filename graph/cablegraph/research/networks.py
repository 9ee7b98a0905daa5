"""A view as a graph of networkx or igraph, or as triples for PyKEEN. Attributes are plain values only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx

from cablegraph.research.extras import extra
from cablegraph.research.property_graph import PropertyGraph

if TYPE_CHECKING:
    import igraph


def networkx_graph(graph: PropertyGraph) -> networkx.MultiDiGraph | networkx.MultiGraph:
    """Return a MultiDiGraph, or a MultiGraph for a projection. The key of an edge is its id.

    Nodes and edges have attributes of type str, int, float and bool only; what is not known is not there.
    """
    network = networkx.MultiDiGraph() if graph.directed else networkx.MultiGraph()
    network.add_nodes_from(graph.nodes)
    network.add_edges_from(graph.edges)
    return network


def igraph_graph(graph: PropertyGraph) -> igraph.Graph:
    """Return an igraph Graph; ids are in the attribute `name` of a vertex and `id` of an edge.

    What is not known is None. Raises MissingExtraError without igraph.
    """
    nodes, edges = graph.node_cells, graph.edge_cells
    place = {id_: number for number, id_ in enumerate(nodes["id"])}
    ends = zip(edges["source"], edges["target"], strict=True)
    network: igraph.Graph = extra("igraph", "igraph").Graph(
        n=len(place),
        edges=[(place[source], place[target]) for source, target in ends],
        directed=graph.directed,
    )
    for name, values in nodes.items():
        network.vs["name" if name == "id" else name] = values
    for name, values in edges.items():
        if name not in ("source", "target"):
            network.es[name] = values
    return network


def labelled_triples(graph: PropertyGraph) -> list[tuple[str, str, str]]:
    """Return (source, kind, target) of all edges, each once, sorted."""
    return sorted({(source, str(row["kind"]), target) for source, target, _, row in graph.edges})


def pykeen_factory(graph: PropertyGraph) -> Any:
    """Return a pykeen.triples.TriplesFactory of the edges, each triple once.

    Raises MissingExtraError without PyKEEN, which no extra of this package brings: `pip install pykeen`.
    """
    import numpy as np

    triples = np.array(labelled_triples(graph), dtype=str).reshape(-1, 3)
    return extra("pykeen.triples", "").TriplesFactory.from_labeled_triples(triples)
