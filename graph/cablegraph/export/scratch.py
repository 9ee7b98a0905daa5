"""A database in a temporary file, for what has to be known before the first line of an export is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

# KiB of the file that are held in memory.
_CACHE = 2048


@contextmanager
def scratch() -> Iterator[sqlite3.Connection]:
    """Open an empty database that vanishes with the block. Its file has no name.

    Raises OSError when the disk is full.
    """
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        # Nobody reads this file again, so there is nothing to restore after an error.
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA temp_store = FILE")
        database.execute(f"PRAGMA cache_size = -{_CACHE}")
        database.execute("BEGIN")
        yield database
    except sqlite3.OperationalError as error:
        raise OSError(f"Cannot write a temporary file: {error}") from error
    finally:
        database.close()
