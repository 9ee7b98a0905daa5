"""The options by which a part of the graph is chosen, shared by `export` and `plot`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

# Written out, so that --help need not import the exporters; a test compares.
VIEWS = ("full", "officials", "stances", "criticism", "colleagues", "agreement", "disagreement", "policies")

_DAY = click.DateTime(["%Y-%m-%d"])


def view_options(view: str, edges: str) -> Callable[[Command], Command]:
    """Return a decorator that adds the options, with these defaults for the view and the edges."""
    options = (
        click.option(
            "--view",
            default=view,
            show_default=True,
            type=click.Choice(VIEWS),
            help="Which things become nodes; see docs/export.md.",
        ),
        click.option("--edges", default=edges, show_default=True, type=click.Choice(["claims", "merged"])),
        click.option("--from", "since", type=_DAY, help="Only claims of this day or later."),
        click.option("--to", "until", type=_DAY, help="Only claims of this day or earlier."),
        click.option("--country", multiple=True, help="Only claims that involve this country, by ISO code."),
        click.option("--policy", multiple=True, help="Only stances on this policy, by name or id."),
        click.option(
            "--standing", multiple=True, type=click.Choice(["own", "reported", "imputed", "nested"])
        ),
        click.option(
            "--confidence", default=0.0, type=click.FloatRange(0, 1), help="Only claims at least so sure."
        ),
        click.option(
            "--min-weight", default=0.0, type=click.FloatRange(0), help="Only edges of this weight or more."
        ),
        click.option(
            "--top-n", default=None, type=click.IntRange(1), help="Only this many of the best tied nodes."
        ),
        click.option("--component", default="all", show_default=True, type=click.Choice(["all", "largest"])),
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
