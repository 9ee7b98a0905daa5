"""Read a query, and run it: in a worker process, or, where the server has none, in a thread."""

from __future__ import annotations

from functools import lru_cache
from http import HTTPStatus
from typing import IO, cast

from flask import current_app, request
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

from cablegraph.queries.engine import ask
from cablegraph.queries.sparql import Form, RefusedError, Request, explain, read_request
from cablegraph.queries.sparql_tokens import SparqlError
from cablegraph_server.observing import QUERY
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.problems import ProblemError
from cablegraph_server.pump import Pump, Sink
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.workers.service import BEGUN, Begun, QueryService, Streamed
from cablegraph_server.xml_text import XmlSink, is_xml

GRAPH_FORMS = (Form.CONSTRUCT, Form.DESCRIBE)

WORKERS = "cablegraph_workers"
"""Key of the application's extensions: the `QueryService`, None when queries run in this process."""

QUICK_TEXT = 4000
"""A longer text is read by a worker, where there are workers: the worst of this length takes 20 ms."""


def read(asked: QueryRequest) -> Request:
    """Return what kind of query it is. Raises a problem for an update, SERVICE, and what is no SPARQL."""
    service = _service()
    request.environ[QUERY] = asked.query
    try:
        if service is None or len(asked.query) <= QUICK_TEXT:
            parsed = read_text(asked.query)
        else:
            parsed = service.read(asked, request.environ)
    except RefusedError as error:
        raise _problem(HTTPStatus.FORBIDDEN, error) from error
    except SparqlError as error:
        raise _problem(HTTPStatus.BAD_REQUEST, error) from error
    if parsed.form is Form.UPDATE:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "This is an update, not a query. Post it as an update.")
    if not parsed.is_query:
        raise ProblemError(HTTPStatus.BAD_REQUEST, "There is no query in it.")
    return parsed


def evaluate(
    snapshot: Snapshot, asked: QueryRequest, parsed: Request, writer: QueryResultsFormat | RdfFormat
) -> Pump | Streamed | Begun:
    """Start to evaluate a query, if it is not begun, and return where its serialised result comes out."""
    begun: Begun | None = request.environ.pop(BEGUN, None)
    if begun is not None:
        return begun
    service = _service()
    if service is not None and snapshot.folder is not None:
        return service.evaluate(str(snapshot.folder), asked, parsed, writer, request.environ)

    def produce(sink: Sink) -> None:
        # Oxigraph calls nothing but `write` and `flush`.
        output = cast(IO[bytes], XmlSink(sink) if is_xml(writer) else sink)
        result = _run(snapshot, asked, parsed)
        if isinstance(result, QueryTriples):
            result.serialize(output, cast(RdfFormat, writer))
        else:
            result.serialize(output, cast(QueryResultsFormat, writer))

    return Pump(produce)


def _service() -> QueryService | None:
    return cast("QueryService | None", current_app.extensions.get(WORKERS))


@lru_cache(maxsize=1000)
def read_text(text: str) -> Request:
    """Return what a text asks for. Raises SparqlError."""
    return read_request(text)


def query_problem(error: Exception, query: str) -> ProblemError:
    """Return what to tell the client when its query failed."""
    if isinstance(error, ProblemError):
        return error
    if isinstance(error, SyntaxError):
        return _problem(HTTPStatus.BAD_REQUEST, explain(query, str(error)))
    if isinstance(error, ValueError):
        return ProblemError(HTTPStatus.BAD_REQUEST, f"The query cannot be answered: {error}")
    return ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, f"The query failed: {error}")


def _problem(status: HTTPStatus, error: SparqlError) -> ProblemError:
    return ProblemError(status, f"{error.message}.", line=error.line, column=error.column)


def _run(
    snapshot: Snapshot, asked: QueryRequest, parsed: Request
) -> QuerySolutions | QueryBoolean | QueryTriples:
    """Evaluate over the dataset that the protocol names, else the query's FROM, else the union of all."""
    prefixes = parsed.added_prefixes()
    if asked.has_dataset:
        return ask(
            snapshot.oxigraph,
            asked.query,
            base_iri=asked.base,
            prefixes=prefixes,
            default_graph=list(asked.default_graphs),
            named_graphs=list(asked.named_graphs),
        )
    # The union flag would override FROM.
    return ask(
        snapshot.oxigraph,
        asked.query,
        base_iri=asked.base,
        prefixes=prefixes,
        use_default_graph_as_union=not parsed.has_dataset,
    )
