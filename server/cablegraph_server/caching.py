"""Entity tags. A published generation never changes, so its name makes a right tag for nothing."""

from __future__ import annotations

import hashlib
import re
from http import HTTPStatus

from flask import request
from werkzeug.http import quote_etag
from werkzeug.wrappers import Response

import cablegraph
from cablegraph_ontology.terms import fingerprint
from cablegraph_server.parameters import QueryRequest
from cablegraph_server.snapshot import Snapshot

# Functions that answer differently each time; such an answer must not be taken from a cache.
_CHANGING = re.compile(r"NOW|RAND|UUID|BNODE|\\u", re.IGNORECASE)


def etag(snapshot: Snapshot, *parts: object) -> str:
    """Return the tag of an answer made from a generation and whatever else decides it.

    The tag is weak: without ORDER BY, equal results may come in another order.
    """
    return fingerprint(cablegraph.__version__, snapshot.generation, *parts)[:32]


def query_tag(snapshot: Snapshot, asked: QueryRequest, media_type: str) -> str | None:
    """Return the tag of the answer to a query, None where caching makes no sense."""
    if _CHANGING.search(asked.query) is not None:
        return None
    graphs = [[str(graph) for graph in graphs] for graphs in (asked.default_graphs, asked.named_graphs)]
    return etag(snapshot, asked.query, graphs, media_type)


def not_modified(tag: str) -> bool:
    """Return whether the client already has the answer with this tag.

    ``If-None-Match: *`` does not count: whether there is an answer is known only when it is made.
    """
    wanted = request.if_none_match
    return not wanted.star_tag and wanted.contains_weak(tag)


def tagged(response: Response) -> Response:
    """Return a whole response with a tag made from its bytes, for what does not come from a generation alone.

    It is made before it is known whether the client has it; that saves the way, not the work.
    """
    if request.method not in ("GET", "HEAD") or response.status_code != HTTPStatus.OK:
        return response
    tag = hashlib.sha256(response.get_data()).hexdigest()[:32]
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    return with_etag(response, tag)


def with_etag(response: Response, tag: str) -> Response:
    """Return the response with its tag. Clients may keep it, but must ask whether it still holds."""
    response.headers["ETag"] = quote_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache"
    return response
