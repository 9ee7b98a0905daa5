"""A view of the graph held in memory as plain tuples: what frames and networks are made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypedDict

from cablegraph.columns import Column, Type
from cablegraph.export.attributes import Column as ViewColumn
from cablegraph.export.graph_view import open_view
from cablegraph.export.graphml import joined
from cablegraph.export.options import Component, EdgeMode, OptionError, Options, ViewName
from cablegraph.export.queryable import Queryable
from cablegraph.export.xml_text import legal
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


@dataclass(frozen=True, slots=True, eq=False)
class PropertyGraph:
    """Nodes and edges of one view, as the exports write them. Never change the dicts in it."""

    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]
    directed: bool
    node_types: Mapping[str, Type]
    """The columns of the nodes that have a value somewhere, without the id, in order."""
    edge_types: Mapping[str, Type]

    @classmethod
    def read(cls, store: Queryable, options: Options) -> PropertyGraph:
        """Read a view from a store. Raises OptionError for options that cannot be met."""
        with open_view(store, options) as view:
            return cls(
                nodes=tuple((n.id, _plain({"label": n.label}, n.attributes)) for n in view.nodes),
                edges=tuple(
                    (e.source, e.target, e.id, _plain(_fixed(e.kind, e.label, e.weight), e.attributes))
                    for e in view.edges()
                ),
                directed=view.directed,
                node_types={"label": Type.TEXT} | _types(view.node_columns),
                edge_types=_EDGE_TYPES | _types(view.edge_columns),
            )

    def node_columns(self) -> Iterator[Column]:
        """Yield the columns of the nodes: id, label, type, ..."""
        yield Column("id", Type.TEXT, [id_ for id_, _ in self.nodes])
        yield from _columns(self.node_types, [attributes for _, attributes in self.nodes])

    def edge_columns(self) -> Iterator[Column]:
        """Yield the columns of the edges: source, target, id, kind, label, weight, ..."""
        for place, name in enumerate(("source", "target", "id")):
            yield Column(name, Type.TEXT, [edge[place] for edge in self.edges])
        yield from _columns(self.edge_types, [edge[3] for edge in self.edges])


_EDGE_TYPES = {"kind": Type.TEXT, "label": Type.TEXT, "weight": Type.NUMBER}
_TYPES = {
    "string": Type.TEXT,
    "long": Type.INTEGER,
    "double": Type.NUMBER,
    "boolean": Type.TRUTH,
    "liststring": Type.TEXT,
}
_DAYS = {"first_seen", "last_seen", "date_start", "date_end"}


def _types(columns: Iterable[ViewColumn]) -> dict[str, Type]:
    return {c.name: Type.DATE if c.name in _DAYS else _TYPES[c.type] for c in columns}


def _columns(types: Mapping[str, Type], rows: list[dict[str, Plain]]) -> Iterator[Column]:
    for name, type_ in types.items():
        values: list[Any] = [row.get(name) for row in rows]
        if type_ is Type.DATE:
            values = [None if value is None else datetime.date.fromisoformat(value) for value in values]
        yield Column(name, type_, values)


def _fixed(kind: str, label: str, weight: float) -> dict[str, Plain]:
    return {"kind": kind, "label": label, "weight": weight}


# Words of articles and of people; all other texts are our own.
_TEXTS = ("label", "quote", "role", "speaker", "policy", "addressee")
_LISTS = ("aliases", "shared", "sources")


def _plain(row: dict[str, Plain], attributes: Mapping[str, Any]) -> dict[str, Plain]:
    """Fill a row with attributes: lists joined, and nothing in a text that XML forbids."""
    row |= attributes
    for name in _LISTS:
        if name in row:
            members = attributes[name]
            row[name] = members[0] if len(members) == 1 else joined(members)
    for name in (*_TEXTS, *_LISTS):
        text = row.get(name)
        if text is not None and not text.isprintable():  # type: ignore[union-attr]  # all are texts by now
            row[name] = legal(text)  # type: ignore[arg-type]
    return row
