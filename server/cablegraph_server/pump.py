"""Turn a function that writes into an iterator of chunks, so that a response can stream it.

Oxigraph's lazy results may be touched by one thread only, or the process aborts. Therefore a query runs and
is written out in a thread of its own; the thread that answers the request only ever sees bytes.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

# Small answers fit into one chunk and get a Content-Length; of large ones little is in memory at any time.
CHUNK_BYTES = 64 * 1024
CHUNKS_AHEAD = 4


class Sink(Protocol):
    """What a producer writes to."""

    def write(self, data: bytes) -> int:
        """Take some bytes; raises `ClosedError` when nobody wants them any more."""

    def flush(self) -> None:
        """Do nothing: chunks are sent when they are full."""


class ClosedError(Exception):
    """The reader went away."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class _End:
    pass


class Pump:
    """Runs ``produce(sink)`` in a thread; iterate over the chunks that it writes.

    An exception in the producer is raised at the reader, in its place in the stream. `close` makes the next
    write of the producer fail, which stops Oxigraph.
    """

    def __init__(self, produce: Callable[[Sink], None]) -> None:
        self._items: queue.Queue[bytes | _Failed | _End] = queue.Queue(CHUNKS_AHEAD)
        self._closed = threading.Event()
        self._produce = produce
        threading.Thread(target=self._run, name="query", daemon=True).start()

    def __iter__(self) -> Iterator[bytes]:
        while True:
            item = self._items.get()
            if isinstance(item, _Failed):
                raise item.error
            if not isinstance(item, bytes):
                return
            yield item

    def close(self) -> None:
        """Stop the producer at its next write. May be called more than once."""
        self._closed.set()
        # A producer that waits for room gets it, and meets the flag at its next write.
        while True:
            try:
                self._items.get_nowait()
            except queue.Empty:
                return

    def _run(self) -> None:
        sink = _ChunkedSink(self._put)
        try:
            self._produce(sink)
            sink.finish()
            self._put(_End())
        except ClosedError:
            pass
        except BaseException as error:
            if not self._closed.is_set():
                self._items.put(_Failed(error))

    def _put(self, item: bytes | _End) -> None:
        if self._closed.is_set():
            raise ClosedError
        self._items.put(item)


class _ChunkedSink:
    """Gathers small writes into chunks."""

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._send = send
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        self._buffer += data
        if len(self._buffer) >= CHUNK_BYTES:
            self.finish()
        return len(data)

    def flush(self) -> None:
        """Oxigraph flushes when it is done; `finish` sends what is left."""

    def finish(self) -> None:
        if self._buffer:
            self._send(bytes(self._buffer))
            self._buffer.clear()
