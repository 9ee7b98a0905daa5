"""Results of queries read from files and answers, and whether two of them are the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph
from rdflib.compare import isomorphic
from rdflib.namespace import Namespace

RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

Row = dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


@dataclass(frozen=True, slots=True)
class Rows:
    """The result of a SELECT."""

    variables: frozenset[str]
    rows: tuple[Row, ...]


Result = Rows | bool | Graph

RESULT_TYPES = {
    "srx": "application/sparql-results+xml",
    "srj": "application/sparql-results+json",
    "tsv": "text/tab-separated-values",
    "csv": "text/csv",
}
_FORMATS = {
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


def expected(file: Path, base: str) -> Result:
    """Return the result in a file: in a result format, or as a graph, which may describe rows."""
    media_type = RESULT_TYPES.get(file.suffix[1:])
    if media_type is not None:
        return received(file.read_bytes(), media_type)
    graph = Graph().parse(file, publicID=base)
    return _described(graph) if (None, None, RS.ResultSet) in graph else graph


def received(body: bytes, media_type: str) -> Result:
    """Return the result in the body of an answer."""
    if media_type == "text/csv":
        return _table(body)
    if media_type not in _FORMATS:
        return Graph().parse(data=body, format=media_type)
    parsed = ox.parse_query_results(body, format=_FORMATS[media_type])
    if isinstance(parsed, ox.QueryBoolean):
        return bool(parsed)
    names = [variable.value for variable in parsed.variables]
    rows = tuple({n: v for n, v in zip(names, solution, strict=True) if v is not None} for solution in parsed)
    return Rows(frozenset(names), rows)


def same(left: Result, right: Result) -> bool:
    """Return whether two results are the same but for the names of blank nodes and the order of rows.

    Numbers and booleans are compared by value, because SPARQL does not say how they are written.
    """
    if isinstance(left, Graph) and isinstance(right, Graph):
        return isomorphic(_canonical_graph(left), _canonical_graph(right))
    if isinstance(left, Rows) and isinstance(right, Rows):
        if left.variables != right.variables or len(left.rows) != len(right.rows):
            return False
        return _matched(list(left.rows), list(right.rows), {})
    return type(left) is type(right) and left == right


def _matched(left: list[Row], right: list[Row], names: dict[str, str]) -> bool:
    """Find for each row on the left one on the right, with one name on the right for each blank node."""
    if not left:
        return True
    for position, candidate in enumerate(right):
        bound = _bound(left[0], candidate, names)
        if bound is not None and _matched(left[1:], right[:position] + right[position + 1 :], bound):
            return True
    return False


def _bound(left: Row, right: Row, names: dict[str, str]) -> dict[str, str] | None:
    if left.keys() != right.keys():
        return None
    bound = dict(names)
    for name, term in left.items():
        other = right[name]
        if isinstance(term, ox.BlankNode) and isinstance(other, ox.BlankNode):
            known = bound.get(term.value)
            if known is None and other.value not in bound.values():
                bound[term.value] = other.value
            elif known != other.value:
                return None
        elif _canonical(term) != _canonical(other):
            return None
    return bound


_store = ox.Store()


def _canonical(term: object) -> object:
    """Return a literal as the engine writes its value, anything else as it is."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(
        "http://www.w3.org/2001/XMLSchema#"
    ):
        return term
    solutions = _store.query(f"SELECT ?v {{ VALUES ?v {{ {term} }} }}")
    assert isinstance(solutions, ox.QuerySolutions)
    return next(solutions)["v"]


def _canonical_graph(graph: Graph) -> Graph:
    text = graph.serialize(format="nt")
    quads = ox.parse(text, ox.RdfFormat.N_TRIPLES)
    lines = "".join(f"{q.subject} {q.predicate} {_canonical(q.object)} .\n" for q in quads)
    return Graph().parse(data=lines, format="nt")


def _described(graph: Graph) -> Rows | bool:
    """Return the result that a graph describes in the vocabulary for result sets."""
    [result] = graph.subjects(None, RS.ResultSet)
    boolean = graph.value(result, RS.boolean)
    if boolean is not None:
        return bool(boolean.toPython())  # type: ignore[attr-defined]
    variables = frozenset(str(name) for name in graph.objects(result, RS.resultVariable))
    rows = []
    for solution in graph.objects(result, RS.solution):
        row: Row = {}
        for binding in graph.objects(solution, RS.binding):
            name, value = graph.value(binding, RS.variable), graph.value(binding, RS.value)
            assert value is not None
            [quad] = ox.parse(f"<x:s> <x:p> {value.n3()} .", ox.RdfFormat.N_TRIPLES)
            row[str(name)] = quad.object
        rows.append(row)
    return Rows(variables, tuple(rows))


def _table(body: bytes) -> Rows:
    """Return a CSV table. It does not tell IRIs from texts; blank nodes it does."""
    names, *lines = _csv(body)
    rows: list[Row] = [{n: _cell(c) for n, c in zip(names, line, strict=True) if c} for line in lines]
    return Rows(frozenset(names), tuple(rows))


def _csv(body: bytes) -> Sequence[list[str]]:
    return list(csv.reader(io.StringIO(body.decode("utf-8"), newline="")))


def _cell(text: str) -> ox.BlankNode | ox.Literal:
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.Literal(_number(text))


def _number(text: str) -> str:
    """Return a number by its value: CSV has no types, and 1.0 and 1 are one."""
    try:
        return repr(float(text))
    except ValueError:
        return text
