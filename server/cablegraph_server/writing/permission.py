"""Whether this request may write: the door in front of the writer."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from flask import current_app, request

from cablegraph_server.parameters import READ_ONLY
from cablegraph_server.problems import ProblemError
from cablegraph_server.writing.authorization import Token
from cablegraph_server.writing.writer import Writer

EXTENSION = "cablegraph-writing"
MAX_BODY_BYTES = 16 * 1024 * 1024
"""What may be sent with the right token. Larger graphs are built with the command line."""


@dataclass(frozen=True, slots=True)
class Writing:
    """The means to write: a token that allows it, and a writer that does it."""

    token: Token
    writer: Writer


def permitted() -> Writer:
    """Return the writer, when the server has one and the request shows the token.

    Raises a 403 problem where nobody may write, a 401 problem for a missing or wrong token.
    """
    writing: Writing | None = current_app.extensions.get(EXTENSION)
    if writing is None:
        raise ProblemError(HTTPStatus.FORBIDDEN, READ_ONLY)
    writing.token.check(request.headers.get("Authorization"))
    request.max_content_length = MAX_BODY_BYTES
    return writing.writer
