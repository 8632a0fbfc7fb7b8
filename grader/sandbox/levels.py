"""Isolation levels: from what a child proved, the level that is really in force. Pure."""

from collections.abc import Mapping, Sequence

from grader.model import Level

MEANING: Mapping[Level, str] = {
    "A": "bubblewrap around everything that level B does",
    "B": "Landlock, a seccomp allow-list, resource limits, and a user of its own when root",
    "C": "a seccomp allow-list and resource limits; no Landlock",
    "D": "a separate process that is not confined: it can read your files and reach the network",
}
NOTICES: Mapping[Level, str] = {
    "C": "Note: isolation level C. The kernel has no Landlock here; seccomp alone keeps student code from files.",
    "D": "Warning: isolation level D. Student code runs in a separate process with time limits, but could read "
    "your files. Grade on a machine you can lose; `grader doctor` says what is missing.",
}
LINUX = "Linux"  # is lacking where the kernel is another
MOST_NAMED = 4  # of the functions that a system lacks
LAYERS = ("limits", "uid", "landlock", "seccomp", "bubblewrap")
NEEDED: Mapping[Level, frozenset[str]] = {
    "A": frozenset(LAYERS),
    "B": frozenset(LAYERS) - {"bubblewrap"},
    "C": frozenset(LAYERS) - {"bubblewrap", "landlock"},
}
EXPLAINED: Mapping[str, tuple[str, str]] = {  # what a layer does, and what to do where it is missing
    "limits": (
        "caps on processor time, memory, processes, open files and file size",
        "raise the hard limits that `ulimit -Ha` shows, or start the grader from a session without them",
    ),
    "uid": (
        "a user of its own for every child when the grader runs as root",
        "run the grader as an ordinary user, or give its container the capabilities SETUID and SETGID",
    ),
    "landlock": (
        "the kernel refuses every file and TCP port, whoever the user is",
        "use Linux 5.13 or newer with landlock among the modules of /sys/kernel/security/lsm; in a container, "
        "its seccomp profile must allow the three landlock system calls",
    ),
    "seccomp": (
        "the kernel allows some 50 system calls; none that opens a file, a socket or a process",
        "use Linux on x86_64 or aarch64 with CONFIG_SECCOMP_FILTER; in a container, its profile must allow seccomp",
    ),
    "bubblewrap": (
        "namespaces around the zygote: no file of yours is in sight, no network, no other process",
        "install the package bubblewrap, on a system where it may make namespaces (most containers forbid that)",
    ),
}


def level(layers: Mapping[str, str]) -> Level:
    """Return the strongest level all of whose layers a child proved."""
    strongest_first: tuple[Level, ...] = ("A", "B", "C")
    return next((candidate for candidate in strongest_first if not missing(candidate, layers)), "D")


def missing(wanted: Level, layers: Mapping[str, str]) -> tuple[str, ...]:
    """Return the layers that a level needs and that are not on."""
    needed = NEEDED.get(wanted, frozenset())
    return tuple(name for name in LAYERS if name in needed and layers.get(name) != "on")


def is_weaker(level: Level, other: Level) -> bool:
    """Whether a level protects less than another: letters ascend from the strongest."""
    return level > other


def least(named: Level | None, *, accepts_weak: bool) -> Level:
    """Return the weakest level to grade at; the one rule of all commands, of pytest and of notebooks.

    Parameters
    ----------
    named : Level, optional
        The level that whoever grades has named.
    accepts_weak : bool
        Whether level D will do where none is named: it was asked for by an option of its own, or it is one's own code
        on the public cases, which puts nothing at stake but one's own machine.
    """
    return named or ("D" if accepts_weak else "C")


def notice(level: Level, layers: Mapping[str, str], has_bubblewrap: bool) -> str:
    """Return what is printed of a level that is weaker than this machine could have it; nothing of others."""
    if level == "B" and has_bubblewrap:
        why = layers.get("bubblewrap", "a child did not name it")
        return f"Note: isolation level B, not A. bubblewrap is installed, but {why}."
    return NOTICES.get(level, "")


def shortfall(wanted: Level, layers: Mapping[str, str]) -> str:
    """Say that a level is not reached: which mechanisms are missing, why, and what to do."""
    lines = [
        f"  {name} ({layers.get(name, 'the child did not name it')}): {EXPLAINED[name][1]}"
        for name in missing(wanted, layers)
    ]
    problem = f"isolation level {wanted} is asked for, but a child proved only {level(layers)}; this is missing:"
    return "\n".join([problem, *lines])


def shortfall_of_portable(wanted: Level, lacking: Sequence[str]) -> str:
    """Say that the portable worker does not reach a level, and why it is used: what the system lacks, if anything."""
    problem = f"isolation level {wanted} is asked for, but the portable worker confines nothing: it has level D."
    if not lacking:
        return f"{problem}\n  It was chosen with --portable: leave that out."
    reason = not_linux(lacking) or f"This system lacks what confinement needs: {named(lacking)}. Linux has it."
    return f"{problem}\n  {reason}"


def not_linux(lacking: Sequence[str]) -> str:
    """Say that a system is not Linux, and what else it lacks; nothing where it is Linux."""
    if LINUX not in lacking:
        return ""
    functions = [name for name in lacking if name != LINUX]
    missing = f", and lacks {named(functions)}" if functions else ""
    return f"This system is not Linux, whose kernel alone the grader knows how to confine a process with{missing}."


def named(lacking: Sequence[str]) -> str:
    """Return what a system lacks as a short list."""
    more = len(lacking) - MOST_NAMED
    return ", ".join(lacking[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
