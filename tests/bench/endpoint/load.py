"""A client that costs little: some connections, one thread, the same requests over and over."""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import quote

_READ_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cell:
    """What was measured: requests in a second, and latencies in milliseconds."""

    throughput: float
    p50: float
    p99: float
    failed: int


class _Client:
    """One connection that sends a request, reads the answer, and sends the next."""

    def __init__(self, port: int) -> None:
        self._port = port
        self.socket = self._connect()
        self._head: bytes | None = None
        self._buffer = bytearray()
        self._needed: int | None = None
        self._began = 0.0

    def _connect(self) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", self._port), timeout=120)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def send(self, request: bytes) -> None:
        self._head, self._needed = None, None
        self._buffer.clear()
        self._began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> tuple[float, bool] | None:
        """Read what is there; return seconds and success when the answer is whole."""
        data = self.socket.recv(_READ_BYTES)
        self._buffer += data
        if self._head is None:
            end = self._buffer.find(b"\r\n\r\n")
            if end >= 0:
                self._head = bytes(self._buffer[:end]).lower()
                del self._buffer[: end + 4]
                self._needed = _length(self._head)
        if not self._is_whole(closed=not data):
            return (time.perf_counter() - self._began, False) if not data else None
        head = self._head or b""
        return time.perf_counter() - self._began, head.split(b" ", 2)[1] == b"200"

    def must_reconnect(self) -> bool:
        return self._head is None or b"connection: close" in self._head

    def reconnect(self) -> None:
        self.socket.close()
        self.socket = self._connect()

    def _is_whole(self, *, closed: bool) -> bool:
        if self._head is None:
            return False
        if self._needed is not None:
            return len(self._buffer) >= self._needed
        if b"transfer-encoding: chunked" in self._head:
            return self._buffer.endswith(b"0\r\n\r\n")
        return closed


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return None


def requests(path: str, queries: Sequence[str]) -> list[bytes]:
    """Return a GET request for each query."""
    return [
        f"GET {path}?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        "Accept: application/sparql-results+json\r\n\r\n".encode()
        for query in queries
    ]


def run(port: int, wanted: Sequence[bytes], clients: int, seconds: float) -> Cell:
    """Send requests by some clients at once for some seconds; what was begun is waited for."""
    following: Iterator[bytes] = cycle(wanted)
    took: list[float] = []
    failed = 0
    with selectors.DefaultSelector() as selector:
        for _ in range(clients):
            client = _Client(port)
            selector.register(client.socket, selectors.EVENT_READ, client)
            client.send(next(following))
        began = time.perf_counter()
        while selector.get_map():
            for key, _ in selector.select():
                client = key.data
                done = client.receive()
                if done is None:
                    continue
                took.append(done[0])
                failed += not done[1]
                selector.unregister(key.fileobj)
                if time.perf_counter() - began < seconds:
                    if client.must_reconnect():
                        client.reconnect()
                    client.send(next(following))
                    selector.register(client.socket, selectors.EVENT_READ, client)
                else:
                    client.socket.close()
        elapsed = time.perf_counter() - began
    took.sort()
    return Cell(len(took) / elapsed, 1e3 * took[len(took) // 2], 1e3 * took[int(len(took) * 0.99)], failed)
