"""Answers of the API: JSON with an entity tag, and lists in pages that lead to the next one."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import quote, urlencode

from flask import Response, request
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_server.addresses import absolute
from cablegraph_server.api.asked import Asked
from cablegraph_server.caching import etag, not_modified, with_etag
from cablegraph_server.formats import Format
from cablegraph_server.negotiation import choose, not_acceptable
from cablegraph_server.snapshot import Snapshot

Document: TypeAlias = Mapping[str, Any]
"""What becomes an object of JSON."""

JSON: Format[None] = Format(("json",), ("application/json",), None)


def agree_on_json() -> None:
    """Raise a 406 problem for a client that does not take JSON."""
    if choose(request.headers.get("Accept"), (JSON,)) is None:
        raise not_acceptable((JSON,))


def answer(snapshot: Snapshot, compute: Callable[[], Document]) -> BaseResponse:
    """Return a document, or say that the client has it already; then it is not computed."""
    agree_on_json()
    # The links in a document begin with the address of the server.
    tag = etag(snapshot, "api", absolute(request.full_path))
    if not_modified(tag):
        return with_etag(Response(status=HTTPStatus.NOT_MODIFIED), tag)
    document = compute()
    response = with_etag(Response(written(document), content_type=JSON.media_types[0]), tag)
    if document.get("next") is not None:
        response.headers["Link"] = f'<{document["next"]}>; rel="next"'
    return response


def written(document: Document) -> bytes:
    """Return a document as JSON in UTF-8."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list, and how many items the whole list has."""

    items: Sequence[Document]
    total: int


def listed(snapshot: Snapshot, asked: Asked, page: Page) -> Document:
    """Return a page of a list as a document."""
    following = asked.offset + asked.limit
    return {
        "total": page.total,
        "offset": asked.offset,
        "limit": asked.limit,
        "next": _address(asked, following) if following < page.total else None,
        "generation": snapshot.generation,
        "items": page.items,
    }


def _address(asked: Asked, offset: int) -> str:
    values = {**asked.values, "offset": str(offset)}
    return absolute(quote(request.path)) + "?" + urlencode(values)
