"""Run the application with waitress, a server made for production."""

from __future__ import annotations

import errno
import logging
import os
import signal
import socket
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import waitress
from flask import Flask

from cablegraph.store import Store
from cablegraph_server.app import create_app
from cablegraph_server.source import Published
from cablegraph_server.writing.authorization import read_token
from cablegraph_server.writing.permission import Writing
from cablegraph_server.writing.writer import Writer

# Above the application's own limit, so that clients get its sentence and not waitress's.
MAX_BODY_BYTES = 16 * 1024 * 1024


def serve_store(store: Path, host: str, port: int, threads: int, token_file: Path | None) -> None:
    """Serve the graph in a folder; with a token, from a file or the environment, who has it may write.

    Raises StoreError when nothing can be served, TokenError for a token that cannot be used.
    """
    token = read_token(token_file, os.environ)
    if token is not None and not (store / "current").exists():
        # Who may write may begin with nothing.
        with Store.open(store) as graph:
            graph.publish()
    # A store that cannot be read should say so here, and not in the first answer.
    Store.open_published(store).close()
    source = Published(store)
    if token is None:
        serve(create_app(source), host, port, threads)
        return
    writer = Writer(store, source.refresh)
    try:
        serve(create_app(source, writing=Writing(token, writer)), host, port, threads)
    finally:
        writer.close()


class CannotServeError(Exception):
    """The address cannot be listened on; the message says why."""


def serve(app: Flask, host: str = "127.0.0.1", port: int = 8000, threads: int = 8) -> None:
    """Serve the application until Ctrl-C or SIGTERM. Raises `CannotServeError` for a bad address.

    Port 0 takes a free one. Say where it listens on standard error, once it does.
    """
    try:
        server = waitress.create_server(
            app,
            host=host,
            port=port,
            threads=threads,
            ident="cablegraph",
            max_request_body_size=MAX_BODY_BYTES,
            clear_untrusted_proxy_headers=True,
        )
    except (OSError, ValueError) as error:
        raise CannotServeError(_reason(error, host, port)) from error
    # Waitress warns whenever a request has to wait for a thread, which is what a queue is for.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        for address in _addresses(server):
            print(f"Cablegraph listens on {address}  (stop with Ctrl-C)", file=sys.stderr, flush=True)
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        server.close()
    print("Stopped.", file=sys.stderr)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Waitress finishes what its threads are doing when its loop is interrupted.
    raise KeyboardInterrupt


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
