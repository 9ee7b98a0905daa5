"""Rows of a query, from the same workers and within the same limits as those of the SPARQL endpoint.

Queries are composed here. Whatever comes from a request goes into them as a term that the engine itself wrote
(`text_term`, `date_term`, `decimal_term`, or an IRI of `reading.node`), never as it came.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus

from pyoxigraph import Literal, NamedNode, QueryResultsFormat

from cablegraph.queries.sparql import Form, Request
from cablegraph_ontology.terms import XSD
from cablegraph_server.evaluation import evaluate, query_problem
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.snapshot import Snapshot

# What every query here is, so that none has to be read first.
_SELECT = Request(form=Form.SELECT, has_dataset=False, has_using=False, prefixes=frozenset())

Row = tuple[str | None, ...]


def rows(snapshot: Snapshot, query: str) -> list[Row]:
    """Return the rows of a SELECT query, each value as text.

    Raises `ProblemError` at a limit, and RuntimeError for a query that is not valid: no client wrote it.
    """
    answer = evaluate(snapshot, QueryRequest(query=query), _SELECT, QueryResultsFormat.JSON)
    try:
        found = json.loads(b"".join(answer))
    except Exception as error:  # whatever ended the query, `query_problem` knows what to tell the client
        problem = query_problem(error, query)
        if problem.status is HTTPStatus.BAD_REQUEST:
            raise RuntimeError("the server composed a query that is not valid") from error
        raise problem from error
    finally:
        answer.close()
    names = found["head"]["vars"]
    return [
        tuple(row[name]["value"] if name in row else None for name in names)
        for row in found["results"]["bindings"]
    ]


def text_term(text: str) -> str:
    """Return a text as SPARQL writes it, with all that could end it escaped."""
    return str(Literal(text))


def date_term(date: datetime.date) -> str:
    """Return a day as SPARQL writes it."""
    return str(Literal(date.isoformat(), datatype=NamedNode(XSD + "date")))


def decimal_term(number: Decimal) -> str:
    """Return a number as SPARQL writes it."""
    return str(Literal(format(number, "f"), datatype=NamedNode(XSD + "decimal")))


@dataclass(frozen=True, slots=True)
class Selection:
    """What a list shows: the pattern that binds ?item, and what orders it; what has no key comes last."""

    pattern: str
    key: str
    """The property that orders the items, the greatest first; those with equal keys are ordered by IRI."""
    rising: bool = False
    """Whether the least comes first instead."""

    def part(self, snapshot: Snapshot, limit: int, offset: int) -> tuple[list[str], int]:
        """Return the IRIs of some items, in order, and the number of all items.

        All that match are sorted, whatever the part; they are counted only when the part does not tell.
        """
        order = "?key" if self.rising else "DESC(?key)"
        query = (
            f"SELECT DISTINCT ?item ?key WHERE {{ {self.pattern} OPTIONAL {{ ?item {self.key} ?key }} }} "
            f"ORDER BY {order} ?item LIMIT {limit} OFFSET {offset}"
        )
        items = [item for item, _ in rows(snapshot, query) if item is not None]
        is_last = len(items) < limit and (items or offset == 0)
        return items, offset + len(items) if is_last else self.count(snapshot)

    def count(self, snapshot: Snapshot) -> int:
        """Return the number of items. It takes as long as there are items that match, and no sorting."""
        [[n]] = rows(snapshot, f"SELECT (COUNT(DISTINCT ?item) AS ?n) WHERE {{ {self.pattern} }}")
        return int(n or 0)
