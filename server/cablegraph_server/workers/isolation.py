"""What a worker gives up before it reads a query: network, rights, files, memory."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_NEW_NETWORK = 0x40000000  # CLONE_NEWNET of <linux/sched.h>; `os.unshare` came with Python 3.12
_NEW_USER = 0x10000000  # CLONE_NEWUSER
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS of <linux/prctl.h>
_NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Isolation:
    """What a worker could give up on this system."""

    network: bool
    """Whether it has no network: not even the loopback interface."""
    ordinary_user: bool
    """Whether it runs without the rights of the system's administrator."""


def isolate(*, change_user: bool) -> Isolation:
    """Give up network and rights, as far as the kernel allows, and the writing of files.

    `change_user` makes the user "nobody" of a process that belongs to the administrator; what it has to read
    must then be readable for everybody.
    """
    network = leave_network()
    if change_user and _is_administrator():
        # In a container the administrator may lack the right to become somebody else.
        with suppress(PermissionError):
            os.setgroups([])
            os.setgid(_NOBODY)
            os.setuid(_NOBODY)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # A worker writes into its socket only.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    return Isolation(network, not _is_administrator())


def limit_memory(size: int | None) -> None:
    """Let the process take so many bytes of address space from now on; None lifts the limit."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    soft = most if size is None else address_space() + size
    # macOS has no such limit.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (soft, most))


def address_space() -> int:
    """Return the size of the address space in bytes; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
    except OSError:
        return 0
    return pages * resource.getpagesize()


def leave_network() -> bool:
    """Move this process into an empty network namespace, if the kernel allows it, and say whether it did.

    Ordinary users need a user namespace for it, in which they stay who they are. Only for a process with one
    thread.
    """
    if sys.platform != "linux":
        return False
    user, group = os.geteuid(), os.getegid()
    flags = _NEW_NETWORK if _is_administrator() else _NEW_NETWORK | _NEW_USER
    if flags & _NEW_USER and not os.access("/proc/self/uid_map", os.W_OK):
        return False
    if ctypes.CDLL(None).unshare(flags) != 0:
        return False
    if flags & _NEW_USER:
        # Somebody without a name could make no files.
        Path("/proc/self/setgroups").write_bytes(b"deny")
        Path("/proc/self/uid_map").write_bytes(b"%d %d 1" % (user, user))
        Path("/proc/self/gid_map").write_bytes(b"%d %d 1" % (group, group))
    return True


def _is_administrator() -> bool:
    return os.geteuid() == 0
