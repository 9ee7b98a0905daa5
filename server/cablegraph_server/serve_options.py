"""The options of `cablegraph serve` beside its address; nothing heavy is imported here."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


class Size(click.ParamType):  # type: ignore[type-arg]
    """A number of bytes, with a unit or none: 1000, 64K, 512M, 2G."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([1-9][0-9]{0,11})([KMG]?)", str(value).upper(), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no size; write 64K, 512M or 2G.", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


_OPTIONS = (
    click.option(
        "--workers",
        default=os.cpu_count() or 1,
        show_default="the number of processors",
        type=click.IntRange(0, 256),
        help="Queries that may take long at one time. 0 runs queries in the server, without limits.",
    ),
    click.option(
        "--queue", default=32, show_default=True, type=click.IntRange(0, 1000), help="Queries that may wait."
    ),
    click.option(
        "--timeout",
        default=30.0,
        show_default=True,
        type=click.FloatRange(0.1, 86400),
        help="Seconds for one query; a client may ask for less.",
    ),
    click.option("--memory", default="1G", show_default=True, type=Size(), help="Memory of one query."),
    click.option(
        "--max-rows", default=1_000_000, show_default=True, type=click.IntRange(1), help="Rows of one answer."
    ),
    click.option("--max-bytes", default="256M", show_default=True, type=Size(), help="Size of one answer."),
    click.option(
        "--grace",
        default=10.0,
        show_default=True,
        type=click.FloatRange(0, 3600),
        help="Seconds for running queries when the server is stopped.",
    ),
    click.option("--base-url", help="The public address, where a proxy stands before the server."),
    click.option(
        "--cors",
        multiple=True,
        default=("*",),
        show_default=True,
        help="Origin whose pages may read answers, for example https://a.example; none with an empty one.",
    ),
    click.option(
        "--token-file",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        help="Who shows the token in this file may change the graph. Without one nobody may.",
    ),
    click.option("--read-only", is_flag=True, help="Let nobody change the graph, token or not."),
)


def serve_options(command: F) -> F:
    """Give a command the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
