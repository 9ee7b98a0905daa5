"""The real server as a process, with a seeded graph, and plain sockets to it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
from tests.seeded_graph import seeded_quads

from cablegraph.store import Store

PROGRAM = "from cablegraph_server.cli import main; main()"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; status 0 when the connection was closed without an answer."""

    status: int
    head: bytes
    body: bytes
    whole: bool
    """False when the answer was broken off."""
    seconds: float


def make_graph(folder: Path, claims: int) -> None:
    """Publish a seeded graph in a folder."""
    with Store.open(folder) as store:
        store.oxigraph.bulk_load("\n".join(seeded_quads(claims, 7)), ox.RdfFormat.N_QUADS)
        store.publish()


@contextmanager
def running(
    folder: Path, *options: str, log: Path, environment: dict[str, str] | None = None
) -> Iterator[Running]:
    """Run `cablegraph serve` on a free port."""
    command = [sys.executable, "-c", PROGRAM, "serve", "--store", str(folder), "--port", "0", *options]
    with log.open("wb") as file:
        process = subprocess.Popen(command, stderr=file, env=environment)
    try:
        yield Running(_port(process, log), process, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = re.search(rb"listens on http://127\.0\.0\.1:(\d+)/", log.read_bytes())
        if found is not None:
            return int(found[1])
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8", "replace"))


def ask(port: int, request: bytes, *, timeout: float = 30) -> Answer:
    """Send a request that ends with `Connection: close`, read until the end; timed from when it was sent."""
    parts = []
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        # A server that refuses a large request closes before all of it was sent.
        with suppress(ConnectionError):
            connection.sendall(request)
        began = time.monotonic()
        with suppress(ConnectionError):
            while part := connection.recv(1024 * 1024):
                parts.append(part)
    return parsed(b"".join(parts), time.monotonic() - began)


def has_last_chunk(body: bytes) -> bool:
    """Tell whether a body in chunks came to its end: a row of CSV may end like the last chunk, in "0"."""
    at = 0
    while (end := body.find(b"\r\n", at)) >= 0:
        size = int(body[at:end], 16)
        if size == 0:
            return True
        at = end + 2 + size + 2
    return False


def parsed(data: bytes, seconds: float) -> Answer:
    """Return an answer as it came from the wire."""
    head, blank, body = data.partition(b"\r\n\r\n")
    found = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    status = int(found[1]) if found is not None else 0
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    if length is not None:
        whole = len(body) >= int(length[1])
    else:
        whole = b"ransfer-Encoding: chunked" not in head or has_last_chunk(body)
    return Answer(status, head, body, bool(blank) and whole, seconds)
