"""Class archives, folders and names of any shape: every student has an outcome, and nothing outside the work changes.

500 inputs every day; ``GRADER_FUZZ=20000`` in front of pytest makes as many.
"""

import contextlib
import os
import random
import shutil
import subprocess
import warnings
import zipfile
from pathlib import Path

import pytest

from grader.classroom import roster as rosters
from grader.classroom.intake import take_in
from grader.classroom.intake.taken import Taken
from grader.classroom.reading import read_entry
from grader.classroom.roster_matching import match
from grader.classroom.times import read_times
from grader.errors import OperatorError
from grader.model import Student

COUNT = int(os.environ.get("GRADER_FUZZ", "500"))
PARTS = 10  # so that a failure names the hundred it is in
SOURCES = (
    b"def conv_single(x, w, b):\n    return (x * w).sum() + b\n",
    b"",
    b"\0\1\2",
    b"\xff\xfe" + "x = 1\n".encode("utf-16-le"),
    b"# coding: idna\nx = 1\n",
    b"# coding: rot13\nk = 1\n",
    b"{" * 3000,
    b"[" * 100_000,
    b'{"cells": 3}',
    b"PK\3\4 no zip",
    b"x = " + b"(" * 5000,
    b'{"cells": [{"cell_type": "code", "source": ["x = 1"]}]}',
    b"\r\r\n\r",
    "é = 'ß'\n".encode("cp1252"),
)
PEOPLE = (
    "Ada Lovelace",
    "Alan Turing",
    "Grace Hopper",
    "Ada_Lovelace",
    "Zoë Müller",
    "..",
    "con",
    "a" * 150,
    "\u202egnp",
    "=1+1",
)
NAMES = (
    "conv.py",
    "CONV.PY",
    "conv.ipynb",
    "a.zip",
    "work/conv.py",
    "work/a.py/b.py",
    "a.py",
    "../../escape.py",
    "/etc/absolute.py",
    "numpy.py",
    "x.pyc",
    ".hidden.py",
    "__MACOSX/._conv.py",
    "c:\\win.py",
    "deep/" * 30 + "x.py",
    "n" * 230 + ".py",
    "соnv.py",
    "conv.py.txt",
    "conv-1.py",
    "timestamp.txt",
    "submission_metadata.yml",
    "nul\0.py",
    "new\nline.py",
    "conv .py",
    "conv.py/",
)
LAYOUTS = (
    lambda who, number, name: f"{who}/{name}",
    lambda who, number, name: f"{who}_{number}_assignsubmission_file/{name}",
    lambda who, number, name: f"{who}_{number}_assignsubmission_file_{name}",
    lambda who, number, name: f"{''.join(who.split()).lower()}_{number}_{number + 7}_{name}",
    lambda who, number, name: f"{''.join(who.split()).lower()}_LATE_{number}_{number + 7}_{name}",
    lambda who, number, name: f"submission_{number}/{name}",
    lambda who, number, name: f"submitted/{who}/lab/{name}",
    lambda who, number, name: name,
)


def files_of(draw: random.Random) -> list[tuple[str, bytes]]:
    """Return the files of a class: mostly in one layout, with slips in names and content."""
    layout = draw.choice(LAYOUTS)
    files = []
    for number in range(draw.randint(1, 5)):
        who = draw.choice(PEOPLE)
        for _ in range(draw.randint(1, 3)):
            shape = layout if draw.random() < 0.9 else draw.choice(LAYOUTS)
            files.append((shape(who, 5000 + number, draw.choice(NAMES)), draw.choice(SOURCES)))
    return files


def write_archive(path: Path, files: list[tuple[str, bytes]], draw: random.Random) -> None:
    with zipfile.ZipFile(path, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name or "x")
            info.external_attr = draw.choice((0o100644, 0o100644, 0o100644, 0o120777, 0o10644, 0)) << 16
            info.date_time = draw.choice(((1980, 1, 1, 0, 0, 0), (2026, 13, 1, 0, 0, 0), (2026, 5, 4, 1, 2, 3)))
            with warnings.catch_warnings(action="ignore"):  # a name twice is meant
                archive.writestr(info, data)
    if draw.random() < 0.3:  # flip some bytes
        content = bytearray(path.read_bytes())
        for _ in range(draw.randint(1, 8)):
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
        path.write_bytes(content[: draw.choice((len(content), len(content), draw.randrange(1, len(content))))])


def write_folder(root: Path, files: list[tuple[str, bytes]], draw: random.Random, outside: Path) -> None:
    root.mkdir()
    (root / "Somebody").mkdir()
    for name, data in files:
        path = root / name.replace("\0", "0").lstrip("/").replace("..", "_")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(path):
                continue
            kind = draw.random()
            if kind < 0.05:
                path.symlink_to(outside)
            elif kind < 0.08:
                os.mkfifo(path)
            else:
                path.write_bytes(data)
        except OSError:  # what a disk does not take, nobody hands in
            pass


PWNED = "touch {outside}/pwned"
SETTINGS = (  # of a clone, that have git run a program of the clone's choice
    "[core]\n\tfsmonitor = {run}\n\thooksPath = {outside}\n\tsshCommand = {run}\n\tpager = {run}\n",
    "[core]\n\trepositoryformatversion = 99\n[extensions]\n\tobjectformat = sha7\n",
    "[include]\n\tpath = {outside}/seed.py\n[alias]\n\tlog = !{run}\n\tls-tree = !{run}\n\tcat-file = !{run}\n",
    '[filter "x"]\n\tsmudge = {run}\n\tclean = {run}\n[diff]\n\texternal = {run}\n[gpg]\n\tprogram = {run}\n',
    '[core]\n\tworktree = {outside}\n\tbare = true\n[remote "origin"]\n\tpromisor = true\n\turl = ext::{run}\n',
    "[core\n\0\xff",
)
HEADS = (
    "ref: refs/heads/../../../etc/passwd",
    "ref: HEAD",
    "0" * 40,
    "f" * 64,
    "",
    "ref: " + "a" * 5000,
    "\0",
    "{seed}",
)


def clone_to_copy(place: Path) -> Path:
    """Return a clone with a history, packed in part, a link, a submodule, attributes with a filter, and a branch."""

    def run(*arguments: str, more: dict[str, str] | None = None) -> None:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.edu", "-c", "init.defaultBranch=main")
        environment = {"PATH": os.environ["PATH"], "HOME": str(place), "GIT_CONFIG_NOSYSTEM": "1", **(more or {})}
        subprocess.run(["git", *who, *arguments], cwd=place, env=environment, capture_output=True, check=True)

    place.mkdir()
    run("init", "-q")
    for number in range(3):
        (place / "conv.py").write_text(f"x = {number}\n")
        (place / ".gitattributes").write_text("*.py filter=x diff=x\n")
        if number == 1:
            (place / "link.py").symlink_to("../outside/seed.py")
            run("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
        run("add", "-A", "--", ".gitattributes", "conv.py", *(["link.py"] if number else []))
        run("commit", "-q", "-m", f"work {number}")
        if number == 1:
            run("gc", "-q")
    run("branch", "other")
    return place


def damage_clone(clone: Path, draw: random.Random, outside: Path) -> None:
    """Do some of what a student can do to a folder that is handed in as a clone."""
    git = clone / ".git"
    run = PWNED.format(outside=outside)
    for _ in range(draw.randint(1, 3)):
        files = sorted(path for path in git.rglob("*") if path.is_file() and not path.is_symlink())
        if not files:
            return
        victim = draw.choice(files)
        how = draw.randrange(9)
        if how == 0:
            content = bytearray(victim.read_bytes() or b"x")
            content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
            victim.chmod(0o644)
            victim.write_bytes(content)
        elif how == 1:
            victim.unlink()
        elif how == 2:
            victim.unlink()
            victim.symlink_to(outside / "seed.py")
        elif how == 3:
            write_anew(git / "config", draw.choice(SETTINGS).format(run=run, outside=outside))
        elif how == 4:
            write_anew(git / "HEAD", draw.choice(HEADS).format(seed=outside / "seed.py"))
        elif how == 5:
            (git / "objects" / "info").mkdir(parents=True, exist_ok=True)
            write_anew(git / "objects" / "info" / "alternates", f"{outside}\n")
        elif how == 6:
            (git / "hooks").mkdir(exist_ok=True)
            for name in ("post-checkout", "reference-transaction", "fsmonitor-watchman", "post-index-change"):
                write_anew(git / "hooks" / name, f"#!/bin/sh\n{run}\n")
                (git / "hooks" / name).chmod(0o755)
        elif how == 7:
            lines = [
                f"{draw.choice(('1' * 40, 'g' * 40, '', ' '))} refs/heads/main" for _ in range(draw.randint(1, 50))
            ]
            write_anew(git / "packed-refs", "\n".join(lines))
        else:
            shutil.rmtree(git)
            git.write_text(f"gitdir: {outside}\n")
            return


def write_anew(path: Path, text: str) -> None:
    """Write a file of a clone; one that was made a link before is replaced, or this would write what it leads to."""
    path.unlink(missing_ok=True)
    path.write_text(text)


def write_clones(root: Path, template: Path, draw: random.Random, outside: Path) -> None:
    """Write a class of clones, as students have them."""
    for number in range(draw.randint(1, 3)):
        clone = root / f"lab-student{number}"
        shutil.copytree(template, clone, symlinks=True)
        if draw.random() < 0.8:
            damage_clone(clone, draw, outside)


HEADINGS = (
    "Identifier",
    "Full name",
    "Status",
    "Last modified (submission)",
    "Email address",
    "Grade",
    "id",
    "name",
    "",
    "=1+1",
)
CELLS = (
    *(
        "Participant 5001",
        "Ada Lovelace",
        "Submitted for grading",
        "Monday, 4 May 2026, 11:59 PM",
        "2026-05-04T23:59:00Z",
    ),
    *("", "\u202egnp", "=1+1", "a" * 3000, "31.02.2026 25:61", "-", "9" * 400, "\0", '"', "s0", "５００１"),
)


def check_sheet(place: Path, draw: random.Random) -> None:
    """Read a worksheet, or a roster, of any shape: it is read, or refused with a sentence."""
    separator = draw.choice(",;\t|")
    lines = [separator.join(draw.sample(HEADINGS, draw.randint(1, 6)))]
    lines += [separator.join(draw.choices(CELLS, k=draw.randint(1, 7))) for _ in range(draw.randint(0, 6))]
    data = (
        draw.choice(("\n", "\r\n", "\r")).join(lines).encode(draw.choice(("utf-8", "utf-8-sig", "utf-16", "utf-16-le")))
    )
    if draw.random() < 0.3:
        data = data[: draw.randrange(len(data) + 1)] + bytes(draw.choices(range(256), k=3))
    place.write_bytes(data)
    readers = (
        lambda: read_times(place, None),
        lambda: read_times(place, None, is_worksheet=True),
        lambda: rosters.read(place),
    )
    for read in readers:
        with contextlib.suppress(OperatorError):
            read()


ROSTER = [Student(id=f"s{number}", name=name) for number, name in enumerate(PEOPLE[:5])]


def check(taken: Taken) -> None:
    """Every entry can be read, or says why not; every line of the roster has entries or a reason."""
    for entry in taken.entries:
        submission = read_entry(entry)
        assert submission.problem or submission.modules
        assert "SECRET" not in "".join(cell.source for module in submission.modules for cell in module.cells)
    matched = match(taken.entries, ROSTER, taken.problems)
    have = {student.id for student, _ in matched.entries} | {
        student.id for student, reason in matched.missing if reason
    }
    assert have == {student.id for student in ROSTER}
    placed = sum(len(entries) for _, entries in matched.entries) + len(matched.unmatched)
    assert placed == len(taken.entries)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_any_class_is_taken_in_or_refused_as_a_whole_with_a_sentence(part: int, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "seed.py").write_text("SECRET = 1\n")
    state = sorted((str(path), path.stat().st_mtime_ns) for path in outside.rglob("*"))
    template = clone_to_copy(tmp_path / "template") if shutil.which("git") else None
    for number in range(part * COUNT // PARTS, (part + 1) * COUNT // PARTS):
        draw = random.Random(number)
        files = files_of(draw)
        place = tmp_path / f"class-{number}.zip"
        kind = draw.random()
        sources: tuple[str, ...] = ("auto", "auto", "plain", "canvas", "moodle", "gradescope", "nbgrader")
        if kind < 0.1:
            check_sheet(tmp_path / "sheet.csv", draw)
            continue
        if kind < 0.2 and template is not None:
            place = tmp_path / f"class-{number}"
            write_clones(place, template, draw, outside)
            sources = ("auto", "github")
        elif kind < 0.6:
            write_archive(place, files, draw)
        else:
            place = tmp_path / f"class-{number}"
            write_folder(place, files, draw, outside / "seed.py")
        before = sorted(path.name for path in tmp_path.iterdir())
        source = draw.choice(sources)
        try:
            check(take_in(place, tmp_path / "work", source=source))
        except OperatorError:  # as a whole, with a sentence for the operator
            pass
        except BaseException:
            print(f"input {number}, read as {source}")
            raise
        after = sorted(path.name for path in tmp_path.iterdir())
        assert set(after) - set(before) <= {"work"}, number
    assert state == sorted((str(path), path.stat().st_mtime_ns) for path in outside.rglob("*"))
