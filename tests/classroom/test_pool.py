"""A pool of grading processes: what is sent ahead to one waits for nobody."""

import threading

from grader.classroom import pool
from grader.classroom.pool import Pool
from grader.classroom.summary import Line
from grader.classroom.work import Done, Work
from grader.model import Submission

LONG = 4 << 20
TALKS = """
import sys
from multiprocessing.connection import Connection
from tests.classroom.test_pool import LONG, done
channel = Connection(int(sys.argv[1]))
channel.recv()
channel.send("ready")
while True:
    channel.send(done(channel.recv().number))
"""


def done(number: int) -> Done:
    """Return work that is done, with a long report."""
    line = Line(score=None, possible=0, status="")
    return Done(number=number, facts=None, parts=(), problem="", seconds=0.0, json=b"x" * LONG, text=b"", line=line)


def test_a_long_submission_after_one_with_a_long_report_waits_for_nobody(monkeypatch) -> None:
    monkeypatch.setattr(pool, "START", "import json, sys\nsys.path[:] = json.loads(sys.argv[2])" + TALKS)
    works = [Work(number=number, submission=Submission(name="#" * LONG, digest="")) for number in range(3)]
    numbers = []

    def grade() -> None:
        with Pool(None, 1, None, {}, "C") as grading:
            numbers.extend(one.number for one in grading.perform(works) if one is not None)

    thread = threading.Thread(target=grade, daemon=True)
    thread.start()
    thread.join(60)
    assert numbers == [0, 1, 2]  # once each of the two waited for the other to read
