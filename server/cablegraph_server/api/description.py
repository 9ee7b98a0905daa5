"""The OpenAPI description of the API; it lives in openapi.yml beside this file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from cablegraph_server.addresses import absolute


@cache
def description() -> dict[str, Any]:
    """Return the description as OpenAPI 3.1 has it. Do not change it: all share one."""
    text = files(__package__).joinpath("openapi.yml").read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.safe_load(text))


def served() -> dict[str, Any]:
    """Return the description with the address of this server."""
    return description() | {"servers": [{"url": absolute("")}]}


def index() -> dict[str, Any]:
    """Return what `/api` shows: where the description is, and what each address is for."""
    described = description()
    return {
        "title": described["info"]["title"],
        "version": described["info"]["version"],
        "description": absolute("/api/openapi.json"),
        "addresses": {absolute(path): item["get"]["summary"] for path, item in described["paths"].items()},
    }
