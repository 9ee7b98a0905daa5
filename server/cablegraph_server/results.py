"""Query results as HTTP responses: the first chunk is waited for, the rest is streamed."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from flask import Response
from pyoxigraph import QueryResultsFormat, RdfFormat

from cablegraph.queries.sparql import Form
from cablegraph_server.evaluation import GRAPH_FORMS, query_problem
from cablegraph_server.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, Format, content_type
from cablegraph_server.negotiation import choose, named, not_acceptable
from cablegraph_server.problems import ProblemError
from cablegraph_server.pump import Pump
from cablegraph_server.workers.service import Begun, Streamed

AnyFormat = Format[QueryResultsFormat] | Format[RdfFormat] | Format[None]


class BrokenOffError(Exception):
    """A result failed after its first part was sent. The connection is cut: nobody takes it for whole."""


def offered(form: Form) -> tuple[AnyFormat, ...]:
    """Return the formats for the result of a query, the usual one first."""
    formats: tuple[AnyFormat, ...] = GRAPH_FORMATS if form in GRAPH_FORMS else RESULT_FORMATS
    return (*formats, HTML)


def agree(accept: str | None, name: str | None, formats: tuple[AnyFormat, ...]) -> tuple[AnyFormat, str]:
    """Return the format that the client gets, and its media type. `name`, from ``format=``, beats Accept."""
    if name is None:
        chosen = choose(accept, formats)
        if chosen is None:
            raise not_acceptable(formats)
        return chosen
    chosen = named(name, formats)
    if chosen is None:
        known = ", ".join(f.names[0] for f in formats)
        detail = f"There is no format {name!r} for this. There are: {known}."
        raise ProblemError(HTTPStatus.BAD_REQUEST, detail)
    return chosen


def stream(pump: Pump | Streamed | Begun, query: str, media_type: str, *, whole: bool) -> Response:
    """Return the response that sends a result as it is made.

    A result that fits into the first chunk is sent with its length. With `whole`, all of it is gathered
    first: a client of HTTP/1.0 could not tell a cut result from a complete one.
    """
    chunks = iter(pump)
    first = _early(chunks, query) or b""
    second = _early(chunks, query)
    if second is None:
        return Response(first, content_type=content_type(media_type))
    if whole:
        return Response(b"".join((first, second, *_late(chunks))), content_type=content_type(media_type))
    response = Response(_stream(first, second, chunks), content_type=content_type(media_type))
    response.call_on_close(pump.close)
    return response


def _early(chunks: Iterator[bytes], query: str) -> bytes | None:
    """Wait for a chunk; None when there is none. An error up to here still has a status of its own."""
    try:
        return next(chunks, None)
    except Exception as error:
        raise query_problem(error, query) from error


def _stream(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from _late(rest)


def _late(chunks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from chunks
    except Exception as error:
        raise BrokenOffError(f"the result was broken off: {error}") from error
