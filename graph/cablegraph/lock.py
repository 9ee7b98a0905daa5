"""One writer at a time on a folder, and who it is."""

from __future__ import annotations

import datetime
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt

    def _lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Owner:
    """The process that holds a lock."""

    pid: int
    command: str
    since: str
    """Time in UTC, ISO 8601 to the second."""


class FolderLock:
    """The right to write into a folder. The system takes it back when the process ends, however it ends.

    `owner.json` beside the lock is for the eyes only: after a crash it may name a process that is gone, and
    the next writer simply overwrites it.
    """

    def __init__(self, folder: Path) -> None:
        """Take the lock. Raises BlockingIOError when another writer has it, else OSError."""
        self._owner_path = folder / "owner.json"
        self._file = (folder / "lock").open("ab")
        try:
            _lock(self._file)
        except OSError as error:
            self._file.close()
            raise BlockingIOError(*error.args) from error
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        owner = Owner(pid=os.getpid(), command=_command(), since=now)
        try:
            self._owner_path.write_text(json.dumps(asdict(owner)) + "\n", encoding="utf-8")
        except OSError:
            self._file.close()
            raise

    def release(self) -> None:
        """Give the lock back. Does nothing the second time."""
        if not self._file.closed:
            self._owner_path.unlink(missing_ok=True)
            self._file.close()


def read_owner(folder: Path) -> Owner | None:
    """Return who wrote `owner.json`, or None when it is not there or not whole."""
    try:
        return Owner(**json.loads((folder / "owner.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _command() -> str:
    """Return the command of this process, the program without its folder."""
    program, *arguments = sys.argv or ["python"]
    return " ".join([Path(program).name or "python", *arguments])
