"""One query and its worker, from the waiting line to the last byte."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Generator, Iterator

from cablegraph_server.workers.frames import Cause, Failure, Kind
from cablegraph_server.workers.pool import GoneError, Lease, Pool, StoppingError
from cablegraph_server.workers.tickets import Lane
from cablegraph_server.workers.worker import Worker, WorkerEndedError, WorkerFailedError

PATIENCE_SECONDS = 0.05
"""A query that has worked for longer is a long one. Waiting does not count: a machine may be busy."""
HURRIED_SECONDS = 0.01
"""The same while others wait, and as long as it pays; a lookup works for a tenth of it."""
MOST_PATIENCE_SECONDS = 0.5
"""So is one that takes longer altogether; it may wait for a disk."""
LOOK_SECONDS = 0.02
"""How often a short query is looked at."""
GONE_SECONDS = 0.1
"""How often one looks whether the client is still there."""
EARLY_BYTES = 1024 * 1024
"""So much of an answer is gathered before the query counts as a long one."""

_KILLED = -signal.SIGKILL
_OUTSIDE = (_KILLED, -signal.SIGTERM)
"""A query does not end its worker like that; an administrator does."""


class OverdueError(Exception):
    """The time of the query is up."""


class Answers:
    """The answer to one question, as chunks of bytes; iterate once, and `close` when nobody wants it.

    Raises, while it is iterated: BusyError, GoneError, StoppingError, OverdueError, WorkerFailedError, and
    WorkerEndedError when the query was too much for its worker.
    """

    def __init__(
        self, pool: Pool, kind: Kind, payload: bytes, key: int, until: float, gone: Callable[[], bool]
    ) -> None:
        self._pool = pool
        self._kind = kind
        self._payload = payload
        self._key = key
        self._until = until
        self._gone = gone
        self._lease: Lease | None = None
        self._worked = 0.0
        self._work = 2 * PATIENCE_SECONDS
        """What it worked for in the end, in seconds; much, until that is known."""
        self._hurried = False
        self._chunks = self._run()

    def __iter__(self) -> Iterator[bytes]:
        return self._chunks

    def close(self) -> None:
        """Free the worker. May be called more than once."""
        self._chunks.close()

    def _run(self) -> Generator[bytes, None, None]:
        try:
            yield from self._answered()
        except WorkerFailedError:
            self._release()
            raise
        except WorkerEndedError as error:
            if self._pool.stopping:
                raise StoppingError from error
            raise
        finally:
            if self._hurried:
                self._pool.note_hurried(long=self._work > PATIENCE_SECONDS)
            if self._lease is not None:
                self._pool.discard(self._lease)

    def _answered(self) -> Generator[bytes, None, None]:
        if self._ask(self._pool.lane(self._key)).lane is Lane.SHORT:
            early, whole = self._begin()
            if whole:
                # In one piece, so that it is sent with its length.
                yield b"".join(early)
                return
            if self._lease is not None and self._lease.lane is Lane.LONG:
                yield from early
            else:
                # Too many long ones run. It makes room for short ones, and begins again at its turn.
                self._discard()
                self._ask(Lane.LONG)
        worker = self._worker
        while (chunk := self._next(self._until)) is not None:
            yield chunk
        self._work = worker.cpu_seconds() - self._worked
        self._pool.note(self._key, long=self._work > PATIENCE_SECONDS / 2)

    def _ask(self, lane: Lane) -> Lease:
        """Get a worker and send it the question; another one when it was killed before it could read."""
        while True:
            self._lease = self._pool.acquire(self._key, lane, self._until, self._gone)
            try:
                self._worker.ask(self._kind, self._payload)
                self._worked = self._worker.cpu_seconds()
                return self._lease
            except WorkerEndedError:
                self._discard()

    def _begin(self) -> tuple[list[bytes], bool]:
        """Gather what comes in a short time; return it, and whether it is the whole answer.

        Where it is not, the query has become a long one, if one more may run.
        """
        while True:
            began = time.monotonic()
            try:
                return self._gather()
            except WorkerEndedError as error:
                quick = error.noticed - began < PATIENCE_SECONDS
                if error.code != _KILLED or not quick or self._pool.stopping:
                    raise
                # Somebody had killed it before it was asked.
                self._discard()
                self._ask(Lane.SHORT)

    def _gather(self) -> tuple[list[bytes], bool]:
        patient_until = time.monotonic() + MOST_PATIENCE_SECONDS
        chunks: list[bytes] = []
        size = 0
        while size < EARLY_BYTES:
            try:
                chunk = self._next(min(time.monotonic() + LOOK_SECONDS, self._until))
            except OverdueError:
                now = time.monotonic()
                if now >= self._until:
                    raise
                if self._is_past_hurry() or now >= patient_until:
                    break
                continue
            if chunk is None:
                return chunks, True
            chunks.append(chunk)
            size += len(chunk)
        self._promote()
        return chunks, False

    def _is_past_hurry(self) -> bool:
        """Return whether the query has to be a long one now; while others wait, make it one early."""
        work = self._worker.cpu_seconds() - self._worked
        if work > PATIENCE_SECONDS:
            self._pool.note(self._key, long=True)
            return True
        if work <= HURRIED_SECONDS or not self._pool.is_crowded:
            return False
        self._hurried = self._promote() or self._pool.hurries()
        return self._hurried

    def _promote(self) -> bool:
        assert self._lease is not None
        return self._pool.promote(self._lease)

    def _next(self, until: float) -> bytes | None:
        """Return the next chunk, or None after the last, when the worker has been given back."""
        while True:
            remaining = until - time.monotonic()
            if remaining <= 0:
                raise OverdueError
            try:
                kind, payload = self._worker.next(min(remaining, GONE_SECONDS))
            except TimeoutError:
                if self._gone():
                    raise GoneError from None
                continue
            if kind is Kind.DATA:
                return payload
            if kind is Kind.WORN:
                self._discard()
            else:
                self._release()
            return None

    @property
    def _worker(self) -> Worker:
        assert self._lease is not None
        return self._lease.worker

    def _release(self) -> None:
        if self._lease is not None:
            self._pool.release(self._lease)
            self._lease = None

    def _discard(self) -> None:
        if self._lease is not None:
            self._pool.discard(self._lease, killed=False)
            self._lease = None


def what_ended(error: WorkerEndedError) -> Failure:
    """Return what to say of a query whose worker ended: it was too much for it, most likely."""
    if error.code < 0 and error.code not in _OUTSIDE:
        return Failure(Cause.MEMORY, "The query needs more memory, or is nested deeper, than one query may.")
    return Failure(Cause.ENGINE, "The process that answered the query has ended.")
