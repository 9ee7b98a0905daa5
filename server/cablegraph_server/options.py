"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path

import click

STORE = click.option(
    "--store", required=True, type=click.Path(path_type=Path), help="Folder of the graph, for example ./kg."
)
