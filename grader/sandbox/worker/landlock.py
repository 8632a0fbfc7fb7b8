"""Landlock: give up every file, TCP port, abstract socket and signal, whatever the user may. Standard library only.

The rules come from linux/landlock.h. A ruleset names the rights it *handles*; what it handles and no rule
grants is denied. There is no rule here: a child needs no file at all. The zygote makes the ruleset once, and
each child restricts itself with it. What Landlock does not cover (stat, chmod, UDP, Unix sockets by path) the
seccomp filter denies.
"""

import struct

from . import system

CREATE_RULESET, RESTRICT_SELF = 444, 446  # the same numbers on every machine
ASK_VERSION = 1

# File-system rights by the ABI that introduced them: ABI 1 knows 13, ABI 2 adds moving between folders, ABI 3
# truncating, ABI 5 ioctl on devices.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
NETWORK_SINCE, NETWORK = 4, 0b11  # bind and connect of TCP
SCOPE_SINCE, SCOPE = 6, 0b11  # abstract Unix sockets, and signals to processes outside


def version() -> int:
    """Return the kernel's Landlock ABI; raise OSError where it has none, or where it is switched off."""
    return system.call(CREATE_RULESET, None, 0, ASK_VERSION)


def attributes(abi: int) -> bytes:
    """Return the ``struct landlock_ruleset_attr`` that handles all an ABI knows; older kernels refuse longer ones."""
    rights = max(bits for since, bits in FILE_RIGHTS.items() if since <= abi)
    fields = [(1 << rights) - 1]
    if abi >= NETWORK_SINCE:
        fields.append(NETWORK)
    if abi >= SCOPE_SINCE:
        fields.append(SCOPE)
    return struct.pack(f"={len(fields)}Q", *fields)


def ruleset(abi: int) -> int:
    """Return the descriptor of a ruleset that grants nothing."""
    data = attributes(abi)
    return system.call(CREATE_RULESET, data, len(data), 0)


def restrict(descriptor: int) -> None:
    """Put this process, and all it may start, under a ruleset; there is no way back."""
    system.call(RESTRICT_SELF, descriptor, 0)
