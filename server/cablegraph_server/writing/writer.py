"""The server's end of the process that writes: starts it, hands it changes, replaces it when it dies."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Callable
from http import HTTPStatus
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from cablegraph_server.problems import ProblemError
from cablegraph_server.writing.process import LOCK_SECONDS, run
from cablegraph_server.writing.work import Done, Refused, Work

DEADLINE_SECONDS = 60.0
"""How long a change may take. What is not done then is undone."""
QUEUE_SECONDS = 5.0
"""How long a change waits for the ones before it."""
MOST_WAITING = 4
"""Changes that wait at a time; each holds a thread of the server that readers need too."""

TRIES = 3
"""Processes that are started for a change before it is given up."""

log = logging.getLogger(__name__)


class Writer:
    """Writes one change at a time. Safe to use from several threads."""

    def __init__(
        self, folder: Path, published: Callable[[], None] = lambda: None, deadline: float = DEADLINE_SECONDS
    ) -> None:
        """Start the process for the graph in a folder; `published` is called after each change."""
        self._folder = folder
        self._published = published
        self._deadline = deadline
        self._turn = threading.Lock()
        self._places = threading.BoundedSemaphore(MOST_WAITING)
        self._process, self._connection = self._start()

    @property
    def pid(self) -> int | None:
        """The number of the process that writes."""
        return self._process.pid

    def write(self, work: Work) -> Done:
        """Return when the change is on disk and visible. Raises `ProblemError` when it was not made."""
        if not self._places.acquire(blocking=False):
            raise _later("Too many changes are waiting.")
        try:
            if not self._turn.acquire(timeout=QUEUE_SECONDS):
                raise _later("The changes before this one take too long.")
            try:
                answer = self._ask(work)
            finally:
                self._turn.release()
        finally:
            self._places.release()
        if isinstance(answer, Refused):
            raise _problem(answer)
        self._published()
        return answer

    def close(self) -> None:
        """Let the process finish what it does, and end it. Nothing can be written afterwards."""
        with self._turn:
            self._connection.close()
            self._process.join(self._deadline)
            self._end()

    def _ask(self, work: Work) -> Done | Refused:
        """Return what became of the work. Raises a 503 problem when the process fails or is too slow."""
        try:
            answer = self._conversation(work)
        except (EOFError, OSError) as error:
            log.error("the process that writes ended at its work, and is started again")
            self._restart()
            raise _later(
                "The writer broke down at this change. Whether it was made is not known: look before you "
                "send it again."
            ) from error
        if answer is not None:
            return answer
        self._restart()
        raise ProblemError(
            HTTPStatus.SERVICE_UNAVAILABLE,
            f"The change took longer than {self._deadline:g} seconds and was stopped. Send smaller parts.",
        )

    def _conversation(self, work: Work) -> Done | Refused | None:
        """Hand over the work and return the answer, None when it takes too long."""
        for _ in range(TRIES):
            self._send(work)
            try:
                if not self._connection.poll(self._deadline + LOCK_SECONDS):
                    return None
                answer: Done | Refused = self._connection.recv()
                return answer
            except ConnectionResetError:
                # The process ended before it had read the work, so that nothing has happened yet.
                self._restart()
        raise EOFError("the process that writes does not start")

    def _send(self, work: Work) -> None:
        """Hand the work over; a process that died while it had nothing to do has lost nothing."""
        try:
            if self._process.is_alive():
                self._connection.send(work)
                return
        except OSError:
            pass
        self._restart()
        self._connection.send(work)

    def _start(self) -> tuple[SpawnProcess, Connection]:
        # Never fork a process that has a store open.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=run, args=(theirs, str(self._folder)), name="writer", daemon=True)
        process.start()
        # Only with our copy closed does the end of the process end the conversation.
        theirs.close()
        return process, ours

    def _restart(self) -> None:
        self._connection.close()
        self._end()
        self._process, self._connection = self._start()

    def _end(self) -> None:
        """End the process at once. A change is in the graph as a whole or not at all."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join()
        self._process.close()


def _later(detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, detail, headers={"Retry-After": "1"})


def _problem(refused: Refused) -> ProblemError:
    headers = {} if refused.retry_after is None else {"Retry-After": str(refused.retry_after)}
    place = {"line": refused.line, "column": refused.column}
    members = {name: number for name, number in place.items() if number is not None}
    return ProblemError(refused.status, refused.detail, headers=headers, **members)
