"""Triples of an answer as a graph of rdflib."""

from __future__ import annotations

from collections.abc import Iterable

import oxrdflib
import pyoxigraph as ox
import rdflib
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from cablegraph_ontology.terms import PREFIXES


def rdflib_graph(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Return an rdflib Graph of its own with the triples, in memory, and the usual prefixes bound."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    graph = rdflib.Graph(oxrdflib.OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    return graph
