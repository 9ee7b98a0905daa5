"""Reading a graph on disk without filling the caches of its engine.

The engine keeps 128 MiB of texts and 32 MiB of its indices, and has no option for less. What it keeps belongs
to an open store, so a store that is opened anew begins with nothing. That takes a few milliseconds.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from typing import Any, Protocol, runtime_checkable

from cablegraph.export.queryable import Queryable

# A row brings 5 to 20 KiB into the caches, as most texts stand in a block that holds no other of them.
ROWS = 2000


@runtime_checkable
class Reopenable(Protocol):
    """A store that can be opened a second time."""

    def reopened(self) -> Queryable | None:
        """Return the same graph, opened anew; None when it can only be open once."""


class BoundedReader:
    """Answers queries from a store that is opened anew when many rows were read.

    A store that cannot be opened twice, in memory or open for writing, answers by itself.
    """

    def __init__(self, store: Queryable) -> None:
        self._store = store
        self._reader: Queryable | None = None
        self._rows = ROWS

    def query(self, text: str, /) -> Iterator[Any]:
        """Yield the rows of a SELECT query. All are read from the same opening: let them be few."""
        for row in self._opened().query(text):
            self._rows += 1
            yield row

    def all_rows(self, text: str) -> Iterator[Any]:
        """Yield the rows of a SELECT query that may have many, and nothing after its last bracket."""
        if self._opened() is self._store:
            yield from self._store.query(text)
            return
        # A published copy does not change, so every opening has its rows in the same order.
        start = 0
        page: list[Any] = []
        while start == 0 or len(page) == ROWS:
            page = list(self.query(f"{text} OFFSET {start} LIMIT {ROWS}"))
            yield from page
            start += ROWS

    def scan(self, text: str) -> Iterator[Any]:
        """Yield the few rows of a SELECT query that reads a whole index for them."""
        self._rows = ROWS
        yield from self.query(text)
        self._rows = ROWS

    def _opened(self) -> Queryable:
        if self._rows >= ROWS:
            self._reader = None  # first, so that only one has its caches
            _give_back()
            if isinstance(self._store, Reopenable):
                self._reader = self._store.reopened()
            self._rows = 0
        return self._store if self._reader is None else self._reader


def _give_back() -> None:
    """Give memory that was freed back to the system, where the C library would keep it (glibc)."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
