"""Queries of HTTP requests, answered by workers: deadlines, limits, and what clients are told of them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Protocol, cast

from flask import current_app, request
from pyoxigraph import DefaultGraph, QueryResultsFormat, RdfFormat

from cablegraph.queries.sparql import Form, Request
from cablegraph_server.metrics import METRICS, Metrics
from cablegraph_server.observing import BEGAN
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.problems import ProblemError
from cablegraph_server.workers.answers import Answers, OverdueError, what_ended
from cablegraph_server.workers.frames import Cause, Failure, Kind
from cablegraph_server.workers.job import Job
from cablegraph_server.workers.limits import MEBIBYTE, Limits
from cablegraph_server.workers.pool import BusyError, GoneError, Pool, StoppingError
from cablegraph_server.workers.worker import WorkerEndedError, WorkerFailedError

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
    """Answers the queries of requests. Its methods need the context of a request."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self.pool = pool
        self.limits = limits

    def read(self, asked: QueryRequest) -> Request:
        """Return what kind of request a text is. Raises `ProblemError`."""
        said = self._ask(Kind.READ, asked.query.encode(), asked)
        fields = json.loads(b"".join(said))
        return Request(**fields | {"form": Form(fields["form"]), "prefixes": frozenset(fields["prefixes"])})

    def evaluate(
        self, folder: str, asked: QueryRequest, parsed: Request, writer: QueryResultsFormat | RdfFormat
    ) -> Streamed:
        """Return the serialised result of a query, to be iterated once. Errors are `ProblemError`."""
        whole = request.environ.get("SERVER_PROTOCOL") == "HTTP/1.0"
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
        return self._ask(Kind.ANSWER, job.encode(), asked)

    def _ask(self, kind: Kind, payload: bytes, asked: QueryRequest) -> Streamed:
        seconds = self.limits.seconds if asked.timeout is None else min(asked.timeout, self.limits.seconds)
        until = request.environ.get(BEGAN, time.monotonic()) + seconds
        connection = cast("Connection | None", request.environ.get(CONNECTION))
        gone: Callable[[], bool] = _never if connection is None else connection.is_gone
        if connection is not None:
            connection.end_by(until)
        answers = Answers(self.pool, kind, payload, hash((kind, asked.query)), until, gone)
        metrics: Metrics = current_app.extensions[METRICS]
        return Streamed(answers, seconds, metrics)


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
