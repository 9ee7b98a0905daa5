"""`cablegraph build`: a progress bar, messages about bad input, and a table of what was done."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from cablegraph.annotate import MODEL
from cablegraph.build import Summary
from cablegraph.build import build as build_into
from cablegraph.model import Note, Read, Skipped
from cablegraph.read import count, read
from cablegraph.store import Store
from cablegraph.workers import Extracted
from cablegraph_server.screen import say_skipped

WAIT_SECONDS = 10.0
"""How long a build waits for its turn. A server has the graph open for two seconds at most."""


def build_graph(paths: Sequence[str], store: Path, model: str | None, jobs: int, prune: bool) -> int:
    """Build the graph and print what was done; return how many inputs were skipped."""
    console = Console(stderr=True)
    began = time.monotonic()
    with Store.open(store, wait=WAIT_SECONDS) as graph, _bar(console) as progress:
        task = progress.add_task("reading", total=count(paths))

        def report(item: Read | Extracted) -> None:
            if isinstance(item, Skipped | Note):
                say_skipped(item)
            if not isinstance(item, Note):
                progress.advance(task)

        inputs = read(paths, stdin=sys.stdin.buffer)
        summary = build_into(
            inputs, graph, model=MODEL if model is None else model, jobs=jobs, prune=prune, report=report
        )
        sizes = graph.sizes()
    _print_summary(summary, sizes.quads, time.monotonic() - began, store)
    return summary.skipped


def _bar(console: Console) -> Progress:
    """A bar on standard error, and only where somebody can see it move."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _print_summary(summary: Summary, quads: int, seconds: float, store: Path) -> None:
    table = Table(show_header=False, box=None)
    table.add_column(justify="right")
    table.add_column()
    rows = (
        (summary.new, "new articles"),
        (summary.changed, "changed"),
        (summary.unchanged, "unchanged"),
        (summary.repeated, "with the text of another"),
        (summary.removed, "removed"),
        (summary.skipped, "skipped, named above"),
        (summary.noted, "notes, named above"),
        (summary.roles, "role claims found"),
        (summary.stances, "stance claims found"),
        (summary.unresolved, "claims that could not be tied to things"),
        (quads, f"statements in {store}"),
    )
    for number, what in rows:
        table.add_row(f"{number:,}", what)
    console = Console()
    console.print(table)
    done = "published for readers" if summary.published else "nothing changed"
    console.print(f"{done}, {seconds:.1f} s", highlight=False)
