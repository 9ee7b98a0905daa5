"""What a worker does: open a published copy of the graph, and answer questions one after another."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import asdict

import pyoxigraph as ox

from cablegraph.queries.sparql import read_request
from cablegraph_server.workers.answering import answer, failure
from cablegraph_server.workers.frames import Cause, Failure, FrameReader, Kind, frame
from cablegraph_server.workers.isolation import address_space, limit_memory
from cablegraph_server.workers.job import Job

# A quick query does not grow the process, and need not look whether it did.
QUICK_SECONDS = 0.01


def serve_questions(channel: socket.socket, memory: int) -> None:
    """Answer what comes through a socket until its other end closes.

    A query may take `memory` bytes on top of what the process has with an open graph.
    """
    desk = _Desk(channel, memory)
    frames = FrameReader(channel)
    while True:
        try:
            kind, payload = frames.next()
        except EOFError:
            return
        if kind is Kind.ANSWER:
            desk.answer(Job.decode(payload))
        elif kind is Kind.READ:
            desk.read(payload.decode())
        else:
            desk.open(payload.decode())


class _Desk:
    """Where questions are answered: a socket and the graph that is open."""

    def __init__(self, channel: socket.socket, memory: int) -> None:
        self._channel = channel
        self._memory = memory
        self._folder = ""
        self._store: ox.Store | None = None
        self._size = 0

    def open(self, folder: str) -> None:
        """Open a copy of the graph, and say how that went."""
        if self._tell_opened(folder) is not None:
            self._channel.sendall(frame(Kind.READY))

    def answer(self, job: Job) -> None:
        """Answer a query."""
        store = self._tell_opened(job.folder)
        if store is None:
            return
        began = time.monotonic()
        try:
            last = answer(store, job, lambda chunk: self._channel.sendall(frame(Kind.DATA, chunk)))
        except Exception as error:
            self._fail(failure(error, job.query))
            return
        worn = time.monotonic() - began > QUICK_SECONDS and self._has_grown()
        parts = frame(Kind.DATA, last) if last else b""
        self._channel.sendall(parts + frame(Kind.WORN if worn else Kind.END))

    def read(self, text: str) -> None:
        """Say what kind of request a text is."""
        try:
            request = read_request(text)
        except Exception as error:
            self._fail(failure(error, text))
            return
        found = asdict(request) | {"form": request.form.value, "prefixes": sorted(request.prefixes)}
        self._channel.sendall(frame(Kind.DATA, json.dumps(found).encode()) + frame(Kind.END))

    def _tell_opened(self, folder: str) -> ox.Store | None:
        """Return the graph of a folder; None, and word sent, when it cannot be read."""
        try:
            return self._opened(folder)
        except (OSError, RuntimeError) as error:
            self._fail(Failure(Cause.GONE, f"The graph cannot be read: {error}"))
            return None

    def _opened(self, folder: str) -> ox.Store:
        """Return the graph of a folder, opened where it is not yet. Raises OSError or RuntimeError."""
        if self._store is None or folder != self._folder:
            self._store, self._folder = None, ""
            limit_memory(None)
            self._store = ox.Store.read_only(folder)
            self._folder = folder
            self._size = address_space()
            limit_memory(self._memory)
        return self._store

    def _has_grown(self) -> bool:
        """True when the queries so far left too little of the memory for the next one."""
        return address_space() - self._size > self._memory // 4

    def _fail(self, reason: Failure) -> None:
        self._channel.sendall(frame(Kind.FAILED, reason.encode()))
