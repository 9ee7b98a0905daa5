"""The command line: `cablegraph build | extract | query | serve | export | validate`.

Nothing heavy is imported here: `cablegraph --help` must answer at once.
"""

from __future__ import annotations

import sys

import click

from cablegraph import __version__
from cablegraph_server.screen import plain_errors

SKIPPED = 3
"""Exit status when some input was skipped and the rest was done."""

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str, allow_dash=True))
STORE = click.option(
    "--store", required=True, type=click.Path(path_type=str), help="Folder of the graph, for example ./kg."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cablegraph")
def main() -> None:
    """News articles in, a knowledge graph of officials and policy stances out."""


@main.command()
@PATHS
@click.option("--model", default=None, help="Name of an installed spaCy model.")
@plain_errors
def extract(paths: tuple[str, ...], model: str | None) -> None:
    """Print the claims of articles as JSON Lines.

    PATHS are text files, saved web pages, JSON Lines (.jsonl, .jsonl.gz), folders of these, or - for
    JSON Lines on standard input. What cannot be read is named on standard error.
    """
    from cablegraph_server.extracting import print_claims

    sys.exit(SKIPPED if print_claims(paths, model) else 0)
