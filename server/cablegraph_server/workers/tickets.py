"""Who waits for a worker, and whose turn it is."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from enum import Enum

from cablegraph_server.workers.worker import Worker

REMEMBERED = 2000
"""Queries that are known to take long."""


class Lane(Enum):
    """Short queries never wait behind long ones: one worker is kept free for them."""

    SHORT = "short"
    LONG = "long"


class Ticket:
    """A place in the line. The worker is handed over by setting `given`."""

    def __init__(self, key: int, lane: Lane) -> None:
        self.key = key
        self.lane = lane
        self.worker: Worker | None = None
        self.given = threading.Event()


class Line:
    """Those who wait, in the order in which they came."""

    def __init__(self) -> None:
        self._tickets: list[Ticket] = []

    def __len__(self) -> int:
        return len(self._tickets)

    def join(self, ticket: Ticket) -> None:
        """Stand at the end."""
        self._tickets.append(ticket)

    def leave(self, ticket: Ticket) -> None:
        """Go away without having been served."""
        self._tickets.remove(ticket)

    def next(self, may: Callable[[Ticket], bool]) -> Ticket | None:
        """Take out the first that may be served now."""
        for position, ticket in enumerate(self._tickets):
            if may(ticket):
                return self._tickets.pop(position)
        return None


class Hurry:
    """Whether a query that keeps others waiting is ended early, to begin again as a long one.

    That pays while such queries prove to be long. Where they would have been ready soon, it wastes what was
    done, and a worker.
    """

    _MOST = 8
    _LONG = 2

    def __init__(self) -> None:
        self._doubt = 0

    def pays(self) -> bool:
        """Return whether to end one."""
        return self._doubt <= 0

    def note(self, *, long: bool) -> None:
        """Remember how one went on. A long one counts twice: it harms others more than a restart does."""
        change = -self._LONG if long else 1
        self._doubt = max(-self._MOST, min(self._MOST, self._doubt + change))


class LongQueries:
    """Remembers which queries took long, so that they do not hold up the short ones again."""

    def __init__(self) -> None:
        self._keys: OrderedDict[int, None] = OrderedDict()

    def lane(self, key: int) -> Lane:
        """Return where a query belongs, by what it did before."""
        return Lane.LONG if key in self._keys else Lane.SHORT

    def note(self, key: int, *, long: bool) -> None:
        """Remember how a query went."""
        if not long:
            self._keys.pop(key, None)
            return
        self._keys[key] = None
        self._keys.move_to_end(key)
        if len(self._keys) > REMEMBERED:
            self._keys.popitem(last=False)
