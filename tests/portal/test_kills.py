"""A class hands in over HTTP while web, worker, sender and database are killed at any moment: nothing is lost.

Every day a few kills, by `.ci/run --full` a hundred of each database; GRADER_PORTAL_KILLS says how many.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from grader.gradebook import Gradebook
from tests.classroom.course import times_graded
from tests.patience import STARTS, comes_true
from tests.portal.handing_in import NAME, SLUG, SOURCES, Class, make_class
from tests.portal.serving import Serving, free_port
from tests.portal.test_serve import children_of

pytest.importorskip("django")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.kills,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]
ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("GRADER_PORTAL_KILLS", "100"))
STUDENTS, EACH = min(300, 4 * KILLS), 2
HANDS = 4  # uploads at once
LOOKS = 40  # until leases of what was killed are ended


class Postgres:
    """A server of PostgreSQL that may be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = self.ask("start")

    def ask(self, what: str) -> str:
        done = subprocess.run([ROOT / ".ci" / "postgres", what, self.folder], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def kill(self, generator: random.Random) -> None:
        """Kill the server, or one of its processes: then it ends the others, and begins anew."""
        server = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        chosen = generator.choice([server, *children_of(server)])
        os.kill(chosen, signal.SIGKILL)
        if chosen == server:
            assert comes_true(self.begins_again), "PostgreSQL does not start again"

    def begins_again(self) -> bool:
        """Start the server again; not while a process of the one before is left."""
        try:
            self.ask("again")
        except AssertionError:
            return False
        return True


@pytest.fixture
def ended_in_order() -> Iterator[None]:
    """End what a test has started when somebody ends the tests, too."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    yield
    signal.signal(signal.SIGTERM, before)


class Uploads:
    """A class that hands in, in threads: as many as there have been kills for, each again until it is taken."""

    def __init__(self, class_: Class, seed: int) -> None:
        self.class_ = class_
        generator = random.Random(seed)
        drawn = [(student, *generator.choice(SOURCES)) for student in class_.students * EACH]
        generator.shuffle(drawn)
        self.chosen = [(who, f"{source}\n# {number}\n", due) for number, (who, source, due) in enumerate(drawn)]
        self.todo, self.count = iter(self.chosen), len(drawn)
        self.taken: dict[int, tuple[str, str, int]] = {}  # by the number that was answered
        self.refused, self.begun, self.allowed, self.is_over = 0, 0, 0, False
        self.problem = ""
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work, daemon=True) for _ in range(HANDS)]
        for one in self.threads:
            one.start()

    def work(self) -> None:
        while not self.is_over and not self.problem:
            with self.lock:
                chosen = next(self.todo, None) if self.begun < self.allowed else None
                self.begun += chosen is not None
            if chosen is None:
                time.sleep(0.02)
            elif number := self.hand_in(*chosen[:2]):
                self.taken[number] = chosen

    def hand_in(self, student: str, source: str) -> int:
        while not self.is_over:
            try:
                return self.class_.hand_in(student, source, f"{source.rpartition('# ')[2].strip()}.py")
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    self.problem = f"{error.code}: {error.read()!r}"
                    return 0
            except (OSError, HTTPException, ValueError):  # nobody listens, or the answer was broken off
                pass
            self.refused += 1
            time.sleep(0.1)
        return 0


class Killed:
    """A portal, a class and an LMS, and what can be killed of it."""

    def __init__(self, folder: Path, postgres: Postgres | None) -> None:
        from tests.portal.lms import Lms

        self.postgres = postgres
        self.errors: tuple[type[Exception], ...] = ()
        self.lms, self.looks = Lms(), 0
        names = [f"s{number:03}" for number in range(STUDENTS)]
        urls = {}
        if postgres is not None:
            import psycopg

            with psycopg.connect(postgres.url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE book")
            self.errors = (psycopg.OperationalError,)
            urls = {"database": postgres.url, "gradebook": f"{postgres.url.rpartition('/')[0]}/book"}
        self.class_ = make_class(folder / "data", names, self.lms, port=free_port(), **urls)
        self.book = urls.get("gradebook") or folder / "data" / "courses" / SLUG / "gradebook.db"
        options = ["--database", urls["database"]] if urls else []
        self.serving = Serving(self.class_.data, self.class_.port, "--local-lms", *options)

    def query(self, text: str) -> list[tuple[Any, ...]]:
        """Ask the portal's database, or change it."""
        if self.postgres is None:
            with closing(sqlite3.connect(self.class_.data / "portal.db", timeout=60)) as database, database:
                return database.execute(text).fetchall()
        import psycopg

        with psycopg.connect(self.postgres.url) as connection:
            found = connection.execute(text)
            return found.fetchall() if found.description else []

    def number(self, text: str) -> int:
        return int(self.query(f"SELECT count(*) FROM {text}")[0][0])

    def kill(self, generator: random.Random) -> str:
        """Kill something; return what."""
        whole = {part: self.processes(part) for part in ("web", "processes\0worker", "processes\0sender")}
        places = [part for part, found in whole.items() if found] + ["database"] * (self.postgres is not None)
        chosen = generator.choice(places)
        if chosen == "database":
            assert self.postgres is not None
            self.postgres.kill(generator)
        else:
            with suppress(ProcessLookupError):
                os.kill(generator.choice(whole[chosen]), signal.SIGKILL)
        return chosen

    def processes(self, part: str) -> list[int]:
        """Return the processes of a part: its own, graders and their sandboxes, and no student's."""
        for one in children_of(self.serving.process.pid):
            with suppress(OSError):
                if f"portal.{part}".encode() in Path(f"/proc/{one}/cmdline").read_bytes():
                    return [one, *(below for child in children_of(one) for below in (child, *children_of(child)))]
        return []

    def goes_on(self, uploads: Uploads, last: int = 0) -> bool:
        """Whether what was handed in is taken, all but a few, and what waited is graded: no job is hit by each kill.

        Leases of what was killed end soon: not at each look, or two workers would take one job from each other.
        """
        self.looks += 1
        assert self.serving.process.poll() is None, self.serving.said()
        assert not uploads.problem
        try:
            if self.looks % LOOKS == 0:
                self.query("UPDATE portal_job SET claimed_until = 0 WHERE result IS NULL")
            return len(uploads.taken) >= uploads.allowed - HANDS and not self.number(f"portal_job WHERE id <= {last}")
        except self.errors:  # the database begins again
            return False

    def is_done(self, uploads: Uploads) -> bool:
        """Whether everything is taken, graded, and in the LMS."""
        if not self.goes_on(uploads) or len(uploads.taken) < uploads.count:
            return False
        self.query("UPDATE portal_delivery SET claimed_until = 0, not_before = 0")
        self.query("UPDATE portal_platform SET not_before = 0, failures = 0")
        unsent = self.number("portal_delivery WHERE version <> sent_version")
        return not unsent and not self.number("portal_job") and not self.number("portal_posting")

    def end(self) -> None:
        if self.serving.process.poll() is None:
            self.serving.end()
        self.lms.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def killed(request: pytest.FixtureRequest, tmp_path: Path, ended_in_order: None) -> Iterator[Killed]:
    postgres = None
    if request.param == "postgresql":
        pytest.importorskip("psycopg")
        server = Path(tempfile.mkdtemp())  # not below pytest's own, which the package's user may not enter
        server.chmod(0o755)
        postgres = Postgres(server)
    try:
        made = Killed(tmp_path, postgres)
        try:
            yield made
        finally:
            made.end()
    finally:
        if postgres is not None:
            postgres.ask("stop")
            shutil.rmtree(postgres.folder)


def test_whatever_is_killed_no_upload_is_lost_or_graded_twice_and_every_grade_arrives(killed: Killed) -> None:
    from tests.portal.lms import be_slow, hang_up, lose

    generator = random.Random(26)
    uploads = Uploads(killed.class_, 26)
    kills: Counter[str] = Counter()
    try:
        for number in range(1, KILLS + 1):
            killed.lms.faults.append(generator.choice([500, 503, 404, hang_up, lose, be_slow(0.2)]))
            uploads.allowed = uploads.count * number // KILLS
            time.sleep(generator.uniform(0, 1))
            ((last,),) = killed.query("SELECT max(id) FROM portal_job")
            kills[killed.kill(generator)] += 1
            assert comes_true(lambda last=last or 0: killed.goes_on(uploads, last)), killed.serving.said()
        killed.lms.faults.clear()
        assert comes_true(lambda: killed.is_done(uploads), 10 * STARTS), killed.serving.said()
    finally:
        uploads.is_over = True
    print(killed.serving.said())
    print(f"\n{dict(kills)} killed; {uploads.count} uploads in {uploads.count + uploads.refused} tries")
    check(killed, uploads)


def check(killed: Killed, uploads: Uploads) -> None:
    """What was taken is there, in the gradebook once and rightly, and in the LMS as it is there."""
    keys = {key: student for student, key in killed.class_.keys.items()}
    of_job = "SELECT s.id, m.key, s.digest FROM portal_submission s JOIN portal_member m ON m.id = s.member_id "
    kept = {number: (keys[key], digest) for number, key, digest in killed.query(f"{of_job} ORDER BY s.submitted")}
    told = {number: (who, sha256(source.encode()).hexdigest()) for number, (who, source, _) in uploads.taken.items()}
    assert told.items() <= kept.items()
    worth = {sha256(source.encode()).hexdigest(): due for _, source, due in uploads.chosen}
    last = {who: worth[digest] for who, digest in kept.values()}  # the last one counts
    with Gradebook.open(killed.book) as book:
        attempts = book.attempts(NAME, list(keys))
        grades = {keys[row.student.id]: row.grade for row in book.grade_rows(with_reports=False)}
    assert {keys[key]: len(found) for key, found in attempts.items()} == Counter(who for who, _ in kept.values())
    assert not any(one.is_broken for found in attempts.values() for one in found)
    assert set(times_graded(killed.book).values()) == {1}
    assert grades == last
    assert {who: killed.lms.score(who) for who in last} == last
    earned = {(who, worth[digest]) for who, digest in kept.values()}
    assert {(one["userId"], one["scoreGiven"]) for one in killed.lms.taken} <= earned
