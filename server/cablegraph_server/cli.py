"""The command line: `cablegraph build | extract | evaluate | query | serve | export | validate | ...`.

The commands by which people correct the graph are in `review_commands`.

Nothing heavy is imported here: `cablegraph --help` must answer at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from cablegraph import __version__
from cablegraph_server.options import STORE
from cablegraph_server.review_commands import COMMANDS
from cablegraph_server.screen import FAILED, plain_errors, say
from cablegraph_server.serve_options import serve_options
from cablegraph_server.view_options import view_options

SKIPPED = 3
"""Exit status when some input was skipped and the rest was done."""

# Written out, so that --help need not import the exporters; a test compares.
FORMATS = (
    *("gexf", "graphml", "csv", "parquet", "kgtk", "pykeen"),
    *("ttl", "trig", "nquads", "jsonld", "annotations", "nanopubs", "ro-crate"),
)

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str, allow_dash=True))
MODEL = click.option("--model", default=None, help="Name of another installed spaCy model.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cablegraph")
def main() -> None:
    """News articles in, a knowledge graph of officials and policy stances out."""


for command in COMMANDS:
    main.add_command(command)


@main.command()
@PATHS
@STORE
@MODEL
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes that read.")
@click.option("--prune", is_flag=True, help="Remove the articles of the graph that are not among PATHS.")
@plain_errors
def build(paths: tuple[str, ...], store: Path, model: str | None, jobs: int, prune: bool) -> None:
    """Read articles into a graph on disk; run again, only what changed is read.

    PATHS are text files, saved web pages, JSON Lines (.jsonl, .jsonl.gz), folders of these, or - for
    JSON Lines on standard input. What cannot be read is named on standard error; the exit status is then 3.
    """
    from cablegraph_server.building import build_graph

    sys.exit(SKIPPED if build_graph(paths, store, model, jobs, prune) else 0)


@main.command()
@PATHS
@MODEL
@plain_errors
def extract(paths: tuple[str, ...], model: str | None) -> None:
    """Print the claims of articles as JSON Lines.

    PATHS are as for `build`. What cannot be read is named on standard error; the exit status is then 3.
    """
    from cablegraph_server.extracting import print_claims

    sys.exit(SKIPPED if print_claims(paths, model) else 0)


@main.command()
@click.option("--gold", multiple=True, type=click.Path(path_type=Path), help="File of gold annotations.")
@click.option(
    "--texts", multiple=True, type=click.Path(path_type=Path, exists=True), help="Where their texts are."
)
@MODEL
@click.option("--verbose", is_flag=True, help="List what was missed and what is wrong, by cause.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--floors", type=click.Path(path_type=Path), help="Fail when a figure is below its floor.")
@click.option(
    "--write-rules",
    "rules",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the measured precision of each rule into files of this folder.",
)
@click.option(
    "--write-page", "page", type=click.Path(path_type=Path), help="Put the figures into this Markdown page."
)
@plain_errors
def evaluate(gold: tuple[Path, ...], texts: tuple[Path, ...], **options: Any) -> None:
    """Compare the claims with gold annotations: precision, recall, and shares of right slots.

    The documents of every --gold file are looked up in all --texts: folders, .jsonl and .jsonl.gz files.
    Without both, the project's own gold data are used, in a checkout. The exit status is 1 when a figure is
    below its floor, 3 when a document could not be read. See docs/quality.md.
    """
    from cablegraph_server.evaluating import print_evaluation

    result = print_evaluation(gold, texts, **options)
    sys.exit(FAILED if result.below_floor else SKIPPED if result.skipped else 0)


@main.command()
@click.argument("query")
@STORE
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "tsv", "json", "xml", "ttl", "nt"]),
)
@plain_errors
def query(query: str, store: Path, form: str) -> None:
    """Answer a SPARQL query.

    QUERY is the query itself, a file that ends in .rq, or the name of a ready-made question (see
    `cablegraph questions`). Common prefixes (kg:, id:, rdfs:, schema:, skos:, ...) need not be declared.
    """
    from cablegraph_server.querying import print_answer

    print_answer(query, store, form)


@main.command()
@plain_errors
def questions() -> None:
    """List the ready-made questions for `query`."""
    from cablegraph_server.querying import print_questions

    print_questions()


@main.command()
@STORE
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@serve_options
@plain_errors
def serve(store: Path, host: str, port: int, **options: Any) -> None:
    """Serve the graph: pages for people at /, SPARQL at /sparql and JSON at /api for programs.

    The token may also be in the environment variable CABLEGRAPH_TOKEN. See docs/endpoint.md and
    docs/operations.md.
    """
    from cablegraph_server.running import serve_store

    serve_store(store, host, port, **options)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@STORE
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(FORMATS),
)
@view_options(view="full", edges="claims")
@click.option("--nodes-query", type=click.Path(path_type=Path), help="A .rq file that gives the nodes.")
@click.option("--edges-query", type=click.Path(path_type=Path), help="A .rq file that gives the edges.")
@plain_errors
def export(file: Path, store: Path, form: str, **options: object) -> None:
    """Write the graph to FILE: for Gephi (gexf), other graph programs, spreadsheets, other RDF stores.

    A pair of SPARQL queries takes the place of a view; see docs/export.md.
    """
    from cablegraph_server.exporting import write_export

    write_export(file, store, form, options)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@STORE
@click.option("--title", default="", help="What stands above the picture.")
@view_options(view="stances", edges="merged")
@plain_errors
def plot(file: Path, store: Path, title: str, **options: object) -> None:
    """Draw the graph into FILE, which ends in .svg or .png. At most 300 nodes; --top-n makes them fewer."""
    from cablegraph_server.plotting import plot_graph

    plot_graph(file, store, title, options)


@main.command()
@STORE
@plain_errors
def validate(store: Path) -> None:
    """Check the graph against its shapes (SHACL); the exit status is 1 when it does not conform."""
    from cablegraph_server.validating import print_report

    sys.exit(0 if print_report(store) else 1)


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@plain_errors
def lint(file: Path) -> None:
    """Check a GEXF file for what Gephi would drop or misread; the exit status is 1 when it finds any."""
    from cablegraph.export.lint import lint as check

    findings = check(file)
    for finding in findings:
        click.echo(str(finding))
    say(f"{file}: {len(findings)} findings" if findings else f"{file}: nothing to complain about")
    sys.exit(1 if findings else 0)
