"""The process that writes. It has the graph open only while there is work; a build can have it too."""

from __future__ import annotations

import logging
import signal
import time
from http import HTTPStatus
from multiprocessing.connection import Connection
from pathlib import Path

from cablegraph.store import Store, StoreBusyError, StoreError
from cablegraph_server.workers.isolation import leave_network
from cablegraph_server.writing.work import Done, Refused, RefusedWorkError, Work

LOCK_SECONDS = 2.0
"""How long a change waits for another writer, a build for example."""
IDLE_SECONDS = 0.25
"""How long the graph stays open for the next change. To open it takes longer than most changes."""
LONGEST_SECONDS = 2.0
"""How long it stays open at most while changes keep coming; then others get their turn."""
PAUSE_SECONDS = 0.1
KEPT_SECONDS = 30.0
"""How long readers may take to turn from one published copy to the next."""

log = logging.getLogger(__name__)


def run(connection: Connection, folder: str) -> None:
    """Make the changes that come in, one after the other, until the server goes away."""
    # Ctrl-C reaches every process of the terminal; the server ends this one when it is ready to.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    leave_network()
    desk = _Desk(Path(folder))
    try:
        while True:
            if not connection.poll(IDLE_SECONDS if desk.is_open else None):
                desk.close()
                continue
            connection.send(desk.do(connection.recv()))
            desk.give_way()
    except (EOFError, ConnectionError):
        pass  # the server is gone, and nobody is left to answer
    finally:
        desk.close()


class _Desk:
    """The graph while it is open for writing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._store: Store | None = None
        self._opened = 0.0

    @property
    def is_open(self) -> bool:
        return self._store is not None

    def do(self, work: Work) -> Done | Refused:
        """Make a change, put it on disk, publish it, and only then say that it is done."""
        try:
            change = work.prepare()
            store = self._open()
            done = change.apply(store.oxigraph)
            store.publish(kept_seconds=KEPT_SECONDS)
            return done
        except RefusedWorkError as refused:
            return refused.refused
        except StoreBusyError as error:
            return Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error), retry_after=10)
        except (OSError, StoreError, MemoryError) as error:
            log.exception("a change failed")
            self.close()
            return Refused(HTTPStatus.INTERNAL_SERVER_ERROR, f"The change could not be completed: {error}")

    def give_way(self) -> None:
        """Close the graph for a moment when it has been open for long: a build may wait for it."""
        if self._store is not None and time.monotonic() - self._opened > LONGEST_SECONDS:
            self.close()
            time.sleep(PAUSE_SECONDS)

    def close(self) -> None:
        """Let others write. Does nothing when the graph is not open."""
        store, self._store = self._store, None
        if store is not None:
            try:
                store.close()
            except StoreError:
                log.exception("the graph could not be closed in order")

    def _open(self) -> Store:
        if self._store is None:
            self._store = Store.open(self._folder, wait=LOCK_SECONDS)
            self._opened = time.monotonic()
        return self._store
