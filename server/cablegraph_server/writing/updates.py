"""From the text of an update to what the writer gets: nothing in it calls out, its dataset is in it."""

from __future__ import annotations

from http import HTTPStatus

from cablegraph.sparql import RefusedError, read_request
from cablegraph.sparql_tokens import SparqlError
from cablegraph_server.parameters import UpdateRequest
from cablegraph_server.problems import ProblemError
from cablegraph_server.writing.update_text import with_dataset, without_silent_loads
from cablegraph_server.writing.work import Update


def read_update(asked: UpdateRequest, base: str) -> Update:
    """Return the update for the writer. Raises a problem for SERVICE, LOAD, a query, and no SPARQL."""
    try:
        text = without_silent_loads(asked.update)
        parsed = read_request(text)
        if parsed.is_query:
            raise ProblemError(HTTPStatus.BAD_REQUEST, "This is a query, not an update. Send it as a query.")
        if asked.has_dataset:
            text = with_dataset(text, asked.using_graphs, asked.using_named_graphs)
    except RefusedError as error:
        raise _problem(HTTPStatus.FORBIDDEN, error) from error
    except SparqlError as error:
        raise _problem(HTTPStatus.BAD_REQUEST, error) from error
    return Update(text, base, frozenset(parsed.added_prefixes()))


def _problem(status: HTTPStatus, error: SparqlError) -> ProblemError:
    return ProblemError(status, f"{error.message}.", line=error.line, column=error.column)
