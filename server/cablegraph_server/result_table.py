"""The beginning of a result, as a table for a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, parse

from cablegraph.queries.sparql import Form
from cablegraph_server.evaluation import GRAPH_FORMS, evaluate, query_problem, read
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.reading import short
from cablegraph_server.snapshot import Snapshot

# More than this nobody reads in a browser; the page says that there is more, and offers all as a download.
MOST_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A value: its text, the IRI behind it if it is one, and its language or datatype."""

    text: str
    iri: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of a SELECT, triples of a CONSTRUCT, or the answer of an ASK."""

    kind: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    answer: bool | None = None
    cut: bool = False


def result_table(snapshot: Snapshot, asked: QueryRequest) -> Table:
    """Return at most `MOST_ROWS` rows of a query's result. Raises `ProblemError` when it fails."""
    parsed = read(asked)
    pump = evaluate(snapshot, asked, parsed, _writer(parsed.form))
    try:
        if parsed.form is Form.ASK:
            return Table(kind="boolean", answer=bool(json.loads(b"".join(pump))["boolean"]))
        lines = _lines(pump)
        if parsed.form in GRAPH_FORMS:
            return _table("graph", ("subject", "predicate", "object"), (_triple(line) for line in lines))
        columns = tuple(name.removeprefix("?") for name in next(lines, "").split("\t") if name)
        return _table("solutions", columns, (_row(line) for line in lines))
    except Exception as error:
        raise query_problem(error, asked.query) from error
    finally:
        pump.close()


def _writer(form: Form) -> QueryResultsFormat | RdfFormat:
    """Return a format with one line for each row, so that reading can stop after any of them."""
    if form in GRAPH_FORMS:
        return RdfFormat.N_TRIPLES
    return QueryResultsFormat.JSON if form is Form.ASK else QueryResultsFormat.TSV


def _table(kind: str, columns: tuple[str, ...], rows: Iterator[tuple[Cell | None, ...]]) -> Table:
    kept: list[tuple[Cell | None, ...]] = []
    for row in rows:
        if len(kept) == MOST_ROWS:
            return Table(kind=kind, columns=columns, rows=tuple(kept), cut=True)
        kept.append(row)
    return Table(kind=kind, columns=columns, rows=tuple(kept))


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8")
    if rest:
        yield rest.decode("utf-8")


def _row(line: str) -> tuple[Cell | None, ...]:
    """Read a line of SPARQL TSV: its terms are written as in Turtle, and an unbound variable is empty."""
    terms = line.split("\t")
    bound = [term for term in terms if term]
    document = "".join(f"<x:s> <x:{n}> {term} .\n" for n, term in enumerate(bound))
    cells = iter([_cell(t.object) for t in parse(document, format=RdfFormat.TURTLE)])
    return tuple(next(cells) if term else None for term in terms)


def _triple(line: str) -> tuple[Cell | None, ...]:
    [quad] = parse(line, format=RdfFormat.N_TRIPLES)
    return _cell(quad.subject), _cell(quad.predicate), _cell(quad.object)


def _cell(term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(short(term.value), iri=term.value)
    if isinstance(term, Literal):
        datatype = short(term.datatype.value.rpartition("#")[2])
        return Cell(term.value, note=term.language or (None if datatype == "string" else datatype))
    if isinstance(term, BlankNode):
        return Cell(f"_:{term.value}")
    return Cell(str(term))
