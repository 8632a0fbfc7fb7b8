"""Read a clone that someone else made, without believing anything in it but its objects.

In: the path of a clone.  Out: commits of its default branch, and files of one commit.
git runs on a repository of our own, made empty, and borrows the clone's object store. So the clone's configuration,
hooks, attributes, replacements and work tree are never looked at, nothing is checked out, and no filter runs: files
come from `git cat-file` as the bytes that were committed. References are a few lines of text and are read here.
"""

import os
import re
import resource
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import OperatorError

SECONDS = 60  # for one git command
MEMORY_BYTES = 4 << 30  # address space; git maps packs into it
MAX_COMMITS = 20_000
MAX_LISTING_BYTES = 8 << 20  # some 100 000 files; nested trees can name billions
MAX_REF_BYTES = 4 << 20  # packed-refs of a large repository
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

    def commits(self, clone: Path) -> list[Commit]:
        """Return the commits of the default branch, newest first, following first parents."""
        store, tip = _store(clone), _tip(clone)
        if tip is None:
            return []
        arguments = ["log", "--first-parent", f"--max-count={MAX_COMMITS}", "--format=%H %ct", tip, "--"]
        lines = self._git(store, tip, arguments).decode("ascii", "replace").split("\n")
        found = [line.split(" ") for line in lines if line]
        try:
            return [Commit(name, datetime.fromtimestamp(int(seconds), UTC)) for name, seconds in found]
        except (ValueError, OverflowError, OSError):
            raise BadClone("a commit of it has no proper date") from None

    def files(self, clone: Path, commit: str) -> list[Blob]:
        """List the files of a commit."""
        listing = self._git(_store(clone), commit, ["ls-tree", "-r", "-l", "-z", "--full-tree", commit])
        blobs = []
        for line in listing.split(b"\0"):
            head, tab, path = line.partition(b"\t")
            if tab:
                mode, _, name, size = head.decode("ascii", "replace").split()
                blobs.append(Blob(mode, name, 0 if size == "-" else int(size), os.fsdecode(path)))
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


def _tip(clone: Path) -> str | None:
    """Return the newest commit of the default branch that was fetched; None in an empty repository."""
    git = clone / ".git"
    head = _text(git / "refs" / "remotes" / "origin" / "HEAD") or _text(git / "HEAD")
    target = head.removeprefix("ref:").strip() if head.startswith("ref:") else head.strip()
    if HASH.fullmatch(target):
        return target
    if not REF.fullmatch(target) or ".." in target:
        raise BadClone(".git/HEAD names no branch; clone it again")
    loose = _text(git / target).strip()
    if HASH.fullmatch(loose):
        return loose
    for line in _text(git / "packed-refs").split("\n"):
        name, _, ref = line.partition(" ")
        if ref == target and HASH.fullmatch(name):
            return name
    return None


def _text(path: Path) -> str:
    """Return a small file of .git; "" where there is none, or where it is, or lies behind, a link."""
    parts = [path, *list(path.parents)[: path.parts[::-1].index(".git")]]
    if any(part.is_symlink() for part in parts) or not path.is_file() or path.stat().st_size > MAX_REF_BYTES:
        return ""
    return path.read_text(encoding="utf-8", errors="replace")


# --------------------------------------------------------------------------------------------- the program


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
        resource.prlimit(process.pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
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
