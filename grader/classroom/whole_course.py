"""Where the classes of a whole course lie: one folder or archive for each assignment. Reads names only.

In: the folder, and the ids of the assignments there are.  Out: the place of each assignment's class.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import OperatorError, say_unknown

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz")
ITS_OWN = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})  # what systems leave in folders


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where each assignment's class lies, and what else there is."""

    classes: Mapping[str, Path] = field(default_factory=dict)  # by assignment, in the order of their ids
    listed: Sequence[str] = ()  # for people to look at, a sentence each


def find_classes(directory: Path, ids: Collection[str]) -> Places:
    """Return where the class of each assignment lies: ``conv-layer/``, ``conv_layer.zip``; or in nbgrader's order.

    Parameters
    ----------
    directory : Path
    ids : collection of str
        Of all assignments there are.

    Raises
    ------
    OperatorError
        If no assignment has a place, or one has two.
    """
    if not directory.is_dir():
        raise OperatorError(
            f"{directory} is no folder. Without -a, give the folder that holds a folder or archive for each assignment."
        )
    known = {_key(name): name for name in ids}
    found: dict[str, list[Path]] = {}
    others: list[str] = []
    for path in sorted(directory.iterdir()):
        if path.name.startswith(".") or path.name in ITS_OWN:
            continue
        name = known.get(_key(_stem(path.name))) if path.is_dir() or _stem(path.name) != path.name else None
        if name is not None:
            found.setdefault(name, []).append(path)
        else:
            others.append(path.name)
    if not found:
        return _by_student(directory, known)
    twice = [
        f"{name} has more than one: {', '.join(path.name for path in paths)}"
        for name, paths in sorted(found.items())
        if len(paths) > 1
    ]
    if twice:
        raise OperatorError(f"{directory} must have one folder or archive for each assignment, but {'; '.join(twice)}")
    listed = [
        say_unknown(f"{directory.name} has what is no assignment's:", _stem(name), sorted(ids)) for name in others
    ]
    return Places(classes={name: found[name][0] for name in sorted(found)}, listed=listed)


def is_empty(place: Path) -> bool:
    """Whether a class's folder has nothing in it yet."""
    return place.is_dir() and not any(not path.name.startswith(".") for path in place.iterdir())


def _by_student(directory: Path, known: Mapping[str, str]) -> Places:
    """Return the assignments of a tree as nbgrader has it: a folder for each student, in it one for each assignment."""
    submitted = directory / "submitted"
    root = submitted if submitted.is_dir() else directory
    inner = {known[key] for path in root.glob("*/*") if path.is_dir() and (key := _key(path.name)) in known}
    if not inner:
        like = ", ".join(sorted(known.values())[:3])
        raise OperatorError(
            f"{directory} has no folder or archive that is named as an assignment is. Name them so ({like}, …), or "
            "give one class and say with -a of which assignment it is."
        )
    return Places(classes=dict.fromkeys(sorted(inner), directory))


def _stem(name: str) -> str:
    """Return an archive's name without its ending; any other name as it is."""
    lower = name.lower()
    ending = next((ending for ending in ARCHIVES if lower.endswith(ending)), "")
    return name[: -len(ending)] if ending else name


def _key(name: str) -> str:
    """Return a name without what makes no difference."""
    return name.casefold().replace("_", "-").replace(" ", "-")
