"""Errors as RFC 9457 problem documents: what went wrong, in a sentence, with line and column where known."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from flask import Response

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """A request that cannot be answered, and the sentence that says why."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **members: str | int | list[str],
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members
        """Further members of the document: "line" and "column" of a syntax error, for example."""


def problem_response(problem: ProblemError) -> Response:
    """Return the problem as an ``application/problem+json`` response."""
    document = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status.value,
        "detail": problem.detail,
        **problem.members,
    }
    body = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    return Response(
        body.encode("utf-8", "replace"),
        status=problem.status.value,
        content_type=MEDIA_TYPE,
        headers=problem.headers,
    )
