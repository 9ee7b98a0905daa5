"""A list of records that lives on disk, so that a graph may be larger than memory."""

from __future__ import annotations

import marshal
import mmap
import tempfile
from array import array
from typing import Any, TypeAlias

Record: TypeAlias = tuple[Any, ...]
"""Built-in values only: strings, numbers, None, and tuples, lists and dicts of them."""


class Spool:
    """Records in a temporary file, written once in order, then read in any order.

    The file has no name and vanishes with the process; nobody but this class ever reads it.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close()
        self._ends = array("Q", [0])
        self._map: mmap.mmap | None = None

    def append(self, record: Record) -> None:
        """Write a record. Raises ValueError once reading has begun."""
        if self._map is not None:
            raise ValueError("this spool is being read and takes no more records")
        data = marshal.dumps(record)
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> Record:
        if not 0 <= number < len(self):
            raise IndexError(number)
        if self._map is None:
            self._file.flush()
            self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        record: Record = marshal.loads(self._map[self._ends[number] : self._ends[number + 1]])
        return record

    def close(self) -> None:
        """Give the disk space back."""
        if self._map is not None:
            self._map.close()
        self._file.close()
