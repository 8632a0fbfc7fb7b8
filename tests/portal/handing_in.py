"""A class in a portal's data folder that hands in over HTTP, and an LMS that its grades go to.

In: a data folder, perhaps a database's URL.  Out: a course with one small assignment, students with tokens, an LMS.
"""

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.classroom.course import ASSIGNMENT, CASES, FLIPPED, RIGHT, WRONG
from tests.portal.lms import LEARNER, Lms, toml_of

SLUG, NAME, POINTS = "killed", "two", 5
TWO = {"assignment.toml": ASSIGNMENT.partition("[limits]")[0], "cases.toml": CASES}
SOURCES = ((RIGHT, 5), (WRONG, 1), (FLIPPED, 2), ("def conv_map(: pass", 0))  # and what each of them earns
PREPARE = """
import sys, json
from pathlib import Path
told = json.loads(sys.stdin.read())
from portal.config import Config, start
start(Config(data=Path(told["data"]), database=told["database"], local_lms=True))
from django.conf import settings
from django.core.management import call_command
call_command("migrate", verbosity=0)
from portal.courses import folder_of
from portal.first_course import make_gradebook
from portal.lti.registering import read_file
from portal.models import Column, Course, LmsCourse, Member, Offer, Person, Platform, Seat, Token
from portal.tokens import digest_of
course = Course.objects.create(slug=told["slug"], name="Killed", gradebook=told["gradebook"])
offer = Offer.objects.create(course=course, assignment=told["name"], title="Two", points=told["points"])
folder = folder_of(course) / "assignments" / told["name"]
folder.mkdir(parents=True)
for name, text in told["files"].items():
    (folder / name).write_text(text)
read_file(settings.PORTAL.data)
platform = Platform.objects.first()
if platform:
    joined = LmsCourse.objects.create(platform=platform, deployment="1", number="7", course=course)
    Column.objects.create(lms_course=joined, offer=offer, url=told["column"])
for name in told["students"]:
    person = Person.objects.create(email=f"{name}@example.org", name=name)
    member = Member.objects.create(course=course, person=person, roster_id=name, name=name)
    Token.objects.create(person=person, digest=digest_of(f"token of {name}"))
    if platform:
        Seat.objects.create(lms_course=joined, subject=name, member=member)
make_gradebook(course)
from django.test import Client
browser = Client()
browser.force_login(Person.objects.first())
print(browser.cookies["session"].value)
print(json.dumps({one.roster_id: one.key for one in Member.objects.all()}))
"""


@dataclass(frozen=True, kw_only=True)
class Class:
    """A class, and where it hands in."""

    data: Path
    keys: dict[str, str]  # what the gradebook calls each student
    session: str  # the cookie of a browser in which the first of them has signed in
    port: int = 0

    @property
    def students(self) -> list[str]:
        return list(self.keys)

    def hand_in(self, student: str, source: str, name: str = "two.py", seconds: float = 30) -> int:
        """Hand a source in; return the submission's number.

        Raises
        ------
        OSError
            If it was not answered that it was taken.
        """
        address = f"http://127.0.0.1:{self.port}/api/c/{SLUG}/a/{NAME}/hand-in"
        head = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        body = f"--line\r\n{head}\r\n\r\n{source}\r\n--line--\r\n".encode()
        headers = {
            "Authorization": f"Bearer token of {student}",
            "Content-Type": "multipart/form-data; boundary=line",
        }
        with urllib.request.urlopen(urllib.request.Request(address, body, headers), timeout=seconds) as answer:
            number: int = json.loads(answer.read())["number"]
            return number


def make_class(
    data: Path,
    students: Sequence[str],
    lms: Lms | None = None,
    *,
    database: str = "",
    gradebook: str = "",
    port: int = 0,
    files: Mapping[str, str] = TWO,
) -> Class:
    """Make a class in an empty data folder and database; with an LMS, its grades go there."""
    data.mkdir(mode=0o700)
    column = ""
    if lms is not None:
        for one in students:
            lms.enrol(one, LEARNER, name=one)
        column = str(lms.add_column({"label": "Two", "scoreMaximum": POINTS})["id"])
        (data / "lti.toml").write_text(toml_of(lms))
    told = {
        "data": str(data),
        "database": database,
        "gradebook": gradebook,
        "slug": SLUG,
        "name": NAME,
        "points": str(POINTS),
        "files": dict(files),
        "column": column,
        "students": list(students),
    }
    made = subprocess.run(
        [sys.executable, "-c", PREPARE], input=json.dumps(told), capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    if lms is not None:
        from portal.lti.keys import key_set

        lms.registration.set_tool_key_set(dict(key_set(data)))
    session, keys = made.stdout.splitlines()
    return Class(data=data, keys=json.loads(keys), session=session, port=port)
