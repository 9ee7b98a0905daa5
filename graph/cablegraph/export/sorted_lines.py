"""Sorting lines that do not fit into memory."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import IO

# Bytes of lines that are sorted at once. Python needs about half as much again for the line objects.
CHUNK = 64 * 1024 * 1024


def sorted_lines(lines: Iterable[bytes], chunk: int = CHUNK) -> Iterator[bytes]:
    """Yield the lines in the order of their bytes, each once. Lines carry their line end.

    Memory is bounded by `chunk` bytes; what is more goes to temporary files.
    """
    with ExitStack() as stack:
        parts: list[IO[bytes]] = []
        held: list[bytes] = []
        size = 0
        for line in lines:
            held.append(line)
            size += len(line)
            if size >= chunk:
                parts.append(_write_part(stack.enter_context(tempfile.TemporaryFile()), held))
                held, size = [], 0
        held.sort()
        previous = None
        for line in heapq.merge(*parts, held) if parts else held:
            if line != previous:
                yield line
            previous = line


def _write_part(file: IO[bytes], lines: list[bytes]) -> IO[bytes]:
    file.writelines(sorted(lines))
    file.seek(0)
    return file
