"""Plain queries of programs, which most requests are, answered before the framework is asked.

What the framework does for every address takes longer than to look something up. So a GET of /sparql with a
query and nothing else is answered here, when it has a short answer. All else goes on to the framework. An
answer that fails, is streamed, or has to be compressed is begun here and handed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from werkzeug.http import quote_etag
from werkzeug.sansio.utils import get_current_url, get_host

from cablegraph.queries.sparql import SparqlError
from cablegraph_server.caching import query_tag
from cablegraph_server.compression import SHORTEST
from cablegraph_server.evaluation import QUICK_TEXT, read_text
from cablegraph_server.formats import content_type
from cablegraph_server.observing import QUERY, ROUTE
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.problems import ProblemError
from cablegraph_server.results import agree, offered
from cablegraph_server.source import Source
from cablegraph_server.workers.service import BEGUN, Begun, QueryService

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PATH = "/sparql"

# Of a request that is answered in another way, or not at all.
_NOT_PLAIN = ("HTTP_IF_NONE_MATCH", "HTTP_RANGE", "HTTP_TRANSFER_ENCODING")

_HEADERS = (("Access-Control-Allow-Origin", "*"), ("Vary", "Accept, Accept-Encoding"))


class PlainQueries:
    """An application that answers plain queries itself. Pages of all origins may read the answers."""

    def __init__(
        self, application: WSGIApplication, source: Source, queries: QueryService, base_url: str | None
    ) -> None:
        self._application = application
        self._source = source
        self._queries = queries
        self._base_url = base_url

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        text = _query(environ)
        answer = None if text is None else self._answer(environ, start_response, text)
        return self._application(environ, start_response) if answer is None else answer

    def _answer(
        self, environ: WSGIEnvironment, start_response: StartResponse, text: str
    ) -> list[bytes] | None:
        """Answer a query; None when the framework has to go on with it."""
        try:
            parsed = read_text(text)
            snapshot = self._source.current()
            chosen, media_type = agree(environ.get("HTTP_ACCEPT"), None, offered(parsed.form))
        except (SparqlError, ProblemError):
            return None
        if not parsed.is_query or chosen.writer is None or snapshot.folder is None:
            return None
        environ[ROUTE], environ[QUERY] = PATH, text
        asked = QueryRequest(query=text, base=self._base(environ) + PATH)
        begun = Begun(self._queries.evaluate(str(snapshot.folder), asked, parsed, chosen.writer, environ))
        body = begun.whole
        if body is None or (len(body) >= SHORTEST and "HTTP_ACCEPT_ENCODING" in environ):
            environ[BEGUN] = begun
            return None
        headers = [("Content-Type", content_type(media_type)), ("Content-Length", str(len(body)))]
        tag = query_tag(snapshot, asked, media_type)
        if tag is not None:
            headers += [("ETag", quote_etag(tag, weak=True)), ("Cache-Control", "no-cache")]
        start_response("200 OK", [*headers, *_HEADERS])
        return [body]

    def _base(self, environ: WSGIEnvironment) -> str:
        base = self._base_url or _root(environ["wsgi.url_scheme"], environ["HTTP_HOST"])
        return base.rstrip("/")


def _query(environ: WSGIEnvironment) -> str | None:
    """Return the query of a plain request, None for any other request."""
    if environ["PATH_INFO"] != PATH or environ["REQUEST_METHOD"] != "GET" or environ.get("SCRIPT_NAME"):
        return None
    if environ["SERVER_PROTOCOL"] != "HTTP/1.1" or "HTTP_HOST" not in environ:
        return None
    name, _, value = environ.get("QUERY_STRING", "").partition("=")
    if name != "query" or "&" in value or not value.isascii() or any(name in environ for name in _NOT_PLAIN):
        return None
    try:
        text = unquote_plus(value, errors="strict")
    except UnicodeDecodeError:
        return None
    return text if text.strip() and len(text) <= QUICK_TEXT else None


@lru_cache(maxsize=100)
def _root(scheme: str, host: str) -> str:
    """Return what the framework takes for the address of the application."""
    return get_current_url(scheme, get_host(scheme, host), "")
