"""Two CSV files, nodes and edges, with the headers that Gephi's import wizard expects.

Every cell is one line. A text that begins with one of ``= + - @`` is a formula to a spreadsheet, and a
sentence may be written to be one (``=HYPERLINK(...)`` sends the cells beside it to a stranger). Such a cell
gets an apostrophe in front, as OWASP advises: it is visible and easy to remove, while a formula that has run
cannot be taken back. Numbers are never changed. Whoever needs the text to the letter takes GEXF, GraphML or
N-Quads.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from cablegraph.export.attributes import Attributes, Column
from cablegraph.export.graph_view import GraphView, open_view
from cablegraph.export.graphml import joined
from cablegraph.export.options import Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing_text
from cablegraph.export.spans import Span
from cablegraph.export.things import one_line
from cablegraph.export.xml_text import legal

# The last four are the wide forms, which spreadsheets in East Asian settings read as the first four.
FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def write_csv(store: Queryable, path: Path, options: Options) -> Summary:
    """Write nodes and edges: NAME.csv gives NAME-nodes.csv and NAME-edges.csv, a folder nodes.csv, edges.csv.

    A path without the ending .csv is a folder and is made when missing. Raises OptionError for options that
    cannot be met, OSError when a file cannot be written.
    """
    nodes, edges = csv_paths(path)
    nodes.parent.mkdir(parents=True, exist_ok=True)
    with open_view(store, options) as graph:
        with replacing_text(nodes) as out:
            csv.writer(out, lineterminator="\n").writerows(_node_rows(graph))
        with replacing_text(edges) as out:
            csv.writer(out, lineterminator="\n").writerows(_edge_rows(graph))
        return graph.summary(nodes, edges)


def csv_paths(path: Path) -> tuple[Path, Path]:
    """Return where the nodes and the edges go."""
    if path.suffix.lower() == ".csv" and not path.is_dir():
        return path.with_name(f"{path.stem}-nodes.csv"), path.with_name(f"{path.stem}-edges.csv")
    return path / "nodes.csv", path / "edges.csv"


def _node_rows(graph: GraphView) -> Iterator[list[str]]:
    yield ["Id", "Label", *(column.name for column in graph.node_columns), "Timeset"]
    cells = _cells(graph.node_columns)
    for node in graph.nodes:
        yield [_text(node.id), _text(node.label), *cells(node.attributes), _timeset(node.spells)]


def _edge_rows(graph: GraphView) -> Iterator[list[str]]:
    names = [column.name for column in graph.edge_columns]
    yield ["Source", "Target", "Type", "Id", "Kind", "Label", "Weight", *names, "Timeset"]
    cells = _cells(graph.edge_columns)
    type_ = "Directed" if graph.directed else "Undirected"
    for edge in graph.edges():
        ends = [_text(edge.source), _text(edge.target), type_, _text(edge.id)]
        what = [edge.kind, edge.label, repr(edge.weight)]
        yield [*ends, *what, *cells(edge.attributes), _timeset(edge.spells)]


def _cells(columns: tuple[Column, ...]) -> Callable[[Attributes], list[str]]:
    writers = [(column.name, _WRITERS[column.type]) for column in columns]

    def cells(attributes: Attributes) -> list[str]:
        return [write(attributes[name]) if name in attributes else "" for name, write in writers]

    return cells


def _text(value: object) -> str:
    text = legal(one_line(str(value)))
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _boolean(value: object) -> str:
    return "true" if value else "false"


def _list(value: object) -> str:
    return _text(joined(value))


def _timeset(spells: tuple[Span, ...]) -> str:
    """Return spells as Gephi writes them: "<[2006-03-20, 2006-03-22]>"."""
    return f"<{'; '.join(f'[{first}, {last}]' for first, last in spells)}>" if spells else ""


_WRITERS: dict[str, Callable[[object], str]] = {
    "string": _text,
    "long": str,
    "double": repr,
    "boolean": _boolean,
    "liststring": _list,
}
