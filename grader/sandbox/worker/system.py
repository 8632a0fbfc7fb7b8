"""Calls to the kernel that Python has no function for. Standard library only; Linux.

`ctypes` reaches ``syscall(2)`` and ``prctl(2)`` of the C library that is loaded already.
"""

import contextlib
import ctypes
import os
import signal
import sys

HUGE_PAGE = 2 << 20  # bytes; where a machine's are larger, nothing is joined
JOIN_NOW = 25  # MADV_COLLAPSE, linux/mman.h, from Linux 6.1 on
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


def join_pages() -> None:
    """Let memory that is in use lie in huge pages where it can: a fork and its end have fewer to go through."""
    if _libc is None:
        return
    with contextlib.suppress(OSError), open("/proc/self/maps", "rb") as maps:
        for line in maps.read().splitlines():
            place, rights, _, _, inode, *_ = line.split()
            if rights.startswith(b"rw-p") and inode == b"0":
                low, high = (int(address, 16) for address in place.split(b"-"))
                for start in range(-(-low // HUGE_PAGE) * HUGE_PAGE, high - HUGE_PAGE + 1, HUGE_PAGE):
                    _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(HUGE_PAGE), JOIN_NOW)  # or it stays as it is
