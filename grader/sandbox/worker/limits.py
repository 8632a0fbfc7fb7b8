"""Resource limits a child sets on itself before it sees any source. Standard library only."""

import os
import resource

MIB = 1 << 20


def virtual_bytes() -> int:
    """Address space this process uses now, in bytes; 0 where the system does not say."""
    try:
        with open("/proc/self/statm", "rb") as statm:
            return int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def apply(*, in_use: int, memory_mib: int, cpu_seconds: int, open_files: int) -> str:
    """Limit this process and all it may start.

    Parameters
    ----------
    in_use : int
        Address space in use already, in bytes.
    memory_mib : int
        Address space above that.
    cpu_seconds : int
        Processor time. A second later the limit cannot be caught any more.
    open_files : int
        Descriptors, those included that are open.

    Returns
    -------
    state : str
        ``"on"``, or which limits are missing and why.
    """
    wanted = {
        "core dumps": ("CORE", 0, 0),
        "processor time": ("CPU", cpu_seconds, cpu_seconds + 1),
        "file size": ("FSIZE", 0, 0),
        "open files": ("NOFILE", open_files, open_files),
        "processes": ("NPROC", 0, 0),  # does not bind root: the child's user changes after it
        "locked memory": ("MEMLOCK", 0, 0),
    }
    missing = []
    if in_use:
        space = in_use + memory_mib * MIB
        wanted["memory"] = ("AS", space, space)
    else:
        missing.append("memory (the system does not tell the address space in use)")
    if os.name == "posix" and hasattr(resource, "RLIMIT_MSGQUEUE"):
        wanted["message queues"] = ("MSGQUEUE", 0, 0)
    for name, (which, soft, hard) in wanted.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{which}"), (soft, hard))
        except (AttributeError, OSError, ValueError) as error:
            missing.append(f"{name} ({error})")
    return "missing: " + ", ".join(missing) if missing else "on"
