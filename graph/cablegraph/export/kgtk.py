"""KGTK's tab-separated edges: facts about nodes as edges too, what qualifies an edge in further columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from cablegraph.export.attributes import Column
from cablegraph.export.graph_view import GraphView, open_view
from cablegraph.export.options import Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.things import one_line
from cablegraph.export.xml_text import legal

_DAYS = {"first_seen", "last_seen", "date_start", "date_end"}
_SPECIAL = re.compile(r'["|\\]')


def write_kgtk(store: Queryable, path: Path, options: Options) -> Summary:
    """Write the chosen part of the graph as one KGTK file with the columns id, node1, label, node2, ...

    What is known of a node is an edge ("country/CHN", "label", "China") with the id node-name-number. Texts
    are KGTK strings, days KGTK dates to the day, members of lists are separated by a bar. Raises OptionError,
    OSError.
    """
    with open_view(store, options) as graph, replacing_text(path) as out:
        out.writelines("\t".join(cells) + "\n" for cells in _rows(graph))
        return graph.summary(path)


def _rows(graph: GraphView) -> Iterator[list[str]]:
    columns = (Column("weight", "double"), *graph.edge_columns)
    yield ["id", "node1", "label", "node2", *(column.name for column in columns)]
    empty = [""] * len(columns)
    for node in graph.nodes:
        facts = {"label": node.label, **node.attributes}
        for column in (Column("label"), *graph.node_columns):
            for number, cell in enumerate(_members(column, facts.get(column.name)), 1):
                yield [f"{node.id}-{column.name}-{number}", node.id, column.name, cell, *empty]
    for edge in graph.edges():
        values = {"weight": edge.weight, **edge.attributes}
        cells = ["|".join(_members(column, values.get(column.name))) for column in columns]
        yield [edge.id.replace(" ", "-"), edge.source, edge.kind, edge.target, *cells]


def _members(column: Column, value: object) -> Iterator[str]:
    """Yield the members of a value: one, unless it is a list or is not there."""
    if value is None:
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, bool):
            yield str(item)
        elif isinstance(item, int | float):
            yield repr(item)
        elif column.name in _DAYS:
            yield f"^{item}T00:00:00Z/11"
        else:
            yield f'"{_SPECIAL.sub(_escaped, legal(one_line(str(item))))}"'


def _escaped(match: re.Match[str]) -> str:
    return "\\" + match[0]
