"""A graph of one's own: two SPARQL queries give its nodes and its edges.

    nodes.rq   SELECT ?id ?label ?type ... WHERE { ... }
    edges.rq   SELECT ?source ?target ?kind ?weight ?start ?end ... WHERE { ... }

`?id`, `?source` and `?target` are needed, each an IRI or a text. A node has its id for a label, and an edge
the kind "tie" and the weight 1, when the query gives none. `?start` and `?end` are days: the time of a node
or edge. Every other variable becomes a column. Nodes that only edges name are added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from cablegraph.export.attributes import Attributes, Column, span_attributes
from cablegraph.export.edge_table import EdgeTable
from cablegraph.export.options import OptionError, Options
from cablegraph.export.queryable import Queryable
from cablegraph.export.spans import Span, between
from cablegraph.export.things import one_line
from cablegraph_ontology.terms import ID, XSD, Kind, kind_of

_OF_NODES = ("id", "label", "type", "start", "end")
_OF_EDGES = ("source", "target", "kind", "weight", "start", "end")
_RESERVED = {"id", "label", "weight", "source", "target", "kind", "timeset"}
_DAYS = ("date_start", "date_end")
_NUMBERS = {
    XSD + "integer": "long",
    XSD + "decimal": "double",
    XSD + "double": "double",
    XSD + "float": "double",
    XSD + "boolean": "boolean",
}


def _truth(text: str) -> bool:
    return text in ("true", "1")


_MAKERS: dict[str, Callable[[str], object]] = {
    "long": int,
    "double": float,
    "boolean": _truth,
    "string": one_line,
}


@dataclass(frozen=True, slots=True)
class QueriedNode:
    """A node of a query: `key` as the query names it, the values of its columns, its time."""

    key: str
    label: str
    type: str
    attributes: Attributes
    spells: tuple[Span, ...]


def read_nodes(store: Queryable, query: str) -> tuple[dict[str, QueriedNode], tuple[Column, ...]]:
    """Return the nodes by key, and their columns. Raises OptionError for a query that gives no nodes."""
    columns = _columns(store, query, ("id",), _OF_NODES)
    nodes: dict[str, QueriedNode] = {}
    for row in _rows(store, query, columns):
        key = row.texts["id"]
        label = one_line(row.texts.get("label", "")) or key.removeprefix(ID)
        type_ = row.texts.get("type", _type_of(key))
        attributes: Attributes = {"type": type_, "uri": key, **row.attributes}
        known = nodes.get(key)
        node = QueriedNode(key, label, type_, attributes, row.spells)
        # Of several rows for one node, the one whose label comes first: the order of rows is the engine's.
        if known is None or (label, str(attributes)) < (known.label, str(known.attributes)):
            nodes[key] = node
    return nodes, (Column("type"), Column("uri"), *columns)


def read_edges(store: Queryable, query: str, table: EdgeTable) -> tuple[Column, ...]:
    """Put the edges into a table, in a fixed order, and return their columns. Raises OptionError."""
    columns = _columns(store, query, ("source", "target"), _OF_EDGES)
    rows = sorted(
        _rows(store, query, columns), key=lambda row: (sorted(row.texts.items()), str(row.attributes))
    )
    ids: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        source, target = row.texts["source"], row.texts["target"]
        kind = row.texts.get("kind", "tie").rpartition("#")[2]
        edge_id = f"{source.removeprefix(ID)} {kind} {target.removeprefix(ID)}"
        ids[edge_id] = ids.get(edge_id, 0) + 1
        unique = edge_id if ids[edge_id] == 1 else f"{edge_id} {ids[edge_id]}"
        when = span_attributes(row.spells[0] if row.spells else None)
        table.add((source, target, kind), number, unique, row.attributes | when, row.spells, row.weight)
    return (*columns, Column("date_start"), Column("date_end"), Column("year", "long"))


def refuse_filters(options: Options) -> None:
    """Raise OptionError for filters that queries cannot obey: they choose by themselves."""
    plain = Options()
    for name in ("view", "since", "until", "country", "policy", "standing", "confidence"):
        if getattr(options, name) != getattr(plain, name):
            raise OptionError(f"queries choose by themselves: {name} goes into their text")


def node_of(key: str) -> QueriedNode:
    """Return a node that only edges name."""
    return QueriedNode(key, key.removeprefix(ID), _type_of(key), {"type": _type_of(key), "uri": key}, ())


def _type_of(key: str) -> str:
    kind = kind_of(key)
    return "other" if kind is None else "organization" if kind is Kind.ORGANIZATION else kind.value


@dataclass(frozen=True, slots=True)
class _Row:
    texts: dict[str, str]
    attributes: Attributes
    spells: tuple[Span, ...]
    weight: float


def _rows(store: Queryable, query: str, columns: tuple[Column, ...]) -> Iterator[_Row]:
    """Yield the rows of a query."""
    solutions = store.query(query)
    names = [variable.value for variable in solutions.variables]
    makers = {column.name: _MAKERS[column.type] for column in columns}
    for solution in solutions:
        texts = {n: _text(term) for n, term in zip(names, solution, strict=True) if term is not None}
        for needed in {"id", "source", "target"} & set(names):
            if needed not in texts:
                raise OptionError(f"a row of the query has no ?{needed}")
        span = between(texts.pop("start", None), texts.pop("end", None))
        attributes: Attributes = {n: makers[n](texts.pop(n)) for n in makers if n in texts}
        yield _Row(texts, attributes, () if span is None else (span,), _weight(texts.pop("weight", "1")))


def _columns(
    store: Queryable, query: str, needed: tuple[str, ...], known: tuple[str, ...]
) -> tuple[Column, ...]:
    """Return the columns that a query has beside those that mean something here, with their types."""
    solutions = store.query(query)
    if not isinstance(solutions, ox.QuerySolutions):
        raise OptionError("the queries of nodes and of edges are SELECT queries")
    names = [variable.value for variable in solutions.variables]
    for name in needed:
        if name not in names:
            raise OptionError(f"the query needs a variable ?{name}; it has {', '.join(names) or 'none'}")
    own = [name for name in names if name not in known]
    taken = _RESERVED | {"type", "uri", "year", *_DAYS}
    for name in own:
        if name.lower() in taken or sum(other.lower() == name.lower() for other in own) > 1:
            raise OptionError(f"graph programs cannot have a column {name!r}: call ?{name} something else")
    types: dict[str, set[str]] = {name: set() for name in own}
    for solution in solutions:
        for name in own:
            if solution[name] is not None:
                types[name].add(_type(solution[name]))
    return tuple(Column(name, _joint(types[name])) for name in own)


def _type(term: Any) -> str:
    """Return the type of a column for a value: a literal that is not what its datatype says is text."""
    type_ = _NUMBERS.get(term.datatype.value, "string") if isinstance(term, ox.Literal) else "string"
    try:
        _MAKERS[type_](term.value if isinstance(term, ox.Literal) else "")
    except ValueError:
        return "string"
    return type_


def _joint(types: set[str]) -> str:
    if len(types) == 1:
        return next(iter(types))
    return "double" if types == {"long", "double"} else "string"


def _text(term: Any) -> str:
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _weight(text: str) -> float:
    """Return a weight. Raises OptionError for one that graph programs drop."""
    try:
        weight = float(text)
    except ValueError:
        weight = 0.0
    if not 0 < weight < float("inf"):
        raise OptionError(f"an edge has the weight {text!r}, and must have one above 0")
    return weight
