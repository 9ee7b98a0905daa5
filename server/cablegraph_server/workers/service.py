"""Queries of HTTP requests, answered by workers: deadlines, limits, and what clients are told of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Protocol, cast

from pyoxigraph import DefaultGraph, QueryResultsFormat, RdfFormat

from cablegraph.queries.sparql import Form, Request
from cablegraph_server.metrics import Metrics
from cablegraph_server.observing import BEGAN, METRICS
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.problems import ProblemError
from cablegraph_server.workers.answers import Answers, OverdueError, what_ended
from cablegraph_server.workers.frames import Cause, Failure, Kind
from cablegraph_server.workers.job import Job
from cablegraph_server.workers.limits import MEBIBYTE, Limits
from cablegraph_server.workers.pool import BusyError, GoneError, Pool, StoppingError
from cablegraph_server.workers.worker import WorkerEndedError, WorkerFailedError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

BEGUN = "cablegraph.begun"
"""Key of the request's environment: the `Begun` answer that was made before the framework was asked."""
CONNECTION = "cablegraph.connection"
"""Key of the request's environment: the `Connection` that it came by, where the HTTP server gives one."""

GATHERED_BYTES = 16 * MEBIBYTE
"""A client of HTTP/1.0 gets its answer whole, so the server has to keep it."""
RETRY_SECONDS = "2"

_STATUS = {
    Cause.INVALID: HTTPStatus.BAD_REQUEST,
    Cause.REFUSED: HTTPStatus.FORBIDDEN,
    Cause.ROWS: HTTPStatus.UNPROCESSABLE_ENTITY,
    Cause.BYTES: HTTPStatus.UNPROCESSABLE_ENTITY,
    Cause.MEMORY: HTTPStatus.UNPROCESSABLE_ENTITY,
    Cause.GONE: HTTPStatus.SERVICE_UNAVAILABLE,
    Cause.ENGINE: HTTPStatus.INTERNAL_SERVER_ERROR,
}


class Connection(Protocol):
    """The connection of a client."""

    def is_gone(self) -> bool:
        """Return whether the client has closed it."""

    def end_by(self, until: float) -> None:
        """Break the connection off when the response is not sent by then, by the monotonic clock."""


_OUTCOMES: dict[type[Exception], str] = {
    BusyError: "busy",
    GoneError: "closed",
    StoppingError: "stopping",
    OverdueError: "seconds",
}
"""How a query ended that no worker answered, by the names of the metrics."""


class QueryService:
    """Answers the queries of requests."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self.pool = pool
        self.limits = limits

    def read(self, asked: QueryRequest, environ: WSGIEnvironment) -> Request:
        """Return what kind of request a text is. Raises `ProblemError`."""
        said = self._ask(Kind.READ, asked.query.encode(), asked, environ)
        fields = json.loads(b"".join(said))
        return Request(**fields | {"form": Form(fields["form"]), "prefixes": frozenset(fields["prefixes"])})

    def evaluate(
        self,
        folder: str,
        asked: QueryRequest,
        parsed: Request,
        writer: QueryResultsFormat | RdfFormat,
        environ: WSGIEnvironment,
    ) -> Streamed:
        """Return the serialised result of a query, to be iterated once. Errors are `ProblemError`."""
        whole = environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
        job = Job(
            folder=folder,
            query=asked.query,
            base=asked.base,
            prefixes=parsed.added_prefixes(),
            union=not parsed.has_dataset,
            default_graphs=_names(asked) if asked.has_dataset else None,
            named_graphs=[graph.value for graph in asked.named_graphs],
            media_type=writer.media_type,
            is_graph=isinstance(writer, RdfFormat),
            most_rows=self.limits.rows,
            most_bytes=min(self.limits.bytes, GATHERED_BYTES) if whole else self.limits.bytes,
        )
        return self._ask(Kind.ANSWER, job.encode(), asked, environ)

    def _ask(self, kind: Kind, payload: bytes, asked: QueryRequest, environ: WSGIEnvironment) -> Streamed:
        seconds = self.limits.seconds if asked.timeout is None else min(asked.timeout, self.limits.seconds)
        until = environ.get(BEGAN, time.monotonic()) + seconds
        connection = cast("Connection | None", environ.get(CONNECTION))
        gone: Callable[[], bool] = _never if connection is None else connection.is_gone
        if connection is not None:
            connection.end_by(until)
        answers = Answers(self.pool, kind, payload, hash((kind, asked.query)), until, gone)
        return Streamed(answers, seconds, environ[METRICS])


class Streamed:
    """The answer of a worker, with errors that clients understand."""

    def __init__(self, answers: Answers, seconds: float, metrics: Metrics) -> None:
        self._answers = answers
        self._seconds = seconds
        self._metrics = metrics

    def __iter__(self) -> Iterator[bytes]:
        outcome = "closed"
        try:
            yield from self._answers
            outcome = "answered"
        except tuple(_OUTCOMES) as error:
            outcome = _OUTCOMES[type(error)]
            raise _told(error, self._seconds) from error
        except WorkerFailedError as error:
            outcome = error.failure.cause.value
            raise _problem(error.failure) from error
        except WorkerEndedError as error:
            outcome = what_ended(error).cause.value
            raise _problem(what_ended(error)) from error
        finally:
            self._metrics.count_query(outcome)

    def close(self) -> None:
        """Free the worker. May be called more than once."""
        self._answers.close()


class Begun:
    """An answer, or its failure, as far as it shows whether there is more than one chunk."""

    def __init__(self, answer: Streamed) -> None:
        """Wait for two chunks of the answer."""
        self._answer = answer
        self._chunks = iter(answer)
        self._error: Exception | None = None
        self._early: list[bytes] = []
        try:
            self._early += islice(self._chunks, 2)
        except Exception as error:  # raised again for whoever reads the answer, who knows what to say
            self._error = error

    @property
    def whole(self) -> bytes | None:
        """The answer, when it is whole and in one chunk."""
        return self._early[0] if len(self._early) == 1 and self._error is None else None

    def __iter__(self) -> Iterator[bytes]:
        yield from self._early
        if self._error is not None:
            raise self._error
        yield from self._chunks

    def close(self) -> None:
        """Free the worker. May be called more than once."""
        self._answer.close()


def _names(asked: QueryRequest) -> list[str]:
    return ["" if isinstance(graph, DefaultGraph) else graph.value for graph in asked.default_graphs]


def _never() -> bool:
    return False


def _told(error: Exception, seconds: float) -> ProblemError:
    if isinstance(error, OverdueError):
        detail = f"The query took longer than the {seconds:g} seconds that it may take."
        return ProblemError(HTTPStatus.GATEWAY_TIMEOUT, detail, limit="seconds")
    if isinstance(error, StoppingError):
        detail = "The server is being stopped."
    elif isinstance(error, BusyError):
        detail = "All query workers are busy. Try again in a while."
    else:
        detail = "The client has gone away."
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": RETRY_SECONDS})


def _problem(failure: Failure) -> ProblemError:
    members: dict[str, str | int | list[str]] = {}
    if failure.line is not None and failure.column is not None:
        members = {"line": failure.line, "column": failure.column}
    if failure.cause in (Cause.ROWS, Cause.BYTES, Cause.MEMORY):
        members["limit"] = failure.cause.value
    headers = {"Retry-After": RETRY_SECONDS} if failure.cause is Cause.GONE else {}
    return ProblemError(_STATUS[failure.cause], failure.detail, headers=headers, **members)
