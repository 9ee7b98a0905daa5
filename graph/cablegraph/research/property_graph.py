"""A view of the graph held in memory as plain tuples: what frames and networks are made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, TypedDict

from cablegraph.export.attributes import EDGE_COLUMNS, NODE_COLUMNS
from cablegraph.export.graph_view import open_view
from cablegraph.export.options import Component, EdgeMode, OptionError, Options, ViewName
from cablegraph.export.queryable import Queryable
from cablegraph.research.claim_edges import EDGE_NAMES, claim_edges, is_plain, plain_cells
from cablegraph.research.columns import Column, Type
from cablegraph_ontology.relations import Standing

Plain: TypeAlias = str | int | float | bool
"""What every graph program can read. Lists are texts, joined by a bar."""

Day: TypeAlias = str | datetime.date
"""A day, as a date or as an ISO text: "2006-03-22"."""


class Window(TypedDict, total=False):
    """What narrows a table. A claim must pass all that are given."""

    since: Day
    """Only claims of this day or later."""
    until: Day
    """Only claims of this day or earlier."""
    standing: str | Sequence[str]
    """Stances with one of these standings: own, reported, imputed, nested."""
    confidence: float
    """Claims with at least this confidence, 0 to 1."""


class Filters(Window, total=False):
    """What narrows a view: all of `Window`, and these."""

    country: str | Sequence[str]
    """ISO 3166 alpha-3 codes: claims that involve one of these countries or a body of theirs."""
    policy: str | Sequence[str]
    """Stances on one of these policies, by id or name."""
    min_weight: float
    """Edges that weigh at least this when merged: 3 means said by three claims."""
    top_n: int
    """Only so many nodes: those with the largest sum of edge weights."""
    component: str
    """"largest" keeps only the largest connected part."""


_FILTERS = (
    *Window.__annotations__,
    *(name for name in Filters.__annotations__ if name not in Window.__annotations__),
)


def options_of(view: str = "full", merged: bool = False, filters: Window | None = None) -> Options:
    """Return export options from plain values. Raises OptionError for words and dates that are none."""
    given: dict[str, Any] = dict(filters or {})
    unknown = sorted(set(given) - set(_FILTERS))
    if unknown:
        raise OptionError(f"no filter {unknown[0]!r}; there are {', '.join(_FILTERS)}")
    for name in ("since", "until"):
        if isinstance(given.get(name), str):
            given[name] = _day(name, given[name])
    for name in ("country", "policy", "standing"):
        if name in given:
            given[name] = (given[name],) if isinstance(given[name], str) else tuple(given[name])
    try:
        if "standing" in given:
            given["standing"] = tuple(Standing(word) for word in given["standing"])
        if "component" in given:
            given["component"] = Component(given["component"])
        return Options(view=ViewName(view), edges=EdgeMode.MERGED if merged else EdgeMode.CLAIMS, **given)
    except ValueError as error:
        raise OptionError(_readable(error)) from error


def _day(name: str, text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise OptionError(f"{name} must be a day such as 2006-03-22, not {text!r}") from None


def _readable(error: ValueError) -> str:
    """Return the message with the words that would do, when a word is not one of a list."""
    for enum in (ViewName, Standing, Component):
        if str(error).endswith(f"is not a valid {enum.__name__}"):
            word = str(error).removesuffix(f" is not a valid {enum.__name__}")
            return f"{word} is none of {', '.join(member.value for member in enum)}"
    return str(error)


NodeRow: TypeAlias = tuple[str, dict[str, Plain]]
"""Id, attributes: label, type, uri, and what else is known."""

EdgeRow: TypeAlias = tuple[str, str, str, dict[str, Plain]]
"""Source id, target id, edge id, attributes: kind, label, weight, and what the claims say."""

Cells: TypeAlias = dict[str, list[Any]]
"""Columns by name, all of one length; None where there is no value."""


@dataclass(frozen=True)
class PropertyGraph:
    """Nodes and edges of one view, as the exports write them. Never change the lists and dicts in it."""

    node_cells: Cells
    """id, label, type, uri, ..."""
    edge_cells: Cells
    """source, target, id, kind, label, weight, ..."""
    directed: bool

    @classmethod
    def read(cls, store: Queryable, options: Options) -> PropertyGraph:
        """Read a view from a store. Raises OptionError for options that cannot be met."""
        if is_plain(options):
            return cls(*claim_edges(store, options), directed=True)
        with open_view(store, options) as view:
            nodes: list[dict[str, Any]] = [{"id": n.id, "label": n.label, **n.attributes} for n in view.nodes]
            edges: list[dict[str, Any]] = [
                {"source": e.source, "target": e.target, "id": e.id, "kind": e.kind, "label": e.label}
                | {"weight": e.weight, **e.attributes}
                for e in view.edges()
            ]
            node_names = ("id", "label", *(column.name for column in view.node_columns))
            edge_names = (*EDGE_NAMES, *(column.name for column in view.edge_columns))
            return cls(_cells(node_names, nodes), _cells(edge_names, edges), directed=view.directed)

    @cached_property
    def nodes(self) -> tuple[NodeRow, ...]:
        """The nodes as rows."""
        names = [name for name in self.node_cells if name != "id"]
        rows = zip(*(self.node_cells[name] for name in names), strict=True)
        return tuple(
            (id_, {name: value for name, value in zip(names, row, strict=True) if value is not None})
            for id_, row in zip(self.node_cells["id"], rows, strict=True)
        )

    @cached_property
    def edges(self) -> tuple[EdgeRow, ...]:
        """The edges as rows."""
        cells = self.edge_cells
        names = [name for name in cells if name not in ("source", "target", "id")]
        rows = zip(*(cells[name] for name in names), strict=True)
        ends = zip(cells["source"], cells["target"], cells["id"], strict=True)
        return tuple(
            (*end, {name: value for name, value in zip(names, row, strict=True) if value is not None})
            for end, row in zip(ends, rows, strict=True)
        )

    def node_columns(self) -> Iterator[Column]:
        """Yield the columns of the nodes: id, label, type, ..."""
        return (Column(name, _TYPES[name], values) for name, values in self.node_cells.items())

    def edge_columns(self) -> Iterator[Column]:
        """Yield the columns of the edges: source, target, id, kind, label, weight, ..."""
        return (Column(name, _TYPES[name], values) for name, values in self.edge_cells.items())


_OF_GEXF = {
    "string": Type.TEXT,
    "long": Type.INTEGER,
    "double": Type.NUMBER,
    "boolean": Type.TRUTH,
    "liststring": Type.TEXT,
}
_DAYS = {"first_seen", "last_seen", "date_start", "date_end"}
_TYPES = {
    **dict.fromkeys(("id", *EDGE_NAMES), Type.TEXT),
    **{column.name: _OF_GEXF[column.type] for column in (*NODE_COLUMNS, *EDGE_COLUMNS)},
    **dict.fromkeys(_DAYS, Type.DAY),
    "weight": Type.NUMBER,
}


def _cells(names: Iterable[str], rows: list[dict[str, Any]]) -> Cells:
    return {name: plain_cells(name, [row.get(name) for row in rows]) for name in names}
