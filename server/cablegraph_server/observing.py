"""Watch requests from outside of the application: a number for each, its time, its line in the log."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cablegraph_server.logs import FIELDS
from cablegraph_server.metrics import Metrics

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROUTE = "cablegraph.route"
"""Key of the request's environment: the pattern of its address, set by the application."""
BEGAN = "cablegraph.began"
"""Key of the request's environment: when its answering began, by the monotonic clock."""
METRICS = "cablegraph.metrics"
"""Key of the request's environment: the `Metrics` of the server."""
QUERY = "cablegraph.query"
"""Key of the request's environment: the query that was asked, set by the application."""

_METHODS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}
_MOST_CHARACTERS = 300

log = logging.getLogger("cablegraph_server.requests")


class Observed:
    """An application whose requests are counted, timed and logged, and whose answers have more headers."""

    def __init__(
        self, application: WSGIApplication, metrics: Metrics, headers: Sequence[tuple[str, str]]
    ) -> None:
        self._application = application
        self._metrics = metrics
        self._headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, and watch until its last byte."""
        watch = _Watch(environ, self._metrics)

        def started(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            watch.status = status[:3]
            number = ("X-Request-Id", watch.number)
            return start_response(status, [*headers, *self._headers, number], exc_info)

        return _Body(self._application(environ, started), watch)


class _Watch:
    """What is known of a request."""

    def __init__(self, environ: WSGIEnvironment, metrics: Metrics) -> None:
        self.number = os.urandom(8).hex()
        self.status = "500"
        self.size = 0
        self.whole = False
        self._environ = environ
        self._metrics = metrics
        self._began = environ[BEGAN] = time.monotonic()
        environ[METRICS] = metrics

    def end(self) -> None:
        """Count and log the request. The query string, headers and body may hold a token: never log them."""
        seconds = time.monotonic() - self._began
        environ = self._environ
        route = environ.get(ROUTE, "none")
        method = environ["REQUEST_METHOD"] if environ["REQUEST_METHOD"] in _METHODS else "other"
        self._metrics.count_request(route, method, self.status, seconds)
        if not log.isEnabledFor(logging.INFO):
            return
        fields = {
            "id": self.number,
            "client": environ.get("REMOTE_ADDR"),
            "method": method,
            "route": route,
            # An address that leads nowhere may be a token in the wrong place.
            "path": None if route == "none" else environ["PATH_INFO"][:_MOST_CHARACTERS],
            "status": int(self.status),
            "seconds": round(seconds, 6),
            "bytes": self.size,
            "broken_off": not self.whole,
        }
        if QUERY in environ:
            fields["query"] = environ[QUERY][:_MOST_CHARACTERS]
        log.info("request", extra={FIELDS: fields})


class _Body:
    """The chunks of a response; tells the watch when the last one was taken, or nobody wants more."""

    def __init__(self, chunks: Iterable[bytes], watch: _Watch) -> None:
        self._chunks = chunks
        self._watch = watch

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self._watch.size += len(chunk)
            yield chunk
        self._watch.whole = True

    def close(self) -> None:
        """End the response."""
        close: Callable[[], None] | None = getattr(self._chunks, "close", None)
        try:
            if close is not None:
                close()
        finally:
            self._watch.end()
