"""Where workers come from: a small process that has everything loaded, and makes copies of itself."""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass

from cablegraph_server.workers.isolation import Isolation

START = b"s"
"""Make a worker for the socket that comes with this byte; the answer is its process number."""
BURY = b"b"
"""Tell the exit status of the process whose number follows, and forget it."""
UNKNOWN = 1000
"""The process has not ended yet, or nobody knows how."""

START_SECONDS = 20.0
"""It starts in a tenth of a second; a machine that swaps may take long."""

_PASSED_ON = ("PATH", "LANG", "LC_ALL", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT")
"""What workers may know of the environment: no token, no password."""

_NUMBER = struct.Struct(">i")


@dataclass(frozen=True, slots=True)
class Settings:
    """How workers are started."""

    memory: int
    """Bytes that a query may take."""
    change_user: bool
    """Whether workers of the administrator become the user "nobody"."""


class Nursery:
    """The process that makes workers. It may be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        """Start it. Raises OSError when it does not start."""
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        with theirs:
            self._process = _start(theirs, settings)
        try:
            self.isolation = Isolation(**json.loads(self._line()))
        except BaseException:
            self.close()
            raise

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._process.poll() is None

    def start(self, channel: socket.socket) -> int:
        """Make a worker that listens to a socket; return the number of its process. Raises OSError."""
        with self._lock:
            socket.send_fds(self._control, [START], [channel.fileno()])
            return self._answer()

    def bury(self, pid: int) -> int:
        """Return the exit status of a worker, negative for a signal; UNKNOWN when it has not ended yet.

        Until a status was returned the number belongs to that worker, so that it can be killed safely.
        """
        try:
            with self._lock:
                self._control.sendall(BURY + _NUMBER.pack(pid))
                return self._answer()
        except OSError:
            return UNKNOWN

    def close(self) -> None:
        """End the process; its workers end when their sockets are closed."""
        self._process.kill()
        self._control.close()
        self._process.wait()

    def _answer(self) -> int:
        data = self._control.recv(_NUMBER.size, socket.MSG_WAITALL)
        if len(data) < _NUMBER.size:
            raise ConnectionResetError("the process that makes workers has ended")
        return int(_NUMBER.unpack(data)[0])

    def _line(self) -> bytes:
        line = b""
        while not line.endswith(b"\n"):
            data = self._control.recv(1000)
            if not data:
                raise ConnectionResetError("the process that makes workers did not start")
            line += data
        return line


def _start(control: socket.socket, settings: Settings) -> subprocess.Popen[bytes]:
    # Nothing of the server reaches it but its end of the socket: a forked copy of an open store, or of
    # somebody's connection, would be a danger.
    number = control.fileno()
    program = [sys.executable, "-m", f"{__package__}.process", str(number), json.dumps(asdict(settings))]
    return subprocess.Popen(
        program,
        pass_fds=(number,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"RUST_BACKTRACE": "0"},
    )
