"""Resource limits a child sets on itself before it sees any source. Standard library only.

Each limit that cannot be set is named in the report of `apply`; the host decides what that means.
"""

import os
import resource

MIB = 1 << 20


def virtual_bytes() -> int:
    """Address space this process uses now, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def apply(*, memory_mib: int, cpu_seconds: int) -> dict[str, str]:
    """Limit this process and all it may start.

    Parameters
    ----------
    memory_mib : int
        Address space above what is in use now.
    cpu_seconds : int
        Processor time; a backstop behind the host's wall clock.

    Returns
    -------
    report : dict of str to str
        ``"on"`` or the reason it is missing, by limit.
    """
    wanted = {
        "core": (resource.RLIMIT_CORE, 0),
        "cpu": (resource.RLIMIT_CPU, cpu_seconds),
        "file-size": (resource.RLIMIT_FSIZE, 0),
        "files": (resource.RLIMIT_NOFILE, 64),
    }
    in_use = virtual_bytes()
    if in_use:
        wanted["memory"] = (resource.RLIMIT_AS, in_use + memory_mib * MIB)
    if os.getuid() != 0:  # it does not bind root
        wanted["processes"] = (resource.RLIMIT_NPROC, 0)
    report = {} if in_use else {"memory": "the system does not tell the address space in use"}
    for name, (which, value) in wanted.items():
        try:
            resource.setrlimit(which, (value, value))
            report[name] = "on"
        except (OSError, ValueError) as error:
            report[name] = str(error)
    return report
