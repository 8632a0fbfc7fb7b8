"""Killed at any point, a run loses nothing and repeats nothing: host, grading process, the database's connection.

Everyday tests kill a few times; `-m kills` grades ten thousand submissions through ten kills.
"""

import contextlib
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.classroom.course import FLIPPED, RIGHT, SLOW, SOURCES, WRONG, Course, contents, course_in, times_graded

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")]

COUNT = 16
SLOW_SOURCES = (RIGHT, SLOW, WRONG, FLIPPED)
TEN_THOUSAND = int(os.environ.get("GRADER_KILLS_COUNT", "10000"))


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Course:
    """A class that was graded without any disturbance."""
    course = course_in(tmp_path_factory.mktemp("undisturbed"))
    course.hand_in_many(COUNT, SLOW_SOURCES)
    course.run("out", None, "--jobs", 2)
    return course


def children(parent: int, of: str = "grading_process") -> list[int]:
    """Return the children of a process whose command line holds a word."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError, IndexError):
                ppid = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                if ppid == parent and of.encode() in (folder / "cmdline").read_bytes():
                    found.append(int(folder.name))
    return found


def wait_for(condition, seconds: float = 60) -> None:
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last, "it took too long"
        time.sleep(0.02)


def wait_for_more(process, reports: Path, count: int, seconds: float = 20) -> None:
    """Wait until there are so many reports more, but not for ever: all of them may be there."""
    wanted = len(list(reports.glob("*/report.json"))) + count
    last = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < last and len(list(reports.glob("*/report.json"))) < wanted:
        time.sleep(0.02)


def check(course: Course, out: str, place: str | Path, undisturbed: Course, *, every_once: bool = True) -> None:
    """The gradebook and the files are those of an undisturbed run, and what was kept was graded once."""
    assert contents(place) == contents(undisturbed.book)
    assert course.files(out) == undisturbed.files()
    if every_once:
        assert set(times_graded(place).values()) == {1}


def test_a_class_comes_out_the_same_with_one_process_and_with_two(undisturbed: Course) -> None:
    undisturbed.run("alone", undisturbed.folder / "alone.db", "--jobs", 1)
    check(undisturbed, "alone", undisturbed.folder / "alone.db", undisturbed)


@pytest.mark.parametrize("seed", range(1))
def test_a_host_that_is_killed_again_and_again_ends_with_the_same_gradebook(
    seed: int, undisturbed: Course, place: str
) -> None:
    rng = random.Random(seed)
    out = f"killed-{seed}-{'pg' if '://' in place else 'sqlite'}"
    for _ in range(3):
        process = undisturbed.start(out, place, "--jobs", 2)
        reports = undisturbed.folder / out
        wait_for_more(process, reports, rng.randrange(1, 4))
        time.sleep(rng.uniform(0, 0.4))
        process.kill()
        process.communicate()
    undisturbed.run(out, place, "--jobs", 2)
    check(undisturbed, out, place, undisturbed)


def test_grading_processes_that_are_killed_are_replaced(undisturbed: Course) -> None:
    book = undisturbed.folder / "pool.db"
    process = undisturbed.start("pool", book, "--jobs", 2)
    reports = undisturbed.folder / "pool"
    wait_for_more(process, reports, 1)  # not while both start: processes that die then are given up soon
    killed = 0
    for one in children(process.pid):  # each once: what one was grading goes to its successor, and is not killed twice
        with contextlib.suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
            killed += 1
        wait_for_more(process, reports, 1)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    assert killed
    check(undisturbed, "pool", book, undisturbed)


def test_grading_processes_end_with_their_host(course: Course) -> None:
    course.hand_in_many(8, (SLOW,))
    process = course.start("out", None, "--jobs", 2)
    wait_for(lambda: len(children(process.pid)) == 2)
    started = children(process.pid)
    process.kill()
    process.communicate()
    wait_for(lambda: not any(Path(f"/proc/{one}").exists() for one in started), 10)


def test_a_connection_that_is_cut_again_and_again_is_made_again(undisturbed: Course, postgres: str) -> None:
    import psycopg

    process = undisturbed.start("cut", postgres, "--jobs", 2)
    cut, pause = 0, 0.2
    with psycopg.connect(postgres, autocommit=True) as other:
        while process.poll() is None:
            done = other.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            ).fetchone()
            cut += done[0] if done else 0
            time.sleep(pause)
            pause = min(1.5 * pause, 3)  # in the end a transaction has time, however busy the machine is
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert cut
    check(undisturbed, "cut", postgres, undisturbed)


@pytest.mark.kills
def test_ten_thousand_submissions_and_ten_kills(tmp_path: Path) -> None:
    course = course_in(tmp_path)
    course.hand_in_many(TEN_THOUSAND, SOURCES)
    start = time.monotonic()
    course.run("out", None, "--jobs", 2)
    seconds = time.monotonic() - start
    rng = random.Random(1)
    book = tmp_path / "killed.db"
    for _ in range(10):
        process = course.start("killed", book, "--jobs", 2, stderr=None, stdout=None)
        time.sleep(rng.uniform(1, max(2, seconds / 8)))
        process.kill()
        process.wait()
    again = time.monotonic()
    course.run("killed", book, "--jobs", 2)
    print(
        f"{TEN_THOUSAND} undisturbed in {seconds:.0f} s; after ten kills, the rest in {time.monotonic() - again:.0f} s"
    )
    check(course, "killed", book, course)
