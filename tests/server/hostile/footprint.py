"""What a server takes from the system: memory, files and processes, of itself and of its children."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

REST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """What the server's own process has, and how many processes belong to it, ended but not forgotten ones too."""

    memory: int
    files: int
    processes: int


def footprint(pid: int) -> Footprint:
    """Return what a server takes when it has come to rest: the least that is seen in some seconds."""
    until = time.monotonic() + REST_SECONDS
    seen = [_now(pid)]
    while len(seen) < 3 or (time.monotonic() < until and seen[-3:] != [seen[-1]] * 3):
        time.sleep(0.5)
        seen.append(_now(pid))
    last = seen[-3:]
    return Footprint(min(s.memory for s in last), min(s.files for s in last), min(s.processes for s in last))


def _now(pid: int) -> Footprint:
    proc = Path("/proc") / str(pid)
    memory = int((proc / "statm").read_text(encoding="ascii").split()[1]) * 4096
    return Footprint(memory, len(list((proc / "fd").iterdir())), len(_family(pid)))


def _family(pid: int) -> set[int]:
    """Return a process and all that come from it."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    family = {pid}
    while grown := {child for child, parent in parents.items() if parent in family} - family:
        family |= grown
    return family
