"""GEXF 1.3 for Gephi and Gephi Lite.

Time stands in the file twice: as spells, for the timeline of Gephi, and as the columns `date_start`,
`date_end` and `year`, for Gephi Lite, which reads no GEXF time. The `kind` of an edge is its predicate: by it
Gephi keeps parallel edges apart.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path

from cablegraph.export.attributes import Attributes, Column
from cablegraph.export.graph_view import Edge, GraphView, Node, open_view
from cablegraph.export.options import Options, Summary
from cablegraph.export.palette import Colour, palette
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.spans import Span
from cablegraph.export.xml_text import attribute, legal

# The prefix must be "viz" and the other elements must have none: Gephi Lite compares names as written.
_ROOT = '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">'


def write_gexf(store: Queryable, path: Path, options: Options) -> Summary:
    """Write the chosen part of the graph as one GEXF file. The same store gives the same bytes.

    Raises OptionError for options that cannot be met, OSError when the file cannot be written; an older file
    then stays as it was.
    """
    with open_view(store, options) as graph:
        write_view(graph, path, options)
        return graph.summary(path)


def write_view(graph: GraphView, path: Path, options: Options) -> None:
    """Write a view that is already open. `options` are those that it was opened with."""
    with replacing_text(path) as out:
        out.writelines(_lines(graph, options))


def _lines(graph: GraphView, options: Options) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_ROOT}\n'
    yield _meta(graph, options)
    edge_type = "directed" if graph.directed else "undirected"
    yield (
        f'<graph defaultedgetype="{edge_type}" idtype="string" mode="dynamic" timeformat="date"'
        ' timerepresentation="interval">\n'
    )
    yield _declaration("node", graph.node_columns)
    yield _declaration("edge", graph.edge_columns)
    yield "<nodes>\n"
    node_values, colours = _writers(graph.node_columns), palette().nodes
    for node in graph.nodes:
        yield _node(node, node_values, colours.get(node.type))
    yield "</nodes>\n<edges>\n"
    edge_values, edge_colours = _writers(graph.edge_columns), palette().edges
    for edge in graph.edges():
        yield _edge(edge, edge_values, edge_colours.get(edge.kind))
    yield "</edges>\n</graph>\n</gexf>\n"


def _meta(graph: GraphView, options: Options) -> str:
    # The clock must not show: the newest article dates the file.
    modified = "" if graph.newest is None else f' lastmodifieddate="{graph.newest}"'
    view = "two queries" if options.queries is not None else options.view.value
    what = f"View: {view}. Edges: {options.edges.value}."
    return f"<meta{modified}><creator>Cablegraph</creator><description>{what}</description></meta>\n"


def _declaration(owner: str, columns: tuple[Column, ...]) -> str:
    rows = "".join(f'<attribute id="{c.name}" title="{c.name}" type="{c.type}"/>' for c in columns)
    return f'<attributes class="{owner}" mode="static">{rows}</attributes>\n'


Writer = Callable[[object], str]


def _text(value: object) -> str:
    return attribute(str(value))


def _boolean(value: object) -> str:
    return "true" if value else "false"


def _list(value: object) -> str:
    items = value if isinstance(value, list) else [value]
    return attribute(json.dumps([legal(str(item)) for item in items], ensure_ascii=False))


_WRITERS: dict[str, Writer] = {
    "string": _text,
    "long": str,
    "double": repr,
    "boolean": _boolean,
    "liststring": _list,
}


def _writers(columns: tuple[Column, ...]) -> dict[str, tuple[str, Writer]]:
    """Return, by column name, how its value begins and how it is written."""
    return {c.name: (f'<attvalue for="{c.name}" value="', _WRITERS[c.type]) for c in columns}


def _values(attributes: Attributes, writers: dict[str, tuple[str, Writer]]) -> str:
    parts = []
    for name, value in attributes.items():
        start, write = writers[name]
        parts.append(f'{start}{write(value)}"/>')
    return f"<attvalues>{''.join(parts)}</attvalues>" if parts else ""


def _spells(spells: tuple[Span, ...]) -> str:
    if not spells:
        return ""
    rows = "".join(f'<spell start="{first}" end="{last}"/>' for first, last in spells)
    return f"<spells>{rows}</spells>"


def _colour(colour: Colour | None) -> str:
    return "" if colour is None else '<viz:color r="{}" g="{}" b="{}"/>'.format(*colour)


def _node(node: Node, writers: dict[str, tuple[str, Writer]], colour: Colour | None) -> str:
    return (
        f'<node id="{attribute(node.id)}" label="{attribute(node.label)}">'
        f"{_values(node.attributes, writers)}{_spells(node.spells)}{_colour(colour)}"
        f'<viz:size value="{_size(node.attributes.get("mentions"))}"/></node>\n'
    )


def _size(mentions: object) -> float:
    """Return the width of a node: by the logarithm, as a few are named a thousand times as often as most."""
    count = mentions if isinstance(mentions, int) else 0
    return round(4 + 3 * math.log2(1 + count), 1)


def _edge(edge: Edge, writers: dict[str, tuple[str, Writer]], colour: Colour | None) -> str:
    return (
        f'<edge id="{attribute(edge.id)}" source="{attribute(edge.source)}" target="{attribute(edge.target)}"'
        f' kind="{attribute(edge.kind)}" label="{attribute(edge.label)}" weight="{edge.weight!r}">'
        f"{_values(edge.attributes, writers)}{_spells(edge.spells)}{_colour(colour)}</edge>\n"
    )
