"""GraphML for yEd, igraph, networkx and R. It has no lists and no time: lists are joined, days are texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from cablegraph.export.attributes import Attributes, Column
from cablegraph.export.graph_view import GraphView, open_view
from cablegraph.export.options import Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.xml_text import attribute

LIST_SEPARATOR = " | "
"""Stands between the members of a list. A bar may not stand in an IRI, and hardly ever does in a name."""

_ROOT = '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
_TYPES = {
    "string": "string",
    "long": "long",
    "double": "double",
    "boolean": "boolean",
    "liststring": "string",
}

# GraphML has attributes for id, source and target only.
_NODE_EXTRA = (Column("label"),)
_EDGE_EXTRA = (Column("kind"), Column("label"), Column("weight", "double"))


def write_graphml(store: Queryable, path: Path, options: Options) -> Summary:
    """Write the chosen part of the graph as one GraphML file. The same store gives the same bytes.

    Raises OptionError for options that cannot be met, OSError when the file cannot be written.
    """
    with open_view(store, options) as graph, replacing_text(path) as out:
        out.writelines(_lines(graph))
        return graph.summary(path)


def _lines(graph: GraphView) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_ROOT}\n'
    node_keys = _keys("node", _NODE_EXTRA + graph.node_columns)
    edge_keys = _keys("edge", _EDGE_EXTRA + graph.edge_columns)
    for keys in (node_keys, edge_keys):
        yield from (declaration for declaration, _, _ in keys.values())
    yield f'<graph edgedefault="{"directed" if graph.directed else "undirected"}">\n'
    for node in graph.nodes:
        data = _data({"label": node.label} | node.attributes, node_keys)
        yield f'<node id="{attribute(node.id)}">{data}</node>\n'
    for edge in graph.edges():
        extra: Attributes = {"kind": edge.kind, "label": edge.label, "weight": edge.weight}
        ends = f'source="{attribute(edge.source)}" target="{attribute(edge.target)}"'
        yield f'<edge id="{attribute(edge.id)}" {ends}>{_data(extra | edge.attributes, edge_keys)}</edge>\n'
    yield "</graph>\n</graphml>\n"


Key = tuple[str, str, Callable[[object], str]]
"""The declaration of a key, how a value of it begins, and how the value is written."""


def _keys(owner: str, columns: tuple[Column, ...]) -> dict[str, Key]:
    keys = {}
    for number, column in enumerate(columns):
        id_ = f"{owner[0]}{number}"
        declaration = (
            f'<key id="{id_}" for="{owner}" attr.name="{column.name}" attr.type="{_TYPES[column.type]}"/>\n'
        )
        keys[column.name] = declaration, f'<data key="{id_}">', _WRITERS[column.type]
    return keys


def _data(attributes: Attributes, keys: dict[str, Key]) -> str:
    parts = []
    for name, value in attributes.items():
        _, start, write = keys[name]
        parts.append(f"{start}{write(value)}</data>")
    return "".join(parts)


def _text(value: object) -> str:
    return attribute(str(value))


def _boolean(value: object) -> str:
    return "true" if value else "false"


def joined(value: object) -> str:
    """Return a list as one text."""
    return LIST_SEPARATOR.join(str(item) for item in value) if isinstance(value, list) else str(value)


def _list(value: object) -> str:
    return attribute(joined(value))


_WRITERS: dict[str, Callable[[object], str]] = {
    "string": _text,
    "long": str,
    "double": repr,
    "boolean": _boolean,
    "liststring": _list,
}
