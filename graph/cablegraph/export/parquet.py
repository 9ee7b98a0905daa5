"""Nodes and edges as two Parquet files, for pandas, R, DuckDB and Spark. Needs the extra `parquet`."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from cablegraph.export.attributes import Column
from cablegraph.export.graph_view import GraphView, open_view
from cablegraph.export.options import Options, Summary
from cablegraph.export.queryable import Queryable
from cablegraph.export.replace_file import replacing
from cablegraph.export.xml_text import legal
from cablegraph.research.extras import extra

ROWS_PER_GROUP = 50_000
"""Edges that are in memory at once."""

_DAYS = {"first_seen", "last_seen", "date_start", "date_end"}
_FIXED = {
    "node": (Column("id"), Column("label")),
    "edge": (*(Column(n) for n in ("source", "target", "id", "kind", "label")), Column("weight", "double")),
}

Row = dict[str, Any]


def write_parquet(store: Queryable, path: Path, options: Options) -> Summary:
    """Write nodes and edges: NAME.parquet gives NAME-nodes.parquet and NAME-edges.parquet.

    Any other path is a folder for nodes.parquet and edges.parquet, made when missing. Days are date32, lists
    are lists. Raises MissingExtraError without pyarrow, OptionError, OSError.
    """
    extra("pyarrow", "parquet")
    nodes, edges = _paths(path)
    nodes.parent.mkdir(parents=True, exist_ok=True)
    with open_view(store, options) as graph:
        _write(nodes, _FIXED["node"] + graph.node_columns, _node_rows(graph))
        _write(edges, _FIXED["edge"] + graph.edge_columns, _edge_rows(graph))
        return graph.summary(nodes, edges)


def _paths(path: Path) -> tuple[Path, Path]:
    if path.suffix.lower() == ".parquet" and not path.is_dir():
        return path.with_name(f"{path.stem}-nodes.parquet"), path.with_name(f"{path.stem}-edges.parquet")
    return path / "nodes.parquet", path / "edges.parquet"


def _node_rows(graph: GraphView) -> Iterator[Row]:
    return ({"id": node.id, "label": node.label, **node.attributes} for node in graph.nodes)


def _edge_rows(graph: GraphView) -> Iterator[Row]:
    for e in graph.edges():
        ends = {"source": e.source, "target": e.target, "id": e.id}
        yield {**ends, "kind": e.kind, "label": e.label, "weight": e.weight, **e.attributes}


def _write(path: Path, columns: tuple[Column, ...], rows: Iterable[Row]) -> None:
    pa, parquet = extra("pyarrow", "parquet"), extra("pyarrow.parquet", "parquet")
    schema = pa.schema([(column.name, _type(pa, column)) for column in columns])
    source = iter(rows)
    with replacing(path) as out, parquet.ParquetWriter(out, schema) as writer:
        while group := list(islice(source, ROWS_PER_GROUP)):
            data = {name: [_value(name, row.get(name)) for row in group] for name in schema.names}
            writer.write_table(pa.table(data, schema=schema))


def _type(pa: Any, column: Column) -> Any:
    if column.name in _DAYS:
        return pa.date32()
    types = {"string": pa.string(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}
    return types.get(column.type) or pa.list_(pa.string())


def _value(name: str, value: Any) -> Any:
    if name in _DAYS and value is not None:
        return datetime.date.fromisoformat(value)
    if isinstance(value, str):
        return legal(value)
    return [legal(str(item)) for item in value] if isinstance(value, list) else value
