"""Choosing edges by what can only be known once all are there: weight, rank, connection.

The edges that are not chosen are taken out of the table. Memory holds a few bytes for each node.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from cablegraph.export.edge_table import EdgeTable
from cablegraph.export.options import Component, Options


def select(table: EdgeTable, options: Options) -> None:
    """Keep the edges that the options ask for."""
    if options.min_weight > 0:
        _keep_heavy(table, options.min_weight)
    _keep_anchored(table)
    if options.top_n is not None:
        _keep_nodes(table, _top(table, options.top_n))
        _keep_anchored(table)
    if options.component is Component.LARGEST:
        _keep_nodes(table, _largest_component(table))


def _keep_heavy(table: EdgeTable, least: float) -> None:
    """Keep edges that, merged with their likes, weigh enough, and those that no claim makes."""
    table.database.execute("CREATE TEMP TABLE light (source INTEGER, target INTEGER, kind TEXT)")
    rows = table.database.execute(
        "SELECT source, target, kind, weight FROM edge ORDER BY source, target, kind, number"
    )
    # Added up here, in order, as SQLite's sum() of fractions differs between its versions.
    light = (
        tie for tie, edges in groupby(rows, key=itemgetter(0, 1, 2)) if sum(edge[3] for edge in edges) < least
    )
    table.database.executemany("INSERT INTO light VALUES (?, ?, ?)", light)
    table.database.execute(
        "DELETE FROM edge WHERE claim <> 0 AND (source, target, kind) IN (SELECT * FROM light)"
    )
    table.database.execute("DROP TABLE light")


def _keep_anchored(table: EdgeTable) -> None:
    """Drop edges that no claim makes and that hang on nothing that a claim has brought in.

    Office, body and country are a chain, so what one such edge brings in may anchor the next.
    """
    table.database.execute("CREATE INDEX IF NOT EXISTS loose ON edge (source, target) WHERE claim = 0")
    table.database.execute(
        "WITH RECURSIVE held (node) AS ("
        " SELECT source FROM edge WHERE claim <> 0 UNION SELECT target FROM edge WHERE claim <> 0"
        " UNION SELECT edge.target FROM held CROSS JOIN edge ON edge.source = held.node AND edge.claim = 0)"
        " DELETE FROM edge WHERE claim = 0 AND source NOT IN held"
    )


def _keep_nodes(table: EdgeTable, nodes: Iterable[int]) -> None:
    """Keep the edges between nodes with these numbers."""
    table.database.execute("CREATE TEMP TABLE chosen (node INTEGER PRIMARY KEY)")
    table.database.executemany("INSERT INTO chosen VALUES (?)", ((node,) for node in nodes))
    table.database.execute("DELETE FROM edge WHERE source NOT IN chosen OR target NOT IN chosen")
    table.database.execute("DROP TABLE chosen")


def _top(table: EdgeTable, count: int) -> Iterable[int]:
    """Return the nodes with the largest sums of weights; of equals, the first in the order of IRIs."""
    sums = array("d", bytes(8 * (table.last_node() + 1)))
    for source, target, weight in table.ends():
        sums[source] += weight
        if target != source:
            sums[target] += weight
    table.database.execute("CREATE TEMP TABLE total (node INTEGER PRIMARY KEY, weight REAL)")
    # Every edge weighs something, so a node without weight has no edges.
    totals = ((node, weight) for node, weight in enumerate(sums) if weight > 0)
    table.database.executemany("INSERT INTO total VALUES (?, ?)", totals)
    rows = table.database.execute(
        "SELECT node FROM total CROSS JOIN node ON number = node ORDER BY weight DESC, iri LIMIT ?", (count,)
    ).fetchall()
    table.database.execute("DROP TABLE total")
    return (node for (node,) in rows)


def _largest_component(table: EdgeTable) -> Iterable[int]:
    """Return the connected part with the most nodes; of equals, the first in the order of IRIs."""
    parent = array("L", range(table.last_node() + 1))
    used = bytearray(len(parent))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for source, target, _ in table.ends():
        used[source] = used[target] = 1
        parent[root(source)] = root(target)
    sizes = array("L", bytes(parent.itemsize * len(parent)))
    for node in range(len(parent)):
        sizes[root(node)] += used[node]
    most = max(sizes)
    rows = table.database.execute("SELECT number FROM node ORDER BY iri")
    chosen = next((root(node) for (node,) in rows if used[node] and sizes[root(node)] == most), 0)
    return (node for node in range(len(parent)) if used[node] and root(node) == chosen)
