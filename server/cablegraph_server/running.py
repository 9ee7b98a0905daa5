"""The command `serve`: put the parts of the server together, and run it."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from cablegraph.store import Store
from cablegraph_server.app import create_app
from cablegraph_server.logs import log_to_standard_error
from cablegraph_server.problems import ProblemError
from cablegraph_server.serving import CannotServeError, Drain, serve
from cablegraph_server.source import Published
from cablegraph_server.workers.isolation import Isolation
from cablegraph_server.workers.limits import Limits
from cablegraph_server.workers.nursery import Settings
from cablegraph_server.workers.pool import SHORT_MORE, Pool
from cablegraph_server.workers.service import QueryService
from cablegraph_server.workers.worker import WorkerEndedError, WorkerFailedError
from cablegraph_server.writing.authorization import read_token
from cablegraph_server.writing.permission import Writing
from cablegraph_server.writing.writer import Writer

_ARENA_MAX = -8  # M_ARENA_MAX of <malloc.h>

PAGE_THREADS = 8
"""Threads for what needs no worker: pages, errors, metrics."""

NO_NETWORK_NAMESPACE = (
    "Note: this system does not let query workers run without a network. Queries with SERVICE are refused "
    "all the same."
)
ADMINISTRATOR = (
    "Note: query workers run with the rights of the administrator, because nobody else may read the graph's "
    "folder. Better run the server as an ordinary user."
)


def serve_store(
    store: Path,
    host: str,
    port: int,
    *,
    workers: int,
    queue: int,
    timeout: float,
    memory: int,
    max_rows: int,
    max_bytes: int,
    grace: float,
    base_url: str | None,
    cors: tuple[str, ...],
    token_file: Path | None,
    read_only: bool,
) -> None:
    """Serve the graph in a folder; with a token, from a file or the environment, who has it may write.

    The options are those of the command line. Raises StoreError when nothing can be served, TokenError for a
    token that cannot be used, CannotServeError when the server or its workers cannot start.
    """
    log_to_standard_error()
    _use_few_arenas()
    # Read also where it is not used: processes that are started later must not find it.
    token = read_token(token_file, os.environ)
    token = None if read_only else token
    _prepare(store, may_begin=token is not None)
    source = Published(store)
    limits = Limits(seconds=timeout, memory=memory, rows=max_rows, bytes=max_bytes)
    with ExitStack() as stack:
        service = stack.enter_context(_queries(source, workers, queue, limits)) if workers > 0 else None
        writing = None if token is None else Writing(token, stack.enter_context(_writer(store, source)))
        app = create_app(
            source, writing=writing, queries=service, cors=tuple(filter(None, cors)), base_url=base_url
        )
        serve(
            app,
            host,
            port,
            PAGE_THREADS + queue + 2 * workers + SHORT_MORE,
            notes=() if service is None else tuple(_notes(service.pool.isolation)),
            drain=None if service is None else _PoolDrain(service.pool),
            grace=grace,
        )


def _use_few_arenas() -> None:
    """Let the threads share their memory: glibc gives every thread a store of its own that only grows."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 2)


def _prepare(store: Path, *, may_begin: bool) -> None:
    """Look whether there is something to serve; who may write may begin with nothing."""
    if may_begin and not (store / "current").exists():
        with Store.open(store) as graph:
            graph.publish()
    # A store that cannot be read should say so here, and not in the first answer.
    Store.open_published(store).close()


@contextmanager
def _writer(store: Path, source: Published) -> Iterator[Writer]:
    """Run the process that writes."""
    writer = Writer(store, source.refresh)
    try:
        yield writer
    finally:
        writer.close()


@contextmanager
def _queries(source: Published, workers: int, queue: int, limits: Limits) -> Iterator[QueryService]:
    """Run the processes that answer queries."""
    pool = _pool(source, workers, queue, limits.memory)
    try:
        yield QueryService(pool, limits)
    finally:
        pool.stop()


def _pool(source: Published, workers: int, queue: int, memory: int) -> Pool:
    def folder() -> str | None:
        try:
            return str(source.current().folder)
        except ProblemError:
            return None

    try:
        try:
            return Pool(workers, queue, Settings(memory, change_user=True), folder)
        except WorkerFailedError:
            # The graph is in a folder that only its owner may read.
            return Pool(workers, queue, Settings(memory, change_user=False), folder)
    except (OSError, WorkerEndedError, WorkerFailedError) as error:
        raise CannotServeError(f"No query worker could be started: {error}") from error


def _notes(isolation: Isolation) -> Iterator[str]:
    if not isolation.network:
        yield NO_NETWORK_NAMESPACE
    if not isolation.ordinary_user:
        yield ADMINISTRATOR


class _PoolDrain(Drain):
    """Ends the queries of a pool."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def refuse(self) -> None:
        """Take no more queries, and send away those who wait."""
        self._pool.refuse()

    def stop(self) -> None:
        """End the queries that still run."""
        self._pool.stop()
