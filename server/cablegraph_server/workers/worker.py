"""A worker as the server sees it: a process and a socket to it."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
import time
from contextlib import suppress

from cablegraph_server.workers.frames import Failure, FrameReader, Kind, frame
from cablegraph_server.workers.nursery import UNKNOWN, Nursery

SEND_SECONDS = 5.0
"""A worker that waits for a question takes it at once."""
OPEN_SECONDS = 20.0
"""A copy of the graph opens in some hundredths of a second."""
LOOK_SECONDS = 0.02
"""How often one who waits for an answer looks at the time."""
STATUS_SECONDS = 0.1
"""A process whose socket has closed ends at once."""
LONG_NICENESS = 10
"""Long queries let short ones, and the server, go first."""


def _interval(seconds: float) -> bytes:
    """Return a time as the system has it, `struct timeval`."""
    return struct.pack("@ll", int(seconds), int(seconds % 1 * 1e6))


class WorkerEndedError(Exception):
    """The process of a worker is no more; `code` is its exit status, negative for a signal."""

    def __init__(self, code: int, noticed: float) -> None:
        super().__init__(f"a worker ended with status {code}")
        self.code = code
        self.noticed = noticed
        """When that was noticed, by the monotonic clock; its status is known only a while later."""


class WorkerFailedError(Exception):
    """A worker says why it cannot do what it was asked. It can be asked again."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.detail)
        self.failure = failure


class Worker:
    """A process that answers one query at a time. Not to be used by two threads at once, except `kill`."""

    def __init__(self, nursery: Nursery) -> None:
        """Start the process. Raises OSError."""
        self._nursery = nursery
        self._channel, theirs = socket.socketpair()
        # The system watches the time: what Python does for it takes two calls more for each piece.
        self._channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _interval(LOOK_SECONDS))
        self._channel.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _interval(SEND_SECONDS))
        with theirs:
            try:
                self.pid = nursery.start(theirs)
            except BaseException:
                self._channel.close()
                raise
        self._frames = FrameReader(self._channel)
        self._code = UNKNOWN
        self.folder = ""
        """The copy of the graph that it has open."""

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._nursery.is_alive() and self._status() == UNKNOWN

    def ask(self, kind: Kind, payload: bytes) -> None:
        """Send a request. Raises WorkerEndedError."""
        try:
            self._channel.sendall(frame(kind, payload))
        except OSError as error:
            raise self._ended() from error

    def next(self, seconds: float) -> tuple[Kind, bytes]:
        """Return the next frame of the answer; the time that it waits is a multiple of LOOK_SECONDS.

        Raises TimeoutError when none came in time (ask again), WorkerFailedError, WorkerEndedError.
        """
        until = time.monotonic() + seconds
        while True:
            try:
                kind, payload = self._frames.next()
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise TimeoutError from None
            except (OSError, EOFError) as error:
                raise self._ended() from error
        if kind is Kind.FAILED:
            raise WorkerFailedError(Failure.decode(payload))
        return kind, payload

    def fileno(self) -> int:
        """Return the number of the socket, for `select`."""
        return self._channel.fileno()

    def open(self, folder: str) -> None:
        """Let it open another copy of the graph; `opened` waits for it. Raises WorkerEndedError."""
        self.ask(Kind.OPEN, folder.encode())
        self.folder = folder

    def opened(self) -> None:
        """Wait until the copy is open. Raises what `next` raises."""
        self.next(OPEN_SECONDS)

    def cpu_seconds(self) -> float:
        """Return how long the process has worked; elsewhere than on Linux, a clock that always runs."""
        if sys.platform == "linux":
            # What clock_getcpuclockid(3) computes: the number of the clock of a process.
            with suppress(OSError):
                return time.clock_gettime((~self.pid << 3) | 2)
        return time.monotonic()

    def let_others_go_first(self) -> None:
        """Give a worker with a long query a lower priority."""
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, LONG_NICENESS)

    def regain_priority(self) -> bool:
        """Undo it; return false where the system does not allow that to an ordinary user."""
        try:
            os.setpriority(os.PRIO_PROCESS, self.pid, 0)
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End the process at once, whatever it does, without waiting for its end."""
        if self._code == UNKNOWN and self._nursery.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        # A worker also ends when its socket closes, as soon as it can.
        self._channel.close()

    def is_buried(self) -> bool:
        """Return whether the process has ended and is forgotten by the system."""
        return not self._nursery.is_alive() or self._status() != UNKNOWN

    def _status(self) -> int:
        if self._code == UNKNOWN:
            self._code = self._nursery.bury(self.pid)
        return self._code

    def _ended(self) -> WorkerEndedError:
        noticed = time.monotonic()
        while self._status() == UNKNOWN and time.monotonic() < noticed + STATUS_SECONDS:
            time.sleep(0.002)
        return WorkerEndedError(self._code, noticed)
