"""Read a clone that someone else made, without believing anything in it but its objects.

In: the path of a clone.  Out: commits of its default branch, and files of one commit.
git runs on a repository of our own, made empty, and borrows the clone's object store. So the clone's configuration,
hooks, attributes, replacements and work tree are never looked at, nothing is checked out, and no filter runs: files
come from `git cat-file` as the bytes that were committed. References are a few lines of text and are read here.
"""

import importlib.util
import itertools
import os
import re
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import OperatorError
from grader.submissions.opening import read_plain

SECONDS = 60  # for one git command
MEMORY_BYTES = 4 << 30  # address space; git maps packs into it
MAX_COMMITS = 20_000
MAX_BRANCHES = 200
MAX_TAGS = 5000  # of what was handed in; each push may have one
MAX_LISTING_BYTES = 8 << 20  # some 100 000 files; nested trees can name billions
MAX_REF_BYTES = 4 << 20  # packed-refs of a large repository
SUBMITTED = "refs/tags/submit"  # below it Classroom 50 has a tag for each submission
HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
REF = re.compile(r"refs/[A-Za-z0-9_./-]+")

SETTINGS = (
    *("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=", "-c", "protocol.allow=never"),
    *("-c", "core.commitGraph=false", "-c", "core.multiPackIndex=false", "-c", "log.showSignature=false"),
)
ENVIRONMENT = {
    "LC_ALL": "C",
    "HOME": "/nonexistent",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_SYSTEM": "/dev/null",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ATTR_NOSYSTEM": "1",
}


class BadClone(Exception):
    """Why a clone is not read: a sentence."""


@dataclass(frozen=True)
class Commit:
    """A commit, and when its author's computer says it was made."""

    hash: str
    when: datetime


@dataclass(frozen=True)
class Blob:
    """A file of a commit. Mode 120000 is a link, 160000 a submodule."""

    mode: str
    hash: str
    size: int
    path: str


@dataclass(frozen=True)
class Tip:
    """What counts of a clone: the newest commit of a branch, and what there is on others."""

    hash: str | None  # None where nothing was ever committed
    branch: str = ""  # the one it is of; "" for a HEAD without one
    default: str = ""  # the one that HEAD names
    others: tuple[tuple[str, str], ...] = ()  # names and newest commits of other branches


class Reader:
    """A repository of our own, through which clones are read.

    Parameters
    ----------
    work : Path
        Where it is made.

    Raises
    ------
    OperatorError
        If there is no git.
    """

    def __init__(self, work: Path) -> None:
        self.work = work
        self.made: set[str] = set()

    def tip(self, clone: Path) -> Tip:
        """Return what counts: the default branch as it was fetched, or the newest other one if it is empty."""
        store, (target, found) = _store(clone), _head(clone)
        default = target.rpartition("/")[2] if REF.fullmatch(target) else ""
        others = {name: commit for name, commit in _branches(clone).items() if name != default and commit != found}
        if found is not None or not others:
            return Tip(found, default, default, tuple(sorted(others.items())))
        times = {name: self._time(store, commit) for name, commit in others.items()}
        newest = max(others, key=lambda name: (times[name], name in ("main", "master"), name))
        rest = tuple(sorted((name, commit) for name, commit in others.items() if commit != others[newest]))
        return Tip(others[newest], newest, default, rest)

    def count_beyond(self, clone: Path, commit: str, tip: str) -> int:
        """Return how many commits a branch has that another one has not."""
        text = self._git(_store(clone), commit, ["rev-list", "--count", commit, f"^{tip}", "--"])
        return int(text) if text.strip().isdigit() else 0

    def _time(self, store: Path, commit: str) -> int:
        text = self._git(store, commit, ["log", "--max-count=1", "--format=%ct", commit, "--"]).strip()
        return int(text) if text.isdigit() else 0

    def commits(self, clone: Path, tip: str | None) -> list[Commit]:
        """Return the commits up to one, newest first, following first parents."""
        store = _store(clone)
        if tip is None:
            return []
        arguments = ["log", "--first-parent", f"--max-count={MAX_COMMITS}", "--format=%H %ct", tip, "--"]
        lines = self._git(store, tip, arguments).decode("ascii", "replace").split("\n")
        found = [line.split(" ") for line in lines if line]
        try:
            return [Commit(name, datetime.fromtimestamp(int(seconds), UTC)) for name, seconds in found]
        except (ValueError, OverflowError, OSError):
            raise BadClone("a commit of it has no proper date") from None

    def submitted(self, clone: Path) -> frozenset[str]:
        """Return the commits with a tag ``submit/…``, by which Classroom 50 says what was handed in."""
        git = clone / ".git"
        loose = {_text(path).strip() for path in _names(git / SUBMITTED, MAX_TAGS)}
        packed = {commit for ref, commit in _packed(git) if ref.startswith(f"{SUBMITTED}/")}
        tagged = sorted(one for one in loose | packed if HASH.fullmatch(one))[:MAX_TAGS]
        if not tagged:
            return frozenset()
        try:  # a tag may be an object of its own, which names the commit
            named = self._git(_store(clone), tagged[0], ["rev-parse", *(f"{one}^{{commit}}" for one in tagged)])
        except BadClone:  # one of them names what is not there
            return frozenset(tagged)
        return frozenset(named.decode("ascii", "replace").split())

    def files(self, clone: Path, commit: str) -> list[Blob]:
        """List the files of a commit."""
        listing = self._git(_store(clone), commit, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit])
        blobs = []
        for line in listing.split(b"\0"):
            head, tab, path = line.partition(b"\t")
            if tab:
                mode, _, name, size = head.decode("ascii", "replace").split()
                is_known = size.isascii() and size.isdecimal()  # "-" of a submodule, "BAD" of what the clone lacks
                blobs.append(Blob(mode, name, int(size) if is_known else 0, os.fsdecode(path)))
        return blobs

    def read(self, clone: Path, blob: Blob) -> bytes:
        """Return the bytes of a file as they were committed."""
        return self._git(_store(clone), blob.hash, ["cat-file", "blob", blob.hash], blob.size)

    def _git(self, store: Path, name: str, arguments: Sequence[str], limit: int = MAX_LISTING_BYTES) -> bytes:
        form = "sha256" if len(name) == 64 else "sha1"
        ours = self.work / f"git-{form}"
        if form not in self.made:
            _run(["init", "-q", "--bare", "--template=", f"--object-format={form}", str(ours)], {}, MAX_LISTING_BYTES)
            self.made.add(form)
        _copy_shallow(store.parent, ours)
        borrowed = '"' + str(store.absolute()).replace("\\", "\\\\").replace('"', '\\"') + '"'
        settings = {"GIT_DIR": str(ours), "GIT_ALTERNATE_OBJECT_DIRECTORIES": borrowed}
        return _run(arguments, settings, limit)


def _copy_shallow(git: Path, ours: Path) -> None:
    """Say where the history of a clone was cut off; without it git misses the parents of its oldest commits."""
    text = _text(git / "shallow")
    hashes = [line for line in text.split("\n") if HASH.fullmatch(line)]
    (ours / "shallow").unlink(missing_ok=True)
    if hashes:
        (ours / "shallow").write_text("\n".join(hashes) + "\n", encoding="ascii")


# --------------------------------------------------------------------------------------------- the clone


def _store(clone: Path) -> Path:
    """Return a clone's object store, if it is one of its own with nothing in it that leads elsewhere."""
    git = clone / ".git"
    if git.is_symlink() or not git.is_dir():
        raise BadClone(".git is no folder: the repository lies somewhere else; clone it into the class's folder")
    store = git / "objects"
    if store.is_symlink() or not store.is_dir():
        raise BadClone(".git holds no object store; clone it again")
    for name in ("alternates", "http-alternates"):
        if os.path.lexists(store / "info" / name):
            raise BadClone(f".git/objects/info/{name} borrows from another repository, perhaps another student's")
    for folder, folders, files in os.walk(store):
        for name in (*folders, *files):
            if (Path(folder) / name).is_symlink():
                raise BadClone(f"{name} in .git/objects is a link; clone it again")
    return store


def _head(clone: Path) -> tuple[str, str | None]:
    """Return what HEAD names, as it was fetched, and the newest commit there; None on an empty branch."""
    git = clone / ".git"
    head = _text(git / "refs" / "remotes" / "origin" / "HEAD") or _text(git / "HEAD")
    target = head.removeprefix("ref:").strip() if head.startswith("ref:") else head.strip()
    if HASH.fullmatch(target):
        return target, target
    if not REF.fullmatch(target) or ".." in target:
        raise BadClone(".git/HEAD names no branch; clone it again")
    loose = _text(git / target).strip()
    if HASH.fullmatch(loose):
        return target, loose
    return target, next((commit for ref, commit in _packed(git) if ref == target), None)


def _branches(clone: Path) -> dict[str, str]:
    """Return the newest commits of all branches by name, those that were fetched before those made here."""
    git, found = clone / ".git", {}
    for folder in ("refs/heads", "refs/remotes/origin"):
        packed = {ref: commit for ref, commit in _packed(git) if ref.startswith(f"{folder}/")}
        loose = {path.relative_to(git).as_posix(): _text(path).strip() for path in _names(git / folder)}
        for ref, commit in (packed | loose).items():
            name = ref.removeprefix(f"{folder}/")
            if HASH.fullmatch(commit) and name != "HEAD":
                found[name] = commit
    return dict(sorted(found.items())[:MAX_BRANCHES])


def _names(folder: Path, most: int = MAX_BRANCHES) -> list[Path]:
    """Return the files of a folder of references; none where it is, or lies behind, a link."""
    if any(part.is_symlink() for part in (folder, *list(folder.parents)[:3])) or not folder.is_dir():
        return []
    found = (Path(inside) / name for inside, _, names in os.walk(folder) for name in names)  # into no link
    return sorted(itertools.islice(found, most))


def _packed(git: Path) -> list[tuple[str, str]]:
    pairs = [line.partition(" ") for line in _text(git / "packed-refs").split("\n")]
    return [(ref.strip(), commit) for commit, _, ref in pairs if HASH.fullmatch(commit)]


def _text(path: Path) -> str:
    """Return a small file of .git; "" where there is none, or where it is, or lies behind, a link."""
    parts = [path, *list(path.parents)[: path.parts[::-1].index(".git")]]
    if any(part.is_symlink() for part in parts) or not path.is_file() or path.stat().st_size > MAX_REF_BYTES:
        return ""
    try:
        return read_plain(path, MAX_REF_BYTES).decode("utf-8", "replace")
    except OSError:
        return ""


# --------------------------------------------------------------------------------------------- the program


def _limit_memory(pid: int) -> None:
    """Let a process have so much memory and no more; only Linux can say that of another process."""
    if sys.platform == "linux" and importlib.util.find_spec("resource") is not None:
        import resource

        resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _run(arguments: Sequence[str], settings: dict[str, str], limit: int) -> bytes:
    """Run git, with no configuration and no network, and return what it prints, up to a limit."""
    try:
        process = subprocess.Popen(
            ["git", *SETTINGS, *arguments],
            env={"PATH": os.environ.get("PATH", os.defpath), **ENVIRONMENT, **settings},
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        raise OperatorError("git is not installed; clones are read with it. Install it, or hand in folders.") from None
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        assert process.stdout is not None
        _limit_memory(process.pid)
        with process.stdout as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            process.kill()
            raise BadClone("it holds more than a course's repository does")
    except ProcessLookupError:
        data = b""
    finally:
        timer.cancel()
        code = process.wait()
    if code != 0:
        raise BadClone("git cannot read it: it is damaged, or cloned only in part; clone it again")
    return data
