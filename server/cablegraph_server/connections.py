"""Connections of clients: waitress bounds their number and their size, this bounds their time.

Waitress alone waits for ever for a client that sends a byte now and then, and for one that does not read.

A thread that has answered a request stays with the connection for a moment, and takes the next one itself.
By way of the loop each request would wake two threads more, which costs as much as all else of a lookup.
While a thread has a connection, the loop does not read from it.
"""

from __future__ import annotations

import select
import socket
import struct
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from waitress.channel import ClientDisconnected, HTTPChannel
from waitress.task import WSGITask

from cablegraph_server.workers.service import CONNECTION

ARRIVAL_SECONDS = 30.0
"""For a request to arrive, from its first byte to its last."""
RESPONSE_SECONDS = 60.0
"""For a response to be taken, when nobody sets another limit with `end_by`."""
LAST_SECONDS = 30.0
"""For the client to take what is left in the buffer, when all has been written into it."""
STAY_SECONDS = 0.05
"""So long a thread that has answered waits for the next request of the same client."""
FREE_THREADS = 4
"""It does not while fewer are free for others."""


class _Task(WSGITask):  # type: ignore[misc]
    """Lets the application see the connection, and keeps it after an answer whose end shows by itself."""

    def set_close_on_finish(self) -> None:
        """Close the connection after the answer, where that is not merely because it has no length.

        Waitress closes it then, but the last chunk tells the end just as well, and 304 has no body. A
        broken-off answer is closed in another way.
        """
        asked = self.request.headers.get("CONNECTION", "").lower()
        has_end = self.version == "1.1" and self.content_length is None and self.request.command != "HEAD"
        if self.wrote_header or asked == "close" or not has_end:
            super().set_close_on_finish()

    def write(self, data: bytes) -> None:
        """Write some of the answer, its head and its first part at once."""
        if self.wrote_header:
            super().write(data)
            return
        with self.channel.in_one_piece():
            super().write(data)

    def get_environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = super().get_environment()
        environment[CONNECTION] = self.channel
        return environment


class _Desk:
    """The server as a connection sees it. While a thread stays with the connection, nobody else is called."""

    def __init__(self, server: Any, channel: HTTPChannel) -> None:
        self._server = server
        # Not in a circle, so that what a connection holds is freed at its end.
        self._channel = weakref.proxy(channel)
        self.is_taken = False
        """Whether a thread has the connection."""
        self.has_next = False
        """Whether there is another request."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)

    def add_task(self, channel: HTTPChannel) -> None:
        """Have a request answered."""
        if self.is_taken:
            self.has_next = True
        else:
            self._server.add_task(channel)

    def pull_trigger(self) -> None:
        """Let the loop look at the connection, if there is something to send, or it is to be closed."""
        if not self.is_taken or self._channel.total_outbufs_len > 0 or self._channel.will_close:
            self._server.pull_trigger()

    def is_wanted(self) -> bool:
        """Return whether other connections need the thread."""
        dispatcher = self._server.task_dispatcher
        free = len(dispatcher.threads) - dispatcher.stop_count - dispatcher.active_count
        return bool(dispatcher.queue) or free < FREE_THREADS

    def leave(self, channel: HTTPChannel) -> None:
        """Give the connection back to the loop, or to another thread, if there is another request."""
        has_next, self.has_next = self.has_next, False
        self.is_taken = False
        if has_next:
            self._server.add_task(channel)
        self._server.pull_trigger()


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection on which nothing takes for ever."""

    task_class = _Task

    def __init__(self, server: Any, *args: Any, **kwargs: Any) -> None:
        self._arriving: float | None = None
        self._until = float("inf")
        self._pieces: list[bytes] | None = None
        self._desk = _Desk(server, self)
        super().__init__(self._desk, *args, **kwargs)

    def is_gone(self) -> bool:
        """Return whether the client has closed the connection, or this end is being closed."""
        if not self.connected or self.will_close:
            return True
        try:
            return not self.socket.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def end_by(self, until: float) -> None:
        """Break the connection off when the response is not sent by then, by the monotonic clock."""
        self._until = until

    def received(self, data: bytes) -> bool:
        """Take some bytes of a request."""
        if self._arriving is None:
            self._arriving = time.monotonic()
        result = bool(super().received(data))
        if self.request is None:
            self._arriving = None
        return result

    def service(self) -> None:
        """Answer a request, and those that come right behind it."""
        self._desk.is_taken = True
        try:
            self._answer()
            while self._has_next():
                self._answer()
        finally:
            self._desk.leave(self)

    def _answer(self) -> None:
        self._until = time.monotonic() + RESPONSE_SECONDS
        self._desk.has_next = False
        super().service()
        self._until = time.monotonic() + LAST_SECONDS

    def _has_next(self) -> bool:
        """Wait a moment for the next request, unless there is something else to do."""
        until = time.monotonic() + STAY_SECONDS
        while not self._must_leave():
            if self._desk.has_next:
                return True
            if not self._has_come(until) or not self._read():
                return False
        return False

    def _has_come(self, until: float) -> bool:
        """Wait until the client has sent something; false when it does not, or the connection is closed."""
        poll = select.poll()
        with suppress(ValueError):
            poll.register(self.socket, select.POLLIN)
            return bool(poll.poll(max(0.0, until - time.monotonic()) * 1e3))
        return False

    def _must_leave(self) -> bool:
        """Return whether the loop has to go on with the connection, or others need the thread."""
        is_closing = self.will_close or self.close_when_flushed or not self.connected
        return is_closing or self.total_outbufs_len > 0 or self._desk.is_wanted()

    def _read(self) -> bool:
        """Take what has come; false at the end of the connection, which is left to the loop."""
        try:
            data = self.socket.recv(self.adj.recv_bytes)
        except OSError:
            return False
        if data:
            self.last_activity = time.time()
            self.received(data)
        return bool(data)

    @contextmanager
    def in_one_piece(self) -> Iterator[None]:
        """Send together what is written meanwhile."""
        self._pieces = []
        try:
            yield
        finally:
            data, self._pieces = b"".join(self._pieces), None
        self.write_soon(data)

    def write_soon(self, data: Any) -> int:
        """Send some bytes, or keep them for the client to take."""
        if self._pieces is None:
            return int(super().write_soon(data))
        self._pieces.append(data)
        return len(data)

    def readable(self) -> bool:
        """Return whether to read more. The server's loop asks this of every connection once a second."""
        now = time.monotonic()
        late_request = self._arriving is not None and now - self._arriving > ARRIVAL_SECONDS
        unread_answer = not self.requests and self.total_outbufs_len > 0 and now > self._until
        if late_request or unread_answer:
            self._break_off()
        return not self._desk.is_taken and not self.requests and bool(super().readable())

    def writable(self) -> bool:
        """Return whether the loop has to write.

        While a thread writes its answer, there is something in the buffer, and the loop would ask again and
        again, and so keep that thread from going on. It waits for that thread instead, which takes no time.
        """
        if self.requests and self.total_outbufs_len > 0:
            with self.outbuf_lock:
                pass
        return bool(super().writable())

    def _break_off(self) -> None:
        """Close the connection, and what the client did not take yet is lost.

        To be told to close is not enough: waitress does it when the client takes something again.
        """
        self.will_close = True
        with suppress(OSError):
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.socket.shutdown(socket.SHUT_RDWR)
        self.server.pull_trigger()

    def _flush_outbufs_below_high_watermark(self) -> None:
        """Wait until the client has taken enough, but not longer than the response may take."""
        if self.total_outbufs_len <= self.adj.outbuf_high_watermark:
            return
        with self.outbuf_lock:
            self._flush_exception(self._flush_some, do_close=False)
            while self.connected and self.total_outbufs_len > self.adj.outbuf_high_watermark:
                remaining = self._until - time.monotonic()
                if remaining <= 0 or self.will_close:
                    self._break_off()
                    raise ClientDisconnected
                self.server.pull_trigger()
                self.outbuf_lock.wait(min(remaining, 1.0))
