"""Where requests find the current graph: a fixed store, or the newest published copy of one on disk."""

from __future__ import annotations

import logging
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Protocol

import pyoxigraph

from cablegraph.store import Store, StoreError, published_copy
from cablegraph_server.problems import ProblemError
from cablegraph_server.snapshot import Snapshot

# A new generation shows within this time; a busy server does not read the small file more often.
SECONDS_BETWEEN_CHECKS = 0.5

log = logging.getLogger(__name__)


class Source(Protocol):
    """Gives the snapshot that a request reads. A request asks once and keeps what it got."""

    def current(self) -> Snapshot:
        """Return the newest snapshot."""

    def refresh(self) -> None:
        """Look for a newer snapshot now: one was published, and who caused it wants to see it."""


class Fixed:
    """A store that does not change while it is served: in memory, or for a test."""

    def __init__(self, oxigraph: pyoxigraph.Store) -> None:
        self._snapshot = Snapshot(oxigraph, "fixed")

    def current(self) -> Snapshot:
        """Return the one snapshot."""
        return self._snapshot

    def refresh(self) -> None:
        """Do nothing: the store does not change."""


class Published:
    """The newest published copy of the store in a directory, reopened when another one is published."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._snapshot: Snapshot | None = None
        self._checked = float("-inf")
        self._opening = threading.Lock()

    def current(self) -> Snapshot:
        """Return the newest published snapshot; raises a 503 problem while nothing is published."""
        known = self._snapshot
        if known is None:
            return self._check()
        if time.monotonic() - self._checked < SECONDS_BETWEEN_CHECKS:
            return known
        # One request looks and opens; the others are answered from what is open meanwhile.
        if self._opening.acquire(blocking=False):
            try:
                return self._open()
            finally:
                self._opening.release()
        return known

    def refresh(self) -> None:
        """Open a newer snapshot now, if there is one. Raises a 503 problem while nothing is published."""
        self._check()

    def _check(self) -> Snapshot:
        with self._opening:
            return self._open()

    def _open(self) -> Snapshot:
        self._snapshot = self._newest(self._snapshot)
        self._checked = time.monotonic()
        return self._snapshot

    def _newest(self, known: Snapshot | None) -> Snapshot:
        try:
            generation = self._generation()
            if known is not None and known.generation == generation:
                return known
            store = Store.open_published(self._path)
            return Snapshot(store.oxigraph, generation, published_copy(self._path, store.generation))
        except (OSError, StoreError) as error:
            if known is not None:
                log.warning("kept generation %s: %s", known.generation, error)
                return known
            raise ProblemError(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "Nothing has been published here yet. Try again when the graph has been built.",
                headers={"Retry-After": "10"},
            ) from error

    def _generation(self) -> str:
        """Name the state: the published generation, and when it was, for a store that was built anew."""
        current = self._path / "current"
        return f"{current.read_text(encoding='utf-8').strip()}-{current.stat().st_mtime_ns:x}"
