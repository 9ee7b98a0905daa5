"""Rows are counted in the bytes of a result, wherever the pieces are cut."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from pyoxigraph import QueryResultsFormat

from cablegraph_server.workers.rows import row_counter

FORMATS = (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV)
TRICKY = (
    "plain",
    '[{"a":{"type":"literal"}},{"b"',
    ",{",
    "[{",
    "}},{",
    '"',
    'a "quoted" word',
    "two\nlines",
    "a\r\nb,c",
    '"\n"',
    "<result>",
    "</result><result>",
    "tab\tand \\ backslash",
    "",
)


def rows(values: str) -> ox.QuerySolutions:
    result = ox.Store().query("SELECT * { VALUES (?a ?b) { " + values + " } }")
    assert isinstance(result, ox.QuerySolutions)
    return result


def literal(text: str) -> str:
    return str(ox.Literal(text))


@pytest.mark.parametrize("form", FORMATS, ids=str)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 100_000])
def test_every_row_counts_once(form: QueryResultsFormat, size: int) -> None:
    values = " ".join(f"({literal(one)} {literal(other)})" for one in TRICKY for other in TRICKY)
    data = rows(values).serialize(format=form)
    assert data is not None
    counter = row_counter(form)
    assert sum(counter(data[at : at + size]) for at in range(0, len(data), size)) == len(TRICKY) ** 2


@pytest.mark.parametrize("form", FORMATS, ids=str)
@pytest.mark.parametrize(
    ("values", "count"), [("", 0), ("(1 2)", 1), ("(UNDEF 1) (1 UNDEF)", 2), ("(<x:a> <x:b>) (2 UNDEF)", 2)]
)
def test_few_rows(form: QueryResultsFormat, values: str, count: int) -> None:
    data = rows(values).serialize(format=form)
    assert data is not None
    assert row_counter(form)(data) == count


def test_rows_without_any_value_do_not_count_in_json() -> None:
    data = rows("(UNDEF UNDEF) (1 1) (UNDEF UNDEF)").serialize(format=QueryResultsFormat.JSON)
    assert data is not None
    assert row_counter(QueryResultsFormat.JSON)(data) == 1
