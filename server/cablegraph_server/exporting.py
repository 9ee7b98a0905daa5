"""`cablegraph export`: options from the command line, and what was written."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from cablegraph.export import EXPORTERS, Component, EdgeMode, OptionError, Options, Summary, ViewName
from cablegraph.store import Store
from cablegraph_ontology.relations import Standing
from cablegraph_server.screen import say


def write_export(file: Path, store: Path, form: str, given: dict[str, Any]) -> None:
    """Write the graph to a file and say what was written, and what the reader of the file will not like."""
    options = chosen(given)
    with Store.open_published(store) as graph:
        summary = EXPORTERS[form](graph, file, options)
    for warning in summary.warnings:
        say(f"warning: {warning}")
    say(f"{', '.join(str(path) for path in summary.paths)}: {_what(summary)}")


def _what(summary: Summary) -> str:
    if summary.nodes:
        return f"{summary.nodes:,} nodes, {summary.edges:,} edges"
    return f"{summary.quads:,} statements" if summary.quads else f"{summary.claims:,} claims"


def chosen(given: dict[str, Any]) -> Options:
    """Return the options of an export from those of the command line."""
    return Options(
        view=ViewName(given["view"]),
        edges=EdgeMode(given["edges"]),
        since=_day(given["since"]),
        until=_day(given["until"]),
        country=tuple(given["country"]),
        policy=tuple(given["policy"]),
        standing=tuple(Standing(word) for word in given["standing"]),
        confidence=given["confidence"],
        min_weight=given["min_weight"],
        top_n=given["top_n"],
        component=Component(given["component"]),
        queries=_queries(given.get("nodes_query"), given.get("edges_query")),
    )


def _queries(nodes: Path | None, edges: Path | None) -> tuple[str, str] | None:
    """Return the texts of the two queries, None where none is given."""
    if nodes is None and edges is None:
        return None
    if nodes is None or edges is None:
        raise OptionError("--nodes-query and --edges-query go together")
    return nodes.read_text(encoding="utf-8"), edges.read_text(encoding="utf-8")


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    return moment.date() if moment is not None else None
