"""The absolute addresses of this server, as its clients see them."""

from __future__ import annotations

from flask import current_app, request

BASE_URL = "CABLEGRAPH_BASE_URL"
"""Key of the application's configuration: the public address when a proxy stands before the server."""


def absolute(path: str) -> str:
    """Return the absolute address of a path of this application: the configured one, or the one asked for."""
    base: str = current_app.config.get(BASE_URL) or request.root_url
    return base.rstrip("/") + path
