"""A folder of clones: the last commit before the deadline on the default branch, or of those tagged as submitted.

Dates of commits are what the author's computer said; a clone does not hold when anything was pushed. Where they run
backwards, a problem says so.
"""

import functools
import itertools
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.classroom.intake.git import BadClone, Blob, Commit, Reader, Tip
from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree
from grader.errors import OperatorError
from grader.submissions import archives
from grader.submissions.entries import printable
from grader.submissions.kinds import READABLE
from grader.submissions.reading import IGNORED_FOLDERS

MAX_OTHERS = 10  # branches that are looked at besides the one that counts
BESIDE = ("scores.csv", "results.json")  # what `gh teacher download` writes beside the clones
LINK, SUBMODULE = "120000", "160000"


def is_one(tree: Tree) -> bool:
    """Whether most of a class are clones; a single one may be a student who handed in all there was."""
    place, names = tree.place, tree.top()
    return place is not None and sum(_is_clone(place / name) for name in names) > len(names) / 2


def read(
    tree: Tree, work: Path, deadline: datetime | None, extended: Mapping[str, datetime] | None = None
) -> list[HandIn]:
    """Return one per folder; one that is no clone is taken as it lies there.

    Raises
    ------
    OperatorError
        If there is no git.
    """
    reader = Reader(work)
    names = [name for name in tree.top() if name not in BESIDE or tree.is_folder(name)]
    slug = _slug([name for name in names if tree.is_folder(name)])
    handed = []
    for name in names:
        also = _logins(name, slug)
        place = tree.place / name if tree.place else None
        if place is None or not _is_clone(place):
            handed.append(_no_clone(tree, name, also))
            continue
        try:
            own = [(extended or {}).get(login.casefold()) for login in (name, *also)]
            until = max((one for one in own if one is not None), default=deadline)
            handed.append(_clone(reader, name, place, also, until))
        except OperatorError:  # there is no git
            raise
        except Exception as problem:  # a BadClone says why; whatever else there is in a clone is its student's alone
            why = str(problem) if isinstance(problem, BadClone) else f"it cannot be read ({type(problem).__name__})"
            handed.append(HandIn(student=name, name=name, files=(), also=also, problems=(f"{name}: {why}",)))
    return handed


def _is_clone(place: Path) -> bool:
    return os.path.lexists(place / ".git") and not place.is_symlink()


def _slug(names: list[str]) -> str:
    """Return what the names of all clones begin with: the assignment's, ``conv-layer-``."""
    columns = zip(*(name.split("-") for name in names), strict=False) if len(names) > 1 else ()
    common = [parts[0] for parts in itertools.takewhile(lambda parts: len(set(parts)) == 1, columns)]
    return "".join(f"{part}-" for part in common)


def _logins(name: str, slug: str) -> tuple[str, ...]:
    """Return what may be the login in a clone's name; of one clone alone, every end of it."""
    if slug and name.startswith(slug):
        return (name.removeprefix(slug),)
    parts = name.split("-")
    return tuple("-".join(parts[start:]) for start in range(1, len(parts)))


def _no_clone(tree: Tree, name: str, also: tuple[str, ...]) -> HandIn:
    is_folder = tree.is_folder(name)
    items = [item for item in tree.items if item.path.parts[0] == name]
    files = tuple((item.path.relative_to(name) if is_folder else item.path, item) for item in items)
    said = f"{name} is no clone: there is no .git in it, so nobody knows when it was handed in"
    return HandIn(student=name, name=name, files=files, also=also, problems=(said,))


def _clone(reader: Reader, name: str, place: Path, also: tuple[str, ...], deadline: datetime | None) -> HandIn:
    tip = reader.tip(place)
    commits = reader.commits(place, tip.hash)
    if not commits:
        return HandIn(student=name, name=name, files=(), also=also, problems=(f"{name}: nothing was ever committed",))
    submitted = reader.submitted(place)
    handed_in = [commit for commit in commits if commit.hash in submitted]
    chosen, notes, problems = _chosen(handed_in or commits, deadline)
    if any(newer.when < older.when for newer, older in itertools.pairwise(commits)):
        problems.append("dates of its commits run backwards: a clock was wrong, or history was written anew")
    if handed_in:
        problems += _not_handed_in(commits, handed_in, chosen, deadline)
    problems += _elsewhere(reader, place, tip)
    files = tuple(_item(reader, place, blob) for blob in reader.files(place, chosen.hash) if _is_wanted(blob))
    return HandIn(
        student=name,
        name=name,
        files=files,
        also=also,
        submitted=chosen.when,
        late=deadline is not None and chosen.when > deadline.astimezone(),
        notes=tuple(notes),
        problems=tuple(f"{name}: {problem}" for problem in problems),
    )


def _elsewhere(reader: Reader, place: Path, tip: Tip) -> list[str]:
    """Return what there is to say of branches: one that HEAD names and that is empty, and work on others."""
    said = []
    if tip.branch != tip.default:
        said.append(f"HEAD names the branch {tip.default}, which is empty; {tip.branch} is graded")
    for branch, commit in tip.others[:MAX_OTHERS]:
        count = reader.count_beyond(place, commit, str(tip.hash))
        if count:
            said.append(
                f"the branch {branch} has {count} commit{'s' * (count != 1)} that {tip.branch or 'HEAD'} has not; only "
                f"{tip.branch or 'HEAD'} is graded"
            )
    return said


def _chosen(commits: list[Commit], deadline: datetime | None) -> tuple[Commit, list[str], list[str]]:
    """Return the commit to grade, a note that names it, and what is odd about the dates."""
    limit = deadline.astimezone() if deadline else None  # one without a zone is in that of this machine
    in_time = [commit for commit in commits if limit is None or commit.when <= limit]
    chosen = in_time[0] if in_time else commits[0]
    notes = [f"commit {chosen.hash[:10]} of {chosen.when.isoformat()}"]
    problems = []
    if not in_time:
        problems.append(f"no commit before the deadline; the last, of {chosen.when.isoformat()}, is taken as late")
    elif chosen is not commits[0]:
        notes.append(f"{commits.index(chosen)} later commits are after the deadline and not looked at")
    return chosen, notes, problems


def _not_handed_in(
    commits: list[Commit], handed_in: list[Commit], chosen: Commit, deadline: datetime | None
) -> list[str]:
    """Say that commits after the one that counts were pushed, and not handed in, though there was time."""
    newer = commits[: commits.index(chosen)]
    limit = deadline.astimezone() if deadline else None
    left = [one for one in newer if one not in handed_in and (limit is None or one.when <= limit)]
    if not left:
        return []
    which = "1 newer commit has" if len(left) == 1 else f"{len(left)} newer commits have"
    return [f"{which} no tag submit/…, so {chosen.hash[:10]} is graded, which was handed in last"]


def _is_wanted(blob: Blob) -> bool:
    """Whether a file is looked at: as in a folder, not what is hidden or a tool's."""
    return not any(part in IGNORED_FOLDERS or part.startswith(".") for part in PurePosixPath(blob.path).parts)


def _item(reader: Reader, place: Path, blob: Blob) -> tuple[PurePosixPath, Item]:
    path = PurePosixPath(printable(blob.path))
    rule = archives.name_rule(printable(blob.path))
    rule = None if rule == "compiled file" else rule
    if blob.mode in (LINK, SUBMODULE) and (blob.mode == SUBMODULE or path.suffix.lower() in READABLE):
        rule = "link"  # a submodule is one too: it names a commit of another repository
    refusal = str(archives.Refusal(blob.path, rule)) if rule else ""
    read = functools.partial(_read, reader, place, blob)
    return path, Item(path=path, size=blob.size, read=read, refusal=refusal)


def _read(reader: Reader, place: Path, blob: Blob) -> bytes:
    try:
        return reader.read(place, blob)
    except BadClone as problem:
        raise ValueError(f"{blob.path}: {problem}") from None
