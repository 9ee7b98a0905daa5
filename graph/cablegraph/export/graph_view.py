"""The property graph that all graph formats share: nodes, and a stream of edges, chosen by `Options`.

    with open_view(store, Options(view=ViewName.STANCES)) as graph:
        for node in graph.nodes: ...
        for edge in graph.edges(): ...

The claims are read once, into a temporary file that takes about as much space as the graph itself; memory
holds some thousand things and a few bytes for each node. The order is fixed: nodes by id; edges by article
and place in the text or, when merged, by source, target and kind.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cablegraph.export.articles import Articles
from cablegraph.export.attributes import EDGE_COLUMNS, NODE_COLUMNS, Attributes, Column, merge
from cablegraph.export.bounded_reader import BoundedReader
from cablegraph.export.collect import add_pairs, add_structure, collect
from cablegraph.export.edge_table import EdgeTable
from cablegraph.export.options import EdgeMode, Options, Summary
from cablegraph.export.projection import RULES, Projection
from cablegraph.export.queried_view import node_of, read_edges, read_nodes, refuse_filters
from cablegraph.export.queryable import Queryable
from cablegraph.export.scratch import scratch
from cablegraph.export.selection import select
from cablegraph.export.sightings import Seen, count_claims, count_members, seen_nodes, used_nodes
from cablegraph.export.spans import Span, spells
from cablegraph.export.things import Thing, Things
from cablegraph.export.things_on_disk import ThingsOnDisk
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

    nodes: Collection[Node]
    """In order. They are read anew each time that they are asked for."""
    node_columns: tuple[Column, ...]
    edge_columns: tuple[Column, ...]
    n_edges: int
    n_claims: int
    directed: bool
    newest: str | None
    """The day of the newest article in the store, ISO; the only date that a file may carry as its own."""
    warnings: tuple[str, ...]
    _table: EdgeTable
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
        for (source, target, kind), weight, record in self._table.single():
            label = kind_label(kind)
            yield Edge(record.id, source, target, kind, label, weight, record.attributes, record.spells)

    def _merged_edges(self) -> Iterator[Edge]:
        for (source, target, kind), weights, records in self._table.merged():
            when = spells(span for record in records for span in record.spells)
            claimed = [record.attributes for record in records if "claim" in record.attributes]
            attributes = merge(claimed) if len(claimed) > 1 else records[0].attributes
            edge_id = f"{source} {kind} {target}"
            yield Edge(edge_id, source, target, kind, kind_label(kind), sum(weights), attributes, when)


class _Nodes(Collection[Node]):
    """The nodes that were counted, made one by one."""

    def __init__(self, table: EdgeTable, things: Things) -> None:
        self._table, self._things = table, things
        self._length = sum(1 for _ in seen_nodes(table))

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Node]:
        return (_node(self._things.get(seen.iri), self._things, seen) for seen in seen_nodes(self._table))

    def __contains__(self, node: object) -> bool:
        return any(node == known for known in self)


@contextmanager
def open_view(store: Queryable, options: Options) -> Iterator[GraphView]:
    """Read the store and give the graph that the options ask for.

    Raises OptionError for a country or policy that the store does not know.
    """
    with scratch() as database:
        table = EdgeTable(database)
        yield _read(store, options, table) if options.queries is None else _queried(store, options, table)


def _read(store: Queryable, options: Options, table: EdgeTable) -> GraphView:
    reader = BoundedReader(store)
    things, articles = ThingsOnDisk(reader, table.database), Articles(reader, table.database)
    rule = RULES.get(options.view)
    projection = None if rule is None else Projection(rule)
    n_claims = collect(reader, options, things, articles, table, projection)
    warnings: list[str] = []
    if projection is None:
        add_structure(table, VIEWS[options.view], things)
        select(table, options)
        count_claims(table)
    else:
        add_pairs(table, projection, things, articles)
        warnings += _too_large(projection, things)
        select(table, options)
        count_members(table, projection)
    nodes = _Nodes(table, things)
    merged = options.edges is EdgeMode.MERGED and projection is None
    n_edges = table.n_ties() if merged else len(table)
    warnings += size_warnings(n_edges, len(nodes)) + _label_warnings(nodes, things)
    return GraphView(
        nodes=nodes,
        node_columns=_used(NODE_COLUMNS, {name for node in nodes for name in node.attributes}),
        edge_columns=_used(EDGE_COLUMNS, table.columns),
        n_edges=n_edges,
        n_claims=n_claims,
        directed=projection is None,
        newest=articles.newest(),
        warnings=tuple(warnings),
        _table=table,
        _merged=merged,
    )


def _queried(store: Queryable, options: Options, table: EdgeTable) -> GraphView:
    """Return the graph of two queries."""
    assert options.queries is not None
    refuse_filters(options)
    known, node_columns = read_nodes(store, options.queries[0])
    edge_columns = read_edges(store, options.queries[1], table)
    select(table, options)
    used = used_nodes(table)
    alone = set() if options.narrows else known.keys() - used
    found = [known.get(key) or node_of(key) for key in sorted(used | alone)]
    nodes = [Node(n.key.removeprefix(ID), n.label, n.type, n.key, n.attributes, n.spells) for n in found]
    merged = options.edges is EdgeMode.MERGED
    n_edges = table.n_ties() if merged else len(table)
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
        _merged=merged,
    )


def _used(columns: tuple[Column, ...], names: set[str]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.name in names)


def _node(thing: Thing, things: Things, seen: Seen) -> Node:
    values: dict[str, object] = {
        "type": thing.type,
        "uri": thing.iri,
        "iso3": things.iso3_of(thing.iri),
        "aliases": thing.aliases or None,
        "mentions": seen.mentions,
        "first_seen": seen.first,
        "last_seen": seen.last,
        "latitude": thing.latitude,
        "longitude": thing.longitude,
    }
    attributes = {name: value for name, value in values.items() if value is not None}
    return Node(thing.id, thing.name, thing.type, thing.iri, attributes, seen.spells)


def size_warnings(n_edges: int, n_nodes: int) -> list[str]:
    """Return a warning when Gephi or Gephi Lite will have trouble with so many, and what makes them fewer."""
    cut = "min_weight, top_n, since/until, component=largest or edges=merged make it smaller"
    if n_edges > GEPHI_EDGES:
        return [f"{n_edges:,} edges: Gephi has trouble above {GEPHI_EDGES:,} with its usual memory; {cut}"]
    if max(n_edges, n_nodes) > GEPHI_LITE_EDGES:
        size = f"{n_nodes:,} nodes, {n_edges:,} edges"
        return [f"{size}: too many for Gephi Lite, which takes {GEPHI_LITE_EDGES:,}; {cut}"]
    return []


def _label_warnings(nodes: Collection[Node], things: Things) -> list[str]:
    bare = [node.id for node in nodes if things.get(node.uri).label is None]
    return [f"{len(bare)} things have no name in the graph and show their id: {bare[0]} ..."] if bare else []


def _too_large(projection: Projection, things: Things) -> list[str]:
    names = [things.get(group).name for group in projection.too_large]
    return [f"left out, too many members to tie each to each: {', '.join(sorted(names))}"] if names else []
