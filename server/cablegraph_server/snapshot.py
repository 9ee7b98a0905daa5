"""One generation of the graph, read-only, and what was computed from it once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

import pyoxigraph

V = TypeVar("V")

Values: TypeAlias = "OrderedDict[Hashable, Future[Any]]"

# Lists of the claims of things that are looked at. Most are short, the largest take megabytes.
REMEMBERED = 1000


class Snapshot:
    """A store that does not change, with a name for its state and a memory of computed values."""

    def __init__(self, oxigraph: pyoxigraph.Store, generation: str, folder: Path | None = None) -> None:
        self.oxigraph = oxigraph
        self.folder = folder
        """Where other processes find the same data; None for a store in memory."""
        self.generation = generation
        """Changes whenever the data changes; part of every ETag."""
        self._lasting: Values = OrderedDict()
        self._recent: Values = OrderedDict()
        self._lock = threading.Lock()

    def once(self, key: Hashable, compute: Callable[[], V]) -> V:
        """Return the value of `compute`, computed at the first call for `key` and kept with the snapshot."""
        return self._remembered(self._lasting, key, compute, None)

    def recent(self, key: Hashable, compute: Callable[[], V]) -> V:
        """Return the value of `compute`, remembered until `REMEMBERED` other keys were asked for."""
        return self._remembered(self._recent, key, compute, REMEMBERED)

    def _remembered(self, values: Values, key: Hashable, compute: Callable[[], V], most: int | None) -> V:
        """Compute once, also when several threads ask at the same time: the others wait for the first."""
        with self._lock:
            future = values.get(key)
            mine = future is None
            if future is None:
                future = values[key] = Future()
            values.move_to_end(key)
            while most is not None and len(values) > most:
                values.popitem(last=False)
        if mine:
            self._compute(values, key, future, compute)
        return cast(V, future.result())

    def _compute(
        self, values: Values, key: Hashable, future: Future[Any], compute: Callable[[], Any]
    ) -> None:
        try:
            future.set_result(compute())
        except BaseException as error:
            # A failure is told to those who wait, and tried again by the next.
            with self._lock:
                values.pop(key, None)
            future.set_exception(error)
