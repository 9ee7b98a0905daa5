"""`cablegraph validate`: what in the graph does not fit its shapes."""

from __future__ import annotations

from pathlib import Path

import click

from cablegraph.store import Store
from cablegraph.validate import validate
from cablegraph_server.screen import say


def print_report(store: Path) -> bool:
    """Print every finding and return whether the graph conforms."""
    with Store.open_published(store) as graph:
        report = validate(graph)
    for finding in report.findings:
        click.echo(str(finding))
    say(
        f"{store}: conforms"
        if report.conforms
        else f"{store}: {len(report.findings)} findings, does not conform"
    )
    return report.conforms
