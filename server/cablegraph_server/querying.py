"""`cablegraph query` and `cablegraph questions`: answers as tables for people, or in a standard format."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cablegraph.queries.engine import Result
from cablegraph.store import Store
from cablegraph_ontology.questions import questions
from cablegraph_ontology.terms import PREFIXES

_RESULT_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
_RDF_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "xml": ox.RdfFormat.RDF_XML}


class QueryFormatError(ValueError):
    """The answer has no such form."""


def print_answer(query: str, store: Path, form: str) -> None:
    """Print the answer to a query, a .rq file or a ready-made question."""
    with Store.open_published(store) as graph:
        result = graph.query(query_text(query))
        if form == "table":
            _print_table(result)
        else:
            _write(result, form)


def query_text(query: str) -> str:
    """Return the text of a query that is given as text, as a file, or by name."""
    if any(sign in query for sign in "{}\n"):
        return query
    if query.endswith(".rq"):
        return Path(query).read_text(encoding="utf-8")
    try:
        return questions()[query].text
    except LookupError:
        names = ", ".join(questions())
        raise QueryFormatError(
            f"{query!r} is neither a query, nor a file that ends in .rq, nor a ready-made question: {names}"
        ) from None


def print_questions() -> None:
    """Print the names and titles of the ready-made questions."""
    width = max(map(len, questions()))
    for q in questions().values():
        click.echo(f"{q.name:<{width}}  {q.title}")


def _write(result: Result, form: str) -> None:
    if isinstance(result, ox.QueryTriples):
        rdf = _RDF_FORMATS.get(form)
        if rdf is None:
            raise QueryFormatError(f"a graph has no form {form!r}; use one of {', '.join(_RDF_FORMATS)}")
        result.serialize(sys.stdout.buffer, rdf)
        return
    table = _RESULT_FORMATS.get(form)
    if table is None:
        raise QueryFormatError(f"rows have no form {form!r}; use one of {', '.join(_RESULT_FORMATS)}")
    result.serialize(sys.stdout.buffer, table)
    sys.stdout.buffer.flush()


def _print_table(result: Result) -> None:
    if isinstance(result, ox.QueryTriples):
        _write(result, "ttl")
        return
    if isinstance(result, ox.QueryBoolean):
        click.echo("yes" if result else "no")
        return
    # Wide enough not to cut words when the output goes to a file.
    console = Console() if sys.stdout.isatty() else Console(width=200)
    table = Table(header_style="bold", show_lines=False)
    for variable in result.variables:
        table.add_column(variable.value, overflow="fold")
    for row in _rows(result):
        table.add_row(*row)
    console.print(table)
    click.echo(f"{table.row_count} rows")


def _rows(result: ox.QuerySolutions) -> Iterator[list[Text]]:
    for solution in result:
        yield [Text(_cell(value)) for value in solution]


def _cell(term: object) -> str:
    """A term as people read it: the words of a literal, a short IRI, nothing for what is unbound."""
    if isinstance(term, ox.Literal):
        return "".join(c if c.isprintable() else " " for c in term.value)
    if isinstance(term, ox.NamedNode):
        return short_iri(term.value)
    return "" if term is None else str(term)


def short_iri(iri: str) -> str:
    """Return an IRI with its prefix: "kg:opposes"."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
