"""Run the application with waitress, a server made for production."""

from __future__ import annotations

import errno
import logging
import resource
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from types import FrameType
from typing import Any

import waitress
from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from cablegraph_server.connections import BoundedChannel

# Above the application's own limit, so that clients get its sentence and not waitress's.
MAX_BODY_BYTES = 16 * 1024 * 1024 + 1
# The address and all headers of a request. Longer queries are posted.
MAX_HEADER_BYTES = 64 * 1024
MOST_CONNECTIONS = 1000
# Files that the server has open for other purposes.
SPARE_FILES = 200
IDLE_SECONDS = 60
# Without anything to do, the loop looks this often whether a connection has taken too long.
LOOK_SECONDS = 1.0
# For threads that still answer, when all is over.
LAST_SECONDS = 2.0
# Of an answer that the client does not take, so much is kept in memory before the query has to wait.
BUFFER_BYTES = 1024 * 1024
# Python threads take turns this often. By the usual 5 ms, one that parses a large form holds up all others.
TURN_SECONDS = 0.001

log = logging.getLogger(__name__)


class CannotServeError(Exception):
    """The address cannot be listened on; the message says why."""


class Drain:
    """What has to end before the server does: nothing, where no queries run in processes of their own."""

    def refuse(self) -> None:
        """Take no more queries."""

    def stop(self) -> None:
        """End the queries that still run."""


def serve(
    app: Flask,
    host: str = "127.0.0.1",
    port: int = 8000,
    threads: int = 8,
    *,
    notes: Iterable[str] = (),
    drain: Drain | None = None,
    grace: float = 5.0,
) -> None:
    """Serve the application until Ctrl-C or SIGTERM. Raises `CannotServeError` for a bad address.

    Port 0 takes a free one. Say on standard error where it listens, once it does, and the notes. At the end
    running requests have `grace` seconds; a second signal ends them at once.
    """
    sys.setswitchinterval(TURN_SECONDS)
    server = _listen(app, host, port, threads)
    stopping = _Stopping(server, drain or Drain(), grace)
    before = {number: signal.signal(number, stopping.on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for address in _addresses(server):
            print(f"Cablegraph listens on {address}  (stop with Ctrl-C)", file=sys.stderr, flush=True)
        for note in notes:
            print(note, file=sys.stderr, flush=True)
        # Not waitress's own loop, which ends by an exception in whatever line a signal comes. By poll, since
        # select() cannot watch file 1024 and those after it.
        while not stopping.is_over:
            wasyncore.loop(timeout=LOOK_SECONDS, map=_sockets(server), use_poll=True, count=1)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        server.task_dispatcher.shutdown(timeout=LAST_SECONDS)
        server.close()
    print("Stopped.", file=sys.stderr)


def _listen(app: Flask, host: str, port: int, threads: int) -> Any:
    """Return a waitress server that listens, its connections bounded in time."""
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident="cablegraph",
            max_request_header_size=MAX_HEADER_BYTES,
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
            connection_limit=_most_connections(),
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=5,
            # Reading on while a request is answered shows when its client goes away.
            channel_request_lookahead=1,
            recv_bytes=64 * 1024,
            outbuf_high_watermark=BUFFER_BYTES,
            outbuf_overflow=2 * BUFFER_BYTES,
            log_socket_errors=False,
        )
    except (OSError, ValueError) as error:
        raise CannotServeError(_reason(error, host, port)) from error
    for listener in _listeners(server):
        listener.channel_class = BoundedChannel
    # Waitress warns whenever a request has to wait for a thread, which is what a queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return server


def _most_connections() -> int:
    """Let the process open as many files as it may, and return how many of them may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(10, min(MOST_CONNECTIONS, soft - SPARE_FILES))


def _listeners(server: Any) -> list[BaseWSGIServer]:
    """Return the sockets that listen: there are several for a name that stands for several addresses."""
    return [one for one in _sockets(server).values() if isinstance(one, BaseWSGIServer)]


def _sockets(server: Any) -> Any:
    """Return what the loop looks at, by number: all that listens, and all connections."""
    # A single server keeps its sockets under another name than a group of them.
    return server.map if hasattr(server, "map") else server._map


class _Stopping:
    """Ends the server: first what runs, then the loop."""

    def __init__(self, server: Any, drain: Drain, grace: float) -> None:
        self._listeners = _listeners(server)
        self._drain = drain
        self._grace = grace
        self._begun = False
        self.is_over = False
        """Whether the loop has to end."""

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Begin to stop; at the second signal, stop."""
        if self._begun:
            self._end()
            return
        self._begun = True
        for listener in self._listeners:
            listener.accepting = False
        threading.Thread(target=self._finish, name="stopping", daemon=True).start()

    def _finish(self) -> None:
        try:
            self._drain.refuse()
            self._wait(self._grace)
            self._drain.stop()
            # Those whose queries were ended are told so.
            self._wait(1.0)
        finally:
            self._end()

    def _end(self) -> None:
        self.is_over = True
        for listener in self._listeners:
            listener.pull_trigger()

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._is_busy() and time.monotonic() < until:
            time.sleep(0.02)

    def _is_busy(self) -> bool:
        channels = [channel for one in self._listeners for channel in tuple(one.active_channels.values())]
        return any(channel.requests or channel.total_outbufs_len for channel in channels)


def _addresses(server: Any) -> list[str]:
    pairs = getattr(server, "effective_listen", None)
    if pairs is None:
        pairs = [(server.effective_host, server.effective_port)]
    return [f"http://{_host(host)}:{port}/" for host, port in pairs]


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _reason(error: Exception, host: str, port: int) -> str:
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is in use. Choose another with --port, or stop what uses it."
    if isinstance(error, OSError) and error.errno == errno.EACCES:
        return f"Port {port} needs more rights than you have. Choose one above 1023."
    if isinstance(error, socket.gaierror | ValueError) or (
        isinstance(error, OSError) and error.errno == errno.EADDRNOTAVAIL
    ):
        return f"{host!r} is no address of this computer that can be listened on."
    return f"Cannot listen on {host}:{port}: {error}"
