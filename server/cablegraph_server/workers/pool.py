"""The workers: how many there are, who has one, who waits, and new ones for those that were killed."""

from __future__ import annotations

import logging
import select
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from cablegraph_server.workers.isolation import Isolation
from cablegraph_server.workers.nursery import Nursery, Settings
from cablegraph_server.workers.tickets import Hurry, Lane, Line, LongQueries, Ticket
from cablegraph_server.workers.worker import Worker, WorkerEndedError, WorkerFailedError

SHORT_MORE = 2
"""Workers for short queries beyond as many as there are for long ones."""
SPARE = 2
"""Workers that stand ready for the place of one that is killed."""
KEEP_SECONDS = 0.25
"""How often the pool looks for a new generation and for idle workers that died."""
BURY_SECONDS = 2.0
"""How long a killed worker may take to give its memory back."""
LOOK_SECONDS = 0.1
"""How often one who waits looks whether its client is still there."""

log = logging.getLogger(__name__)


class BusyError(Exception):
    """No worker becomes free in time, or too many wait already."""


class StoppingError(Exception):
    """The server is being stopped."""


class GoneError(Exception):
    """The client has gone away."""


@dataclass(slots=True)
class Lease:
    """A worker that answers one query, and the lane of that query."""

    worker: Worker
    lane: Lane


@dataclass(frozen=True, slots=True)
class Numbers:
    """The state of a pool, for the metrics."""

    alive: int
    running: int
    waiting: int
    killed: int


class Pool:
    """A fixed number of workers.

    So many queries as the pool's size may take long at one time, and short ones never wait for them: there
    are workers of their own for these, as many and two more. What a query is shows only when it runs: it
    starts as a short one, and is moved to the long ones by `promote`.
    """

    def __init__(self, size: int, queue: int, settings: Settings, folder: Callable[[], str | None]) -> None:
        """Start the workers; `folder` tells which copy of the graph they should have open.

        Raises WorkerEndedError, TimeoutError or OSError when not even one can be started.
        """
        self._most = {Lane.LONG: size, Lane.SHORT: size + SHORT_MORE}
        self._size = sum(self._most.values()) + SPARE
        self._queue = queue
        self._settings = settings
        self._folder = folder
        self._lock = threading.Condition()
        self._workers: set[Worker] = set()
        self._idle: list[Worker] = []
        self._line = Line()
        self._known = LongQueries()
        self._hurry = Hurry()
        self._opening: list[Worker] = []
        self._ended: list[Worker] = []
        self._running = dict.fromkeys(Lane, 0)
        self._killed = 0
        self._stopping = False
        self._nursery = Nursery(settings)
        try:
            self._try_folder()
        except BaseException:
            self._nursery.close()
            raise
        self._keeper = threading.Thread(target=self._keep, name="workers", daemon=True)
        self._keeper.start()

    def numbers(self) -> Numbers:
        """Return the state."""
        with self._lock:
            running = sum(self._running.values())
            return Numbers(len(self._workers), running, len(self._line), self._killed)

    @property
    def isolation(self) -> Isolation:
        """What the workers could give up."""
        return self._nursery.isolation

    @property
    def stopping(self) -> bool:
        """Whether `stop` or `refuse` was called."""
        return self._stopping

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits for a worker."""
        return len(self._line) > 0

    def lane(self, key: int) -> Lane:
        """Return the lane of a query, by what it did before."""
        with self._lock:
            return self._known.lane(key)

    def acquire(self, key: int, lane: Lane, until: float, gone: Callable[[], bool]) -> Lease:
        """Wait for a worker. Raises BusyError, GoneError, StoppingError."""
        ticket = Ticket(key, lane)
        with self._lock:
            if self._stopping:
                raise StoppingError
            self._line.join(ticket)
            self._grant()
            if ticket.worker is None and len(self._line) > self._queue:
                self._line.leave(ticket)
                raise BusyError
        try:
            while not ticket.given.wait(min(LOOK_SECONDS, max(until - time.monotonic(), 0.001))):
                self._check(until, gone)
        except BaseException:
            self._give_up(ticket)
            raise
        if ticket.worker is None:
            raise StoppingError
        if ticket.lane is Lane.LONG:
            ticket.worker.let_others_go_first()
        return Lease(ticket.worker, ticket.lane)

    def _check(self, until: float, gone: Callable[[], bool]) -> None:
        if gone():
            raise GoneError
        if time.monotonic() >= until:
            raise BusyError

    def _give_up(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket.worker is None:
                with suppress(ValueError):
                    self._line.leave(ticket)
                return
        # It was handed over in the same moment.
        self.release(Lease(ticket.worker, ticket.lane))

    def promote(self, lease: Lease) -> bool:
        """Make a short query a long one, if one more may run; return whether it is one."""
        if lease.lane is Lane.LONG:
            return True
        with self._lock:
            if self._running[Lane.LONG] >= self._most[Lane.LONG]:
                return False
            self._running[Lane.LONG] += 1
            self._running[lease.lane] -= 1
            lease.lane = Lane.LONG
            self._grant()
        lease.worker.let_others_go_first()
        return True

    def note(self, key: int, *, long: bool) -> None:
        """Remember how much work a query was."""
        with self._lock:
            self._known.note(key, long=long)

    def hurries(self) -> bool:
        """Return whether a query that keeps others waiting should be ended early."""
        return self._hurry.pays()

    def note_hurried(self, *, long: bool) -> None:
        """Remember how a query went that was ended, or made a long one, early."""
        with self._lock:
            self._hurry.note(long=long)

    def release(self, lease: Lease) -> None:
        """Give a worker back that is ready for another query."""
        if lease.lane is Lane.LONG and not lease.worker.regain_priority():
            self.discard(lease, killed=False)
            return
        with self._lock:
            self._running[lease.lane] -= 1
            self._idle.append(lease.worker)
            self._grant()

    def discard(self, lease: Lease, *, killed: bool = True) -> None:
        """Give a worker back that is not: it is killed, and another one started."""
        lease.worker.kill()
        with self._lock:
            self._running[lease.lane] -= 1
            self._killed += killed
            self._workers.discard(lease.worker)
            self._ended.append(lease.worker)
            self._grant()
            self._lock.notify_all()

    def refuse(self) -> None:
        """Take no more queries, and send away those who wait."""
        with self._lock:
            self._stopping = True
            while (ticket := self._line.next(lambda _ticket: True)) is not None:
                ticket.given.set()
            self._lock.notify_all()

    def stop(self) -> None:
        """End all workers; the queries that still run fail."""
        self.refuse()
        self._keeper.join()
        # The threads whose queries end here take their workers out of the set meanwhile.
        with self._lock:
            workers = tuple(self._workers)
        for worker in workers:
            worker.kill()
        until = time.monotonic() + BURY_SECONDS
        while time.monotonic() < until and not all(worker.is_buried() for worker in workers):
            time.sleep(0.01)
        self._nursery.close()

    def _grant(self) -> None:
        """Hand idle workers to those whose turn it is. The lock is held."""
        while self._idle:
            ticket = self._line.next(self._may_run)
            if ticket is None:
                return
            ticket.worker = self._idle.pop()
            self._running[ticket.lane] += 1
            ticket.given.set()

    def _may_run(self, ticket: Ticket) -> bool:
        if ticket.lane is Lane.SHORT:
            # An equal query may have been found to be a long one meanwhile.
            ticket.lane = self._known.lane(ticket.key)
        return self._running[ticket.lane] < self._most[ticket.lane]

    def _keep(self) -> None:
        """Start workers where some are missing, and turn idle ones to a new generation."""
        while not self._stopping:
            try:
                self._renew()
            except (OSError, WorkerEndedError) as error:
                if not self._stopping:
                    log.error("a worker could not be started: %s", error)
                    time.sleep(KEEP_SECONDS)
            if self._opening:
                self._await()
                continue
            with self._lock:
                if not self._stopping and len(self._workers) >= self._size:
                    self._lock.wait(KEEP_SECONDS)

    def _renew(self) -> None:
        self._bury()
        folder = self._folder()
        while len(self._workers) < self._size and not self._stopping:
            worker = Worker(self._nursery)
            with self._lock:
                self._workers.add(worker)
            self._open(worker, folder)
        if not self._opening:
            self._turn(folder)

    def _turn(self, folder: str | None) -> None:
        """Let idle workers open the newest copy, so that the next query does not wait for it.

        Half of them at a time, so that there are others meanwhile.
        """
        with self._lock:
            old = [worker for worker in self._idle if worker.folder != folder]
            turning = old[: (len(old) + 1) // 2]
            for worker in turning:
                self._idle.remove(worker)
        for worker in turning:
            self._open(worker, folder)

    def _open(self, worker: Worker, folder: str | None) -> None:
        """Make a worker ready: it can be had when it has opened the graph, if there is one."""
        if folder is None:
            self._welcome(worker)
            return
        try:
            worker.open(folder)
        except WorkerEndedError:
            self._forget(worker)
        else:
            self._opening.append(worker)

    def _await(self) -> None:
        """Welcome the workers that have opened the graph, as soon as there is one."""
        ready, _, _ = select.select(self._opening, [], [], KEEP_SECONDS)
        for worker in ready:
            self._opening.remove(worker)
            try:
                worker.opened()
            except WorkerFailedError as error:
                # The next query is told so, if the copy is still gone then.
                log.warning("%s", error)
            except (WorkerEndedError, TimeoutError):
                self._forget(worker)
                continue
            self._welcome(worker)

    def _welcome(self, worker: Worker) -> None:
        with self._lock:
            self._idle.append(worker)
            self._grant()

    def _forget(self, worker: Worker) -> None:
        worker.kill()
        with self._lock:
            self._workers.discard(worker)
            self._ended.append(worker)

    def _try_folder(self) -> None:
        """See whether a worker can read the graph. Raises WorkerFailedError."""
        worker, folder = Worker(self._nursery), self._folder()
        try:
            if folder is not None:
                worker.open(folder)
                worker.opened()
        except BaseException:
            worker.kill()
            raise
        self._workers.add(worker)
        self._idle.append(worker)

    def _bury(self) -> None:
        """Forget the workers that were killed, and find the idle ones that somebody else has killed."""
        if not self._nursery.is_alive():
            log.warning("the process that makes workers was ended from outside")
            self._nursery.close()
            self._nursery = Nursery(self._settings)
        with self._lock:
            self._ended = [worker for worker in self._ended if not worker.is_buried()]
            dead = [worker for worker in self._idle if not worker.is_alive()]
            for worker in dead:
                self._idle.remove(worker)
        for worker in dead:
            log.warning("worker %d was ended from outside", worker.pid)
            self._forget(worker)
