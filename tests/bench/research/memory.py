"""What a piece of work takes of this process: seconds, and memory by kind (Linux)."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.02
_MEBI = 1024


@dataclass(slots=True)
class Taken:
    """Seconds of the processor and of the clock; memory in MiB, at the start and at most.

    `own` is memory that only this process has, `mapped` are pages of files that the system may drop.
    """

    seconds: float = 0.0
    clock: float = 0.0
    own_start: float = 0.0
    own_most: float = 0.0
    mapped_most: float = 0.0


@contextmanager
def measured() -> Iterator[Taken]:
    """Measure what is done in the block. The memory is looked at fifty times a second."""
    taken = Taken()
    taken.own_start, taken.mapped_most = _resident()
    taken.own_most = taken.own_start
    done = threading.Event()

    def look() -> None:
        while not done.wait(_EVERY_SECONDS):
            own, mapped = _resident()
            taken.own_most, taken.mapped_most = max(taken.own_most, own), max(taken.mapped_most, mapped)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    clock, seconds = time.perf_counter(), time.process_time()
    try:
        yield taken
    finally:
        taken.seconds, taken.clock = time.process_time() - seconds, time.perf_counter() - clock
        done.set()
        watcher.join()


def _resident() -> tuple[float, float]:
    """Return the resident memory of this process, own and mapped, in MiB."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    own, mapped = (re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE) for name in ("RssAnon", "RssFile"))
    return _mebibytes(own), _mebibytes(mapped)


def _mebibytes(found: re.Match[str] | None) -> float:
    return 0.0 if found is None else int(found[1]) / _MEBI
