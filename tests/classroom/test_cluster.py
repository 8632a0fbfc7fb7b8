"""A Dask cluster gives the same results as this machine, whatever happens to its workers; real ones, on loopback."""

import contextlib
import importlib.util
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.classroom import cluster as cluster_module
from grader.cli import main
from tests.classroom.course import FLIPPED, RIGHT, ROOT, SEED, SLOW, WRONG, Course, contents, course_in, times_graded

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not importlib.util.find_spec("distributed"), reason="the extra `cluster` is not installed"),
]

COUNT = 12


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(kind: str, *arguments: object) -> subprocess.Popen:
    """Start a scheduler or worker of Dask."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *map(str, arguments), "--no-dashboard"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, env=os.environ | {"PYTHONPATH": path}, start_new_session=True, **silent)


def end(process: subprocess.Popen) -> None:
    """End a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def worker(address: str) -> subprocess.Popen:
    return start("worker", address, "--nthreads", 1, "--no-nanny", "--memory-limit", 0)


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    port = free_port()
    process = start("scheduler", "--host", "127.0.0.1", "--port", port)
    last = time.monotonic() + 60
    while time.monotonic() < last:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
        time.sleep(0.2)
    yield f"127.0.0.1:{port}"
    end(process)


@pytest.fixture(scope="module")
def workers(scheduler: str) -> Iterator[list[subprocess.Popen]]:
    started = [worker(scheduler) for _ in range(2)]
    yield started
    for one in started:
        end(one)


@pytest.fixture(scope="module")
def graded(tmp_path_factory) -> Course:
    """A class, graded on this machine."""
    course = course_in(tmp_path_factory.mktemp("cluster"))
    course.hand_in_many(COUNT, (RIGHT, SLOW, WRONG, FLIPPED))
    course.run("out", None, "--jobs", 1)
    return course


def check(course: Course, out: str, book: Path) -> None:
    assert course.files(out) == course.files()
    assert contents(book) == contents(course.book)
    assert set(times_graded(book).values()) == {1}


def test_two_workers_give_the_same_bytes_and_a_lost_one_costs_nothing(
    graded: Course, scheduler: str, workers: list[subprocess.Popen]
) -> None:
    book = graded.folder / "cluster.db"
    said = graded.run("cluster", book, "--cluster", scheduler)
    assert SEED not in said
    check(graded, "cluster", book)
    book = graded.folder / "lost.db"
    process = graded.start("lost", book, "--cluster", scheduler)
    last = time.monotonic() + 60
    while process.poll() is None and not list((graded.folder / "lost").glob("*/report.json")):
        assert time.monotonic() < last
        time.sleep(0.05)
    end(workers[0])
    workers[0] = worker(scheduler)
    _, errors = process.communicate(timeout=200)
    assert process.returncode == 0, errors
    check(graded, "lost", book)


def test_a_scheduler_that_is_lost_ends_the_run_and_the_next_goes_on(graded: Course) -> None:
    port = free_port()
    address = f"127.0.0.1:{port}"
    own = [start("scheduler", "--host", "127.0.0.1", "--port", port), worker(address)]
    book = graded.folder / "gone.db"
    process = graded.start("gone", book, "--cluster", address)
    last = time.monotonic() + 60
    while process.poll() is None and not list((graded.folder / "gone").glob("*/report.json")):
        assert time.monotonic() < last
        time.sleep(0.05)
    end(own[0])
    _, errors = process.communicate(timeout=120)
    end(own[1])
    assert process.returncode == 2, errors
    assert "run again" in errors
    assert "Traceback" not in errors
    graded.run("gone", book, "--jobs", 2)
    check(graded, "gone", book)


def test_a_scheduler_that_is_not_there_is_said(graded: Course, monkeypatch, capsys) -> None:
    monkeypatch.setattr(cluster_module, "CONNECT_SECONDS", 1)
    with pytest.raises(SystemExit) as stopped:
        main(graded.arguments("none", "", "--cluster", f"127.0.0.1:{free_port()}"))
    assert stopped.value.code == 2
    assert "no Dask scheduler answers" in capsys.readouterr().err
