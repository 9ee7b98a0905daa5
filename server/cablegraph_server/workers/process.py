"""The program that workers come from: it loads everything, and a copy of it becomes a worker.

    python -m cablegraph_server.workers.process SOCKET SETTINGS

It has no graph open and one thread only, so that it can be forked; a worker is there in some milliseconds.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import struct
import sys
import threading
from dataclasses import asdict

from cablegraph_server.workers.isolation import isolate
from cablegraph_server.workers.nursery import BURY, START, UNKNOWN
from cablegraph_server.workers.serving import serve_questions


def main() -> None:
    """Make workers until the server closes the socket; arguments: its number, settings as JSON."""
    # Ctrl-C reaches the whole group of the terminal. The server decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    isolation = isolate(change_user=settings["change_user"])
    control.sendall(json.dumps(asdict(isolation)).encode() + b"\n")
    gc.collect()
    gc.freeze()
    while True:
        request, numbers, _, _ = socket.recv_fds(control, 5, 1)
        if not request:
            return
        if request[:1] == START:
            control.sendall(struct.pack(">i", _fork(control, numbers[0], settings["memory"])))
        elif request[:1] == BURY:
            control.sendall(struct.pack(">i", _status(struct.unpack(">i", request[1:])[0])))


def _fork(control: socket.socket, number: int, memory: int) -> int:
    """Make a worker that listens to a socket; return the number of its process."""
    pid = os.fork()
    if pid > 0:
        os.close(number)
        return pid
    try:
        control.close()
        channel = socket.socket(fileno=number)
        threading.Thread(target=_end_with, args=(channel,), daemon=True).start()
        serve_questions(channel, memory)
    finally:
        os._exit(0)


def _end_with(channel: socket.socket) -> None:
    """End the process when the other end of the socket closes, also in the middle of a query."""
    poll = select.poll()
    poll.register(channel, 0)
    poll.poll()
    os._exit(0)


def _status(pid: int) -> int:
    """Return the exit status of a worker, negative for a signal, or UNKNOWN while it has not ended."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if ended else UNKNOWN


if __name__ == "__main__":
    main()
