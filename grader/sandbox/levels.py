"""Isolation levels: from what a child says holds, the level that is really in force. Pure."""

from collections.abc import Mapping

from grader.model import Level

MEANING: Mapping[Level, str] = {
    "A": "bubblewrap around everything that level B does",
    "B": "Landlock, a seccomp allow-list, resource limits, and a user of its own when root",
    "C": "a seccomp allow-list and resource limits; no Landlock",
    "D": "a separate process with resource limits only: it can read your files and reach the network",
}
LAYERS: Mapping[Level, frozenset[str]] = {
    "A": frozenset({"bubblewrap", "landlock", "seccomp"}),
    "B": frozenset({"landlock", "seccomp"}),
    "C": frozenset({"seccomp"}),
}


def level(layers: Mapping[str, str]) -> Level:
    """Return the strongest level all of whose layers a child reported as ``"on"``."""
    on = {name for name, state in layers.items() if state == "on"}
    strongest: tuple[Level, ...] = ("A", "B", "C")
    for candidate in strongest:
        if LAYERS[candidate] <= on:
            return candidate
    return "D"
