"""Choosing edges by what can only be known once all are there: weight, rank, connection."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence

from cablegraph.export.edge_table import NO_CLAIM, EdgeTable
from cablegraph.export.options import Component, Options


def select(table: EdgeTable, options: Options) -> Sequence[int]:
    """Return the numbers of the edges that the options keep, in order."""
    kept: Sequence[int] = range(len(table))
    if options.min_weight > 0:
        kept = _heavy(table, kept, options.min_weight)
    kept = _anchored(table, kept)
    if options.top_n is not None:
        kept = _anchored(table, _top(table, kept, options.top_n))
    if options.component is Component.LARGEST:
        kept = _largest_component(table, kept)
    return kept


def _heavy(table: EdgeTable, kept: Sequence[int], least: float) -> Sequence[int]:
    """Keep edges that, merged with their likes, weigh enough, and those that no claim makes."""
    weights: dict[int, float] = defaultdict(float)
    for edge in kept:
        weights[table.group(edge)] += table.weight[edge]
    return array("I", (e for e in kept if table.claim[e] == NO_CLAIM or weights[table.group(e)] >= least))


def _anchored(table: EdgeTable, kept: Sequence[int]) -> Sequence[int]:
    """Drop edges that no claim makes and that hang on nothing that a claim has brought in.

    Office, body and country are a chain, so what one such edge brings in may anchor the next.
    """
    held: set[int] = set()
    loose: dict[int, list[int]] = defaultdict(list)
    for edge in kept:
        if table.claim[edge] == NO_CLAIM:
            loose[table.source[edge]].append(edge)
        else:
            held.update((table.source[edge], table.target[edge]))
    if not loose:
        return kept
    anchored: set[int] = set()
    waiting = list(held)
    while waiting:
        for edge in loose.pop(waiting.pop(), ()):
            anchored.add(edge)
            waiting.append(table.target[edge])
    return array("I", (edge for edge in kept if table.claim[edge] != NO_CLAIM or edge in anchored))


def _top(table: EdgeTable, kept: Sequence[int], count: int) -> Sequence[int]:
    """Keep the edges between the nodes with the largest sums of weights."""
    sums: dict[int, float] = defaultdict(float)
    for edge in kept:
        for node in {table.source[edge], table.target[edge]}:
            sums[node] += table.weight[edge]
    names = list(table.nodes)
    ranked = sorted(sums, key=lambda node: (-sums[node], names[node]))
    top = set(ranked[:count])
    return array("I", (e for e in kept if table.source[e] in top and table.target[e] in top))


def _largest_component(table: EdgeTable, kept: Sequence[int]) -> Sequence[int]:
    """Keep the edges of the connected part with the most nodes; of equals, the first in the order of IRIs."""
    parent = list(range(len(table.nodes)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for edge in kept:
        parent[root(table.source[edge])] = root(table.target[edge])
    names = list(table.nodes)
    members: dict[int, list[int]] = defaultdict(list)
    for node in {n for edge in kept for n in (table.source[edge], table.target[edge])}:
        members[root(node)].append(node)
    if not members:
        return kept
    best = min(members.values(), key=lambda part: (-len(part), min(names[node] for node in part)))
    chosen = root(best[0])
    return array("I", (edge for edge in kept if root(table.source[edge]) == chosen))
