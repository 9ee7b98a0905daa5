"""What those ask who run the server: is it ready, and how is it doing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from cablegraph_server.evaluation import WORKERS
from cablegraph_server.metrics import CONTENT_TYPE, METRICS, Gauge, Metrics
from cablegraph_server.observing import ROUTE
from cablegraph_server.problems import ProblemError
from cablegraph_server.snapshot import Snapshot
from cablegraph_server.source import Source
from cablegraph_server.workers.service import QueryService

blueprint = Blueprint("operations", __name__)


@blueprint.before_app_request
def _note_route() -> None:
    if request.url_rule is not None:
        request.environ[ROUTE] = request.url_rule.rule


@blueprint.get("/ready")
def ready() -> BaseResponse:
    """Say whether the server can answer queries now; 503 while it cannot."""
    snapshot, service = _snapshot(), _service()
    if service is not None and (service.pool.stopping or service.pool.numbers().alive == 0):
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE, "There are no query workers: the server stops or starts."
        )
    response = jsonify({"status": "ready", "generation": snapshot.generation})
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/metrics")
def metrics() -> BaseResponse:
    """Give the numbers that Prometheus collects."""
    kept: Metrics = current_app.extensions[METRICS]
    return Response(
        kept.exposition(_gauges()), content_type=CONTENT_TYPE, headers={"Cache-Control": "no-store"}
    )


def _gauges() -> Iterator[Gauge]:
    try:
        snapshot = _snapshot()
    except ProblemError:
        yield Gauge("cablegraph_generation", "Number of the published copy; 0 when there is none.", 0)
    else:
        number = snapshot.generation.partition("-")[0]
        quads = snapshot.once("quads", lambda: len(snapshot.oxigraph))
        yield Gauge(
            "cablegraph_generation", "Number of the published copy.", int(number) if number.isdigit() else 0
        )
        yield Gauge("cablegraph_quads", "Quads in the published copy.", quads)
    service = _service()
    if service is not None:
        numbers = service.pool.numbers()
        yield Gauge("cablegraph_workers", "Query workers that run.", numbers.alive)
        yield Gauge("cablegraph_queries_running", "Queries that are being answered.", numbers.running)
        yield Gauge("cablegraph_queries_waiting", "Queries that wait for a worker.", numbers.waiting)
        yield Gauge(
            "cablegraph_workers_killed_total", "Workers that were killed.", numbers.killed, kind="counter"
        )
    yield from _process()


def _process() -> Iterator[Gauge]:
    if sys.platform != "linux":
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    memory = pages * os.sysconf("SC_PAGE_SIZE")
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 (a hundred times faster than Path objects)
    yield Gauge("process_resident_memory_bytes", "Memory of the server without its workers.", memory)
    yield Gauge("process_open_fds", "Files and connections that the server has open.", files)


def _snapshot() -> Snapshot:
    source: Source = current_app.extensions["cablegraph"]
    return source.current()


def _service() -> QueryService | None:
    return cast("QueryService | None", current_app.extensions.get(WORKERS))
