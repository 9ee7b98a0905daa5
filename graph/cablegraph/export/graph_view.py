"""The property graph that all graph formats share: nodes, and a stream of edges, chosen by `Options`.

    with open_view(store, Options(view=ViewName.STANCES)) as graph:
        for node in graph.nodes: ...
        for edge in graph.edges(): ...

The claims are read once. Nodes are in memory; edges pass through a temporary file, so that memory holds
about 40 bytes for each. The order is fixed: nodes by id; edges by article and place in the text or, when
merged, by source, target and kind.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cablegraph.export.attributes import EDGE_COLUMNS, NODE_COLUMNS, Attributes, Column, merge
from cablegraph.export.claims import read_sources
from cablegraph.export.collect import add_pairs, add_structure, collect
from cablegraph.export.edge_table import EdgeTable, iso_day
from cablegraph.export.options import EdgeMode, Options, Summary
from cablegraph.export.projection import RULES, Projection
from cablegraph.export.queried_view import node_of, read_edges, read_nodes, refuse_filters
from cablegraph.export.queryable import Queryable
from cablegraph.export.selection import select
from cablegraph.export.sightings import Seen, count_claims, count_members
from cablegraph.export.spans import Span, spells
from cablegraph.export.things import Thing, Things
from cablegraph.export.views import VIEWS, kind_label
from cablegraph_ontology.terms import ID

GEPHI_EDGES = 100_000
GEPHI_LITE_EDGES = 20_000


@dataclass(frozen=True, slots=True)
class Node:
    """A thing. `label` is one line and never empty; `spells` are the days it is seen, empty for always."""

    id: str
    label: str
    type: str
    uri: str
    attributes: Attributes
    spells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie. `kind` is what it says, `label` the same in words; `weight` is above 0."""

    id: str
    source: str
    target: str
    kind: str
    label: str
    weight: float
    attributes: Attributes
    spells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class GraphView:
    """A chosen part of the graph. Use it inside the `with` that opened it."""

    nodes: tuple[Node, ...]
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    n_edges: int
    n_claims: int
    directed: bool
    newest: str | None
    """The day of the newest article in the store, ISO; the only date that a file may carry as its own."""
    warnings: tuple[str, ...]
    _table: EdgeTable
    _kept: Sequence[int]
    _ids: tuple[str, ...]
    _merged: bool

    def edges(self) -> Iterator[Edge]:
        """Yield the edges, always in the same order. May be called again."""
        return self._merged_edges() if self._merged else self._single_edges()

    def summary(self, *paths: Path) -> Summary:
        """Return what there is to say of this graph once it is written to these paths."""
        return Summary(
            paths=paths,
            nodes=len(self.nodes),
            edges=self.n_edges,
            claims=self.n_claims,
            warnings=self.warnings,
        )

    def _single_edges(self) -> Iterator[Edge]:
        table, ids = self._table, self._ids
        kinds = [(kind, kind_label(kind)) for kind in table.kinds]
        for number in self._kept:
            edge_id, when, attributes = table.spool[number]
            kind, label = kinds[table.kind[number]]
            source, target = ids[table.source[number]], ids[table.target[number]]
            weight = table.weight[number]
            yield Edge(edge_id, source, target, kind, label, weight, attributes, when)

    def _merged_edges(self) -> Iterator[Edge]:
        for (source, target, kind), numbers in _grouped(self._table, self._kept, self._ids):
            records = [self._table.spool[number] for number in numbers]
            weight = sum(self._table.weight[number] for number in numbers)
            when = spells(span for _, spans, _ in records for span in spans)
            claimed = [attributes for _, _, attributes in records if "claim" in attributes]
            attributes = merge(claimed) if len(claimed) > 1 else records[0][2]
            edge_id = f"{source} {kind} {target}"
            yield Edge(edge_id, source, target, kind, kind_label(kind), weight, attributes, when)


Group = tuple[tuple[str, str, str], list[int]]


def _grouped(table: EdgeTable, kept: Sequence[int], ids: Sequence[str]) -> Iterator[Group]:
    """Yield source, target and kind of each merged edge, with the numbers of its parts, in order."""
    kinds = list(table.kinds)
    rank = _ranks(ids)
    kind_rank = _ranks(kinds)

    def key(edge: int) -> int:
        ends = rank[table.source[edge]] * len(rank) + rank[table.target[edge]]
        return ends * len(kind_rank) + kind_rank[table.kind[edge]]

    for _, numbers in groupby(sorted(kept, key=key), key=key):
        edges = list(numbers)
        first = edges[0]
        yield (ids[table.source[first]], ids[table.target[first]], kinds[table.kind[first]]), edges


def _ranks(names: Sequence[str]) -> list[int]:
    """Return the place of each name in the sorted list of all."""
    ranks = [0] * len(names)
    for place, number in enumerate(sorted(range(len(names)), key=names.__getitem__)):
        ranks[number] = place
    return ranks


@contextmanager
def open_view(store: Queryable, options: Options) -> Iterator[GraphView]:
    """Read the store and give the graph that the options ask for.

    Raises OptionError for a country or policy that the store does not know.
    """
    table = EdgeTable()
    try:
        yield _read(store, options, table) if options.queries is None else _queried(store, options, table)
    finally:
        table.spool.close()


def _read(store: Queryable, options: Options, table: EdgeTable) -> GraphView:
    things, sources = Things(store), read_sources(store)
    view, rule = VIEWS[options.view], RULES.get(options.view)
    projection = None if rule is None else Projection(rule)
    n_claims = collect(store, options, things, sources, table, projection)
    warnings: list[str] = []
    if projection is None:
        add_structure(table, view, things)
    else:
        add_pairs(table, projection, things, sources)
        warnings += _too_large(projection, things)
    kept = select(table, options)
    counted = count_claims(table, kept) if projection is None else count_members(table, projection)
    nodes = _nodes(table, kept, things, counted)
    merged = options.edges is EdgeMode.MERGED and projection is None
    n_edges = len({table.group(edge) for edge in kept}) if merged else len(kept)
    warnings += size_warnings(n_edges, len(nodes)) + _label_warnings(nodes, things)
    return GraphView(
        nodes=nodes,
        node_columns=_used(NODE_COLUMNS, {name for node in nodes for name in node.attributes}),
        edge_columns=_used(EDGE_COLUMNS, table.columns),
        n_edges=n_edges,
        n_claims=n_claims,
        directed=projection is None,
        newest=max((s.published for s in sources.values() if s.published is not None), default=None),
        warnings=tuple(warnings),
        _table=table,
        _kept=kept,
        _ids=tuple(iri.removeprefix(ID) for iri in table.nodes),
        _merged=merged,
    )


def _queried(store: Queryable, options: Options, table: EdgeTable) -> GraphView:
    """Return the graph of two queries."""
    assert options.queries is not None
    refuse_filters(options)
    known, node_columns = read_nodes(store, options.queries[0])
    edge_columns = read_edges(store, options.queries[1], table)
    kept, keys = select(table, options), list(table.nodes)
    used = {keys[node] for column in (table.source, table.target) for node in _of(column, kept)}
    alone = set() if options.narrows else known.keys() - used
    found = [known.get(key) or node_of(key) for key in used | alone]
    nodes = [Node(n.key.removeprefix(ID), n.label, n.type, n.key, n.attributes, n.spells) for n in found]
    merged = options.edges is EdgeMode.MERGED
    n_edges = len({table.group(edge) for edge in kept}) if merged else len(kept)
    return GraphView(
        nodes=tuple(sorted(nodes, key=lambda node: node.id)),
        node_columns=_used(node_columns, {name for node in nodes for name in node.attributes}),
        edge_columns=_used(edge_columns, table.columns),
        n_edges=n_edges,
        n_claims=0,
        directed=True,
        newest=None,
        warnings=tuple(size_warnings(n_edges, len(nodes))),
        _table=table,
        _kept=kept,
        _ids=tuple(key.removeprefix(ID) for key in keys),
        _merged=merged,
    )


def _used(columns: tuple[Column, ...], names: set[str]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name in names)


def _nodes(
    table: EdgeTable, kept: Sequence[int], things: Things, counted: dict[int, Seen]
) -> tuple[Node, ...]:
    iris = list(table.nodes)
    used = {node for column in (table.source, table.target) for node in _of(column, kept)}
    nodes = [_node(things.get(iris[node]), things, counted[node]) for node in used]
    return tuple(sorted(nodes, key=lambda node: node.id))


def _of(column: array[int], kept: Sequence[int]) -> Iterator[int]:
    return (column[edge] for edge in kept)


def _node(thing: Thing, things: Things, seen: Seen) -> Node:
    first, last = iso_day(seen.first), iso_day(seen.last)
    values: dict[str, object] = {
        "type": thing.type,
        "uri": thing.iri,
        "iso3": things.iso3_of(thing.iri),
        "aliases": thing.aliases or None,
        "mentions": seen.mentions,
        "first_seen": first,
        "last_seen": last,
        "latitude": thing.latitude,
        "longitude": thing.longitude,
    }
    attributes = {name: value for name, value in values.items() if value is not None}
    # Gephi hides an edge when one of its ends is hidden, so a node with an undated edge must always show.
    when = () if first is None or last is None or seen.undated else ((first, last),)
    return Node(thing.id, thing.name, thing.type, thing.iri, attributes, when)


def size_warnings(n_edges: int, n_nodes: int) -> list[str]:
    """Return a warning when Gephi or Gephi Lite will have trouble with so many, and what makes them fewer."""
    cut = "min_weight, top_n, since/until, component=largest or edges=merged make it smaller"
    if n_edges > GEPHI_EDGES:
        return [f"{n_edges:,} edges: Gephi has trouble above {GEPHI_EDGES:,} with its usual memory; {cut}"]
    if max(n_edges, n_nodes) > GEPHI_LITE_EDGES:
        size = f"{n_nodes:,} nodes, {n_edges:,} edges"
        return [f"{size}: too many for Gephi Lite, which takes {GEPHI_LITE_EDGES:,}; {cut}"]
    return []


def _label_warnings(nodes: tuple[Node, ...], things: Things) -> list[str]:
    bare = [node.id for node in nodes if node.uri in things.unlabelled]
    return [f"{len(bare)} things have no name in the graph and show their id: {bare[0]} ..."] if bare else []


def _too_large(projection: Projection, things: Things) -> list[str]:
    names = [things.get(group).name for group in projection.too_large]
    return [f"left out, too many members to tie each to each: {', '.join(sorted(names))}"] if names else []
