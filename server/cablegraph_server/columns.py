"""Rows of words in the terminal: a table for people, CSV for programs."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text


def print_columns(names: Sequence[str], rows: Iterable[Sequence[object]], form: str, what: str) -> None:
    """Print rows as a table with their number ("3 decisions"), or as CSV."""
    if form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)
        return
    # Wide enough not to cut words when the output goes to a file.
    console = Console() if sys.stdout.isatty() else Console(width=200)
    table = Table(header_style="bold", show_lines=False)
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text("".join(c if c.isprintable() else " " for c in str(cell))) for cell in row))
    console.print(table)
    click.echo(f"{table.row_count} {what}")
