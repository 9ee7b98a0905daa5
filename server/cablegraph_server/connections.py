"""Connections of clients: waitress bounds their number and their size, this bounds their time.

Waitress alone waits for ever for a client that sends a byte now and then, and for one that does not read.
"""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
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


class _Task(WSGITask):  # type: ignore[misc]
    """Lets the application see the connection, and keeps it after an answer whose end shows by itself."""

    def set_close_on_finish(self) -> None:
        """Close the connection after the answer, where that is not merely because it has no length.

        Waitress closes it then, but the last chunk tells the end just as well, and 304 has no body. A broken-off
        answer is closed in another way.
        """
        asked = self.request.headers.get("CONNECTION", "").lower()
        has_end = self.version == "1.1" and self.content_length is None and self.request.command != "HEAD"
        if self.wrote_header or asked == "close" or not has_end:
            super().set_close_on_finish()

    def get_environment(self) -> dict[str, Any]:
        environment: dict[str, Any] = super().get_environment()
        environment[CONNECTION] = self.channel
        return environment


class BoundedChannel(HTTPChannel):  # type: ignore[misc]
    """A connection on which nothing takes for ever."""

    task_class = _Task

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._arriving: float | None = None
        self._until = float("inf")
        super().__init__(*args, **kwargs)

    def is_gone(self) -> bool:
        """Return whether the client has closed the connection, or this end is being closed."""
        return not self.connected or self.will_close

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
        """Answer one request."""
        self._until = time.monotonic() + RESPONSE_SECONDS
        super().service()
        self._until = time.monotonic() + LAST_SECONDS

    def readable(self) -> bool:
        """Return whether to read more. The server's loop asks this of every connection once a second."""
        now = time.monotonic()
        late_request = self._arriving is not None and now - self._arriving > ARRIVAL_SECONDS
        unread_answer = not self.requests and self.total_outbufs_len > 0 and now > self._until
        if late_request or unread_answer:
            self._break_off()
        return bool(super().readable())

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
