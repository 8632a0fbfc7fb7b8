"""Calls to the kernel that Python has no function for. Standard library only; Linux.

`ctypes` reaches ``syscall(2)`` and ``prctl(2)`` of the C library that is loaded already.
"""

import ctypes
import os
import signal
import sys

SET_PARENT_DEATH_SIGNAL, SET_DUMPABLE, SET_SUBREAPER, SET_NO_NEW_PRIVILEGES = 1, 4, 36, 38  # linux/prctl.h
IS_LINUX = sys.platform == "linux"

_libc = ctypes.CDLL(None, use_errno=True) if IS_LINUX else None


def call(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call and return its result.

    Raises
    ------
    OSError
        With the kernel's error number; ``ENOSYS`` away from Linux.
    """
    if _libc is None:
        raise OSError(38, "not Linux")
    passed = [ctypes.c_long(value) if isinstance(value, int) else value for value in arguments]
    result = int(_libc.syscall(ctypes.c_long(number), *passed))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


def control(option: int, value: int) -> None:
    """Set an attribute of this process with ``prctl``; raise OSError where the kernel refuses."""
    if _libc is None:
        raise OSError(38, "not Linux")
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def gain_nothing() -> None:
    """Promise that this process and its children never gain a privilege; filters need that promise."""
    control(SET_NO_NEW_PRIVILEGES, 1)


def adopt_orphans() -> None:
    """Become the parent of every orphan among this process's descendants."""
    control(SET_SUBREAPER, 1)


def hide_memory() -> None:
    """Let no process of the same user trace this one, read its memory, or make a core dump of it."""
    control(SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """Ask to be killed when the parent ends; leave at once where it has ended already."""
    control(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
