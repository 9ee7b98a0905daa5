"""A list of records that lives on disk, so that a graph may be larger than memory."""

from __future__ import annotations

import marshal
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
        self._reading = False

    def append(self, record: Record) -> None:
        """Write a record. Raises ValueError once reading has begun."""
        if self._reading:
            raise ValueError("this spool is being read and takes no more records")
        data = marshal.dumps(record)
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> Record:
        if not 0 <= number < len(self):
            raise IndexError(number)
        self._reading = True
        start, end = self._ends[number], self._ends[number + 1]
        # Reading in order stays inside the buffer of the file. A memory map would count as memory used.
        self._file.seek(start)
        record: Record = marshal.loads(self._file.read(end - start))
        return record

    def close(self) -> None:
        """Give the disk space back."""
        self._file.close()
