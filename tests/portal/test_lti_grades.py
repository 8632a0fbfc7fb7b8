"""Grades reach the LMS: the last value in the end, once, however the LMS and the sender fail."""

import io
import random
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.patience import comes_true

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")
KILLS = 15


@pytest.fixture(autouse=True)
def local(portal, monkeypatch):
    from django.conf import settings
    from django.core.cache import cache

    cache.clear()
    monkeypatch.setattr(settings, "PORTAL", replace(settings.PORTAL, local_lms=True))


@pytest.fixture
def school():
    from portal.models import LmsCourse
    from tests.portal.course import make_school

    LmsCourse.objects.all().delete()  # of other tests
    return make_school()


@pytest.fixture
def lms(school):
    from tests.portal.joined import join, make_lms

    made = make_lms()
    join(made, school)
    made.links["link-1"]["column"] = made.add_column({"label": "Dimensions", "scoreMaximum": 40})["id"]
    yield made
    made.close()


@pytest.fixture
def sender(monkeypatch):
    """A sender that waits for nothing."""
    from portal.lti import sender as module

    monkeypatch.setattr(module, "FIRST_SECONDS", 0.01)
    monkeypatch.setattr(module, "MOST_SECONDS", 0.05)
    monkeypatch.setattr(module, "FIRST_OF_REFUSED", 0.01)
    monkeypatch.setattr(module, "MOST_OF_REFUSED", 0.05)
    return module.Sender()


def anna(school):
    from portal.models import Member

    return Member.objects.get(course=school.course, name="Anna Lms")


def come_in(lms, user="anna", hint="link-1"):
    from django.test import Client

    from tests.portal.lms import follow

    browser = Client()
    answer = follow(browser, lms, user, hint)
    assert answer.status_code == 302, answer.content.decode()
    return browser, answer["Location"]


def hand_in(browser, address, text: bytes) -> None:
    file = io.BytesIO(text)
    file.name = "dimensions.py"
    browser.post(f"{address}hand-in", {"file": file})


def set_grade(school, member, grade: str) -> None:
    from tests.portal.course import client_of

    where = f"/c/{school.course.slug}/class/student/{member.key}/override"
    client_of(school.instructor).post(where, {"assignment": "dimensions", "grade": grade, "reason": "at the board"})


def send_all(sender) -> None:
    """Send until there is nothing left to send."""
    from django.db.models import F

    from portal.models import Delivery

    def is_all_there() -> bool:
        while sender.step():
            pass
        return not Delivery.objects.exclude(version=F("sent_version")).exists()

    assert comes_true(is_all_there), list(Delivery.objects.values())


@pytest.fixture
def graded(lms, school, worker):
    """Anna of the LMS has handed in, and it is graded."""
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    browser, address = come_in(lms)
    hand_in(browser, address, RIGHT_AND_WRONG)
    grade_all(worker)
    return lms


def grade_of(school) -> Fraction | None:
    from portal import grades

    return grades.rows_of(anna(school))["dimensions"].grade


def test_a_grade_arrives_with_a_sentence(graded, school, sender) -> None:
    send_all(sender)
    (score,) = graded.taken
    assert score["scoreGiven"] == float(grade_of(school)) > 0
    assert score["scoreMaximum"] == 40
    assert (score["userId"], score["gradingProgress"]) == ("anna", "FullyGraded")
    assert score["comment"] == f"Graded: the report is at http://localhost:8000/c/{school.course.slug}/a/dimensions/."
    assert not sender.step()
    assert len(graded.taken) == 1


def test_what_changes_is_sent_and_what_stays_is_not(graded, school, sender, worker) -> None:
    from tests.portal.course import grade_all

    send_all(sender)
    for grade in ("10", "10", "12.5"):
        set_grade(school, anna(school), grade)
        grade_all(worker)
        send_all(sender)
    assert [one["scoreGiven"] for one in graded.taken[1:]] == [10.0, 12.5]
    assert "at the board" not in graded.taken[-1]["comment"]  # why is between the two of them


def test_of_changes_that_nobody_has_sent_yet_the_last_is_sent(graded, school, sender, worker) -> None:
    from tests.portal.course import grade_all

    for grade in ("1", "2", "3"):
        set_grade(school, anna(school), grade)
        grade_all(worker)
    send_all(sender)
    assert [one["scoreGiven"] for one in graded.taken] == [3.0]


FAULTS = {
    "an error": [500, 502, 503],
    "a token that is not good any more": [401, 401],
    "a column that is gone for a while": [404, 404],
    "too much at once": [429],
    "refused": [400, 403, 422],
    "no sense": [302, 204],
}


@pytest.mark.slow
@pytest.mark.parametrize("what", FAULTS)
def test_an_lms_that_fails_has_the_grade_in_the_end(what: str, graded, school, sender) -> None:
    from portal.models import Delivery

    graded.faults += FAULTS[what]
    if what == "no sense":
        graded.faults.pop()
    for _ in FAULTS[what][:1]:
        sender.step()
    row = Delivery.objects.get(seat__member=anna(school))
    assert (row.sent_version, str(FAULTS[what][0]) in row.said, row.tries) == (0, True, 1)
    send_all(sender)
    assert graded.score("anna") == float(grade_of(school))


def test_an_lms_that_takes_and_hangs_up_has_it_once(graded, school, sender) -> None:
    from tests.portal.lms import hang_up, lose

    graded.faults += [hang_up, lose, hang_up]
    send_all(sender)
    assert graded.score("anna") == float(grade_of(school))
    assert len(graded.results) == 1
    stamps = [one["timestamp"] for one in graded.taken]
    assert stamps == sorted(set(stamps))


def test_an_lms_that_compares_whole_seconds_has_the_last_value_too(graded, school, sender, worker) -> None:
    from tests.portal.course import grade_all
    from tests.portal.lms import hang_up

    graded.whole_seconds = True
    graded.faults += [hang_up]
    for grade in ("5", "6", "7"):
        set_grade(school, anna(school), grade)
        grade_all(worker)
        send_all(sender)
    assert graded.score("anna") == 7.0


def test_what_arrives_late_does_not_take_the_newer_ones_place(graded, school, sender, worker, monkeypatch) -> None:
    """The LMS stands still with an older value in its hands, and takes it after the newer one."""
    from portal.lti import outward
    from tests.portal.course import grade_all

    monkeypatch.setattr(outward, "READ_SECONDS", 0.3)
    go_on = threading.Event()

    def stand_still(_) -> bool:
        go_on.wait(20)
        return True

    graded.faults += [stand_still]
    sender.step()
    set_grade(school, anna(school), "33")
    grade_all(worker)
    send_all(sender)
    assert graded.score("anna") == 33.0
    go_on.set()
    time.sleep(0.5)
    assert graded.score("anna") == 33.0


def test_a_grade_that_changes_while_it_is_sent_is_sent_again(graded, school, sender, worker) -> None:
    from tests.portal.course import grade_all

    def change(_) -> bool:
        set_grade(school, anna(school), "21")
        grade_all(worker)
        return True

    graded.faults += [change]
    sender.step()
    first = graded.score("anna")
    send_all(sender)
    assert (first, graded.score("anna")) == (float(Fraction(graded.taken[0]["scoreGiven"])), 21.0)


def test_no_two_tries_have_the_same_time(graded, school, sender, monkeypatch) -> None:
    """Not even where the clock stands still."""
    from portal.models import Delivery
    from tests.portal.lms import hang_up

    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    graded.faults += [hang_up] * 5
    for _ in range(6):
        sender.deliver()
        Delivery.objects.update(claimed_until=0, not_before=0)
        type(Delivery.objects.get().column.lms_course.platform).objects.update(not_before=0)
    stamps = [one["timestamp"] for one in graded.taken]
    assert len(stamps) == 6
    assert stamps == sorted(set(stamps))


def test_two_senders_do_not_send_the_same_at_once(graded, school, sender) -> None:
    from portal.lti.sender import Sender

    again = []

    def ask_the_other(_) -> bool:
        again.append(Sender().deliver())
        return True

    graded.faults += [ask_the_other]
    sender.step()
    assert again == [False]
    assert len(graded.taken) == 1


def test_a_sender_that_dies_after_sending_leaves_it_to_the_next(graded, school, sender, monkeypatch) -> None:
    from portal.lti import sender as module
    from portal.models import Delivery

    class Killed(BaseException):
        pass

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, "note_answer", die)
        with pytest.raises(Killed):
            sender.step()
    assert len(graded.taken) == 1
    assert not sender.step()  # it is the dead one's for a while
    Delivery.objects.update(claimed_until=0)
    send_all(sender)
    assert len(graded.results) == 1
    assert graded.score("anna") == float(grade_of(school))


def test_a_grade_that_is_taken_back_is_no_zero(graded, school, sender, worker) -> None:
    from portal.models import Delivery

    send_all(sender)
    Delivery.objects.update(grade="", version=9)
    send_all(sender)
    assert "scoreGiven" not in graded.taken[-1]
    assert graded.taken[-1]["gradingProgress"] == "Pending"


def test_an_lms_that_is_down_is_left_alone_and_the_others_are_not(graded, school, sender, worker) -> None:
    from portal.models import Platform
    from tests.portal.course import RIGHT_AND_WRONG, grade_all
    from tests.portal.joined import join, make_lms

    other = make_lms("client-2")
    try:
        join(other, school)
        other.enrol("ole", other.people["anna"]["roles"], name="Ole Other")
        other.links["link-1"]["column"] = other.add_column({"label": "D", "scoreMaximum": 40})["id"]
        browser, address = come_in(other, "ole")
        hand_in(browser, address, RIGHT_AND_WRONG)
        grade_all(worker)
        graded.faults += [503] * 50
        sender.step()
        Platform.objects.filter(issuer=graded.url("")).update(not_before=time.time() + 60)
        for _ in range(5):
            sender.step()
        assert other.score("ole") is not None
        assert len(graded.faults) == 49
        graded.faults.clear()
        Platform.objects.update(not_before=0)
        send_all(sender)
        assert graded.score("anna") is not None
    finally:
        other.close()


def test_pauses_grow_and_a_platform_may_ask_for_more() -> None:
    from portal.lti.sender import Answer, pause_of

    down = Answer(said="503", is_the_platform=True)
    assert [pause_of(down, tries) for tries in (0, 1, 2, 50)] == [5, 10, 20, 3600]
    assert pause_of(Answer(said="429", is_the_platform=True, seconds=90), 0) == 90
    assert [pause_of(Answer(said="404"), tries) for tries in (0, 1, 30)] == [300, 600, 86_400]


def test_held_grades_are_shown_and_sent_later(graded, school, sender) -> None:
    from portal.models import LmsCourse
    from tests.portal.course import client_of

    ida = client_of(school.instructor)
    where = f"/c/{school.course.slug}/class/lms"
    number = LmsCourse.objects.get(course=school.course).pk
    ida.post(where, {"action": "hold", "number": number})
    assert not sender.step()
    page = ida.get(where).content.decode()
    assert "would be sent" in page
    assert "Anna Lms" in page
    ida.post(where, {"action": "send", "number": number})
    send_all(sender)
    page = ida.get(where).content.decode()
    assert "accepted" in page
    assert "200 OK" in page


def test_another_courses_column_or_lms_cannot_be_changed(graded, school, sender) -> None:
    from portal.models import Column, LmsCourse
    from tests.portal.course import client_of, make_school

    other = make_school()
    ida = client_of(other.instructor)
    where = f"/c/{other.course.slug}/class/lms"
    mine = LmsCourse.objects.get(course=school.course)
    column = Column.objects.get(lms_course=mine)
    for action, number in (("hold", mine.pk), ("roster", mine.pk), ("drop", column.pk)):
        ida.post(where, {"action": action, "number": number})
    mine.refresh_from_db()
    assert mine.sends
    assert Column.objects.filter(pk=column.pk).exists()


def test_everything_is_sent_again_when_asked_for(graded, school, sender, worker) -> None:
    from tests.portal.course import client_of, grade_all

    send_all(sender)
    graded.results.clear()  # the LMS has lost it
    client_of(school.instructor).post(f"/c/{school.course.slug}/class/lms", {"action": "again"})
    grade_all(worker)
    send_all(sender)
    assert graded.score("anna") == float(grade_of(school))


def test_a_column_that_appears_later_gets_what_is_there(lms, school, worker, sender) -> None:
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    column = lms.links["link-1"].pop("column")
    lms.links["link-1"]["custom"] = {}
    browser, _ = come_in(lms)
    hand_in(browser, f"/c/{school.course.slug}/a/dimensions/", RIGHT_AND_WRONG)
    grade_all(worker)
    lms.links["link-2"] = {"custom": {"assignment": "dimensions"}, "column": column}
    come_in(lms, "prof", "link-2")
    grade_all(worker)
    send_all(sender)
    assert lms.score("anna") == float(grade_of(school))


def test_where_a_link_has_no_column_one_is_made_once(lms, school, worker, sender, monkeypatch) -> None:
    from portal.models import Column
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    lms.columns.clear()
    lms.links["link-1"].pop("column")
    browser, address = come_in(lms)
    hand_in(browser, address, RIGHT_AND_WRONG)
    grade_all(worker)
    service, made = sender.find_or_make, []

    def die_after_making(column):
        made.append(service(column))
        raise ValueError("killed")

    monkeypatch.setattr(sender, "find_or_make", die_after_making)
    sender.step()
    monkeypatch.setattr(sender, "find_or_make", service)
    Column.objects.update(not_before=0)
    send_all(sender)
    (column,) = lms.columns.values()
    assert (column["label"], column["scoreMaximum"]) == ("Dimensions", 40.0)
    assert column["resourceId"] == f"{school.course.slug}/dimensions"
    assert lms.score("anna") == float(grade_of(school))
    come_in(lms)
    assert Column.objects.filter(lms_course__course=school.course).count() == 1


def test_the_roster_is_taken_when_a_teacher_comes(lms, school, worker, sender) -> None:
    from portal.models import LmsCourse, Member
    from tests.portal.lms import LEARNER, TUTOR

    lms.enrol("tina", TUTOR, name="Tina Lms")
    lms.enrol("emil", LEARNER, given_name="Emil", family_name="Lms", lis_person_sourcedid="4711")
    lms.enrol("gone", LEARNER, name="Gone", status="Inactive")
    come_in(lms, "prof")
    assert sender.step()
    found = LmsCourse.objects.get(course=school.course)
    assert (found.said, found.roster_due) == ("3 added, 1 kept, 0 no longer active.", None)
    members = {one.name: one for one in Member.objects.filter(course=school.course, is_active=True)}
    assert (members["Tina Lms"].role, members["Emil Lms"].roster_id) == ("assistant", "4711")
    assert "Gone" not in members
    come_in(lms, "emil")
    assert Member.objects.filter(course=school.course, name="Emil Lms").count() == 1
    del lms.people["emil"]
    LmsCourse.objects.update(roster_due=0)
    sender.step()
    assert not Member.objects.get(course=school.course, name="Emil Lms").is_active
    assert Member.objects.get(pk=school.student.pk).is_active  # the LMS has never known her


def test_a_roster_of_nobody_lets_nobody_go(lms, school, sender) -> None:
    from portal.models import LmsCourse, Member

    come_in(lms, "prof")
    sender.step()
    lms.people.clear()
    LmsCourse.objects.update(roster_due=0)
    sender.step()
    assert Member.objects.get(course=school.course, name="Anna Lms").is_active


@pytest.mark.slow
def test_senders_that_are_killed_at_any_moment_lose_nothing(tmp_path: Path) -> None:
    """Forty grades change while senders are killed and the LMS fails; the last value of each is there."""
    from portal.lti.keys import key_set
    from tests.portal.lms import LEARNER, Lms, be_slow, hang_up, lose, toml_of

    generator = random.Random(26)
    lms = Lms()
    people = [f"s{number}" for number in range(40)]
    for one in people:
        lms.enrol(one, LEARNER, name=one)
    lms.add_column({"label": "Dimensions", "scoreMaximum": 40})
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    (data / "lti.toml").write_text(toml_of(lms))
    prepare = subprocess.run(
        [sys.executable, "-c", PREPARE, str(data), lms.url("/lineitems/1?type_id=1"), *people],
        capture_output=True,
        text=True,
    )
    assert prepare.returncode == 0, prepare.stderr
    lms.registration.set_tool_key_set(dict(key_set(data)))  # nobody serves them
    last: dict[str, float] = {}
    was_busy, process = 0, None
    try:
        with closing(sqlite3.connect(data / "portal.db", timeout=30)) as book:

            def unsent() -> int:
                return book.execute("SELECT count(*) FROM portal_delivery WHERE version != sent_version").fetchone()[0]

            def change() -> None:
                who, grade = generator.choice(people), generator.randrange(41)
                with book:
                    book.execute(
                        "UPDATE portal_delivery SET grade = ?, version = version + 1, not_before = 0 "
                        "WHERE seat_id = (SELECT id FROM portal_seat WHERE subject = ?)",
                        (str(grade), who),
                    )
                last[who] = float(grade)

            for _ in range(KILLS):
                for _ in range(12):
                    change()
                lms.faults += generator.sample([500, 503, 404, hang_up, lose, be_slow(0.2)], 2)
                with book:  # not to wait for leases and pauses
                    book.execute("UPDATE portal_delivery SET claimed_until = 0, not_before = 0")
                    book.execute("UPDATE portal_platform SET not_before = 0, failures = 0")
                process, before = start_sender(data), len(lms.asked)
                assert comes_true(lambda seen=before: len(lms.asked) > seen)  # it is at it
                time.sleep(generator.uniform(0.0, 0.3))
                was_busy += unsent() > 0
                process.kill()
                process.wait()
            lms.faults.clear()  # it is mended in the end
            with book:
                book.execute("UPDATE portal_delivery SET claimed_until = 0, not_before = 0")
                book.execute("UPDATE portal_platform SET not_before = 0, failures = 0")
            process = start_sender(data)
            assert comes_true(lambda: not unsent())
    finally:
        if process is not None and process.poll() is None:
            process.kill()
        lms.close()
    assert was_busy >= KILLS // 3  # most senders were killed with grades in their hands
    assert {who: lms.score(who) for who in last} == last
    assert len(lms.results) == len(last)


def start_sender(data: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-P", "-m", "portal.processes", "sender"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(f'{{"data": "{data}", "local_lms": true}}'.encode())
    process.stdin.close()
    return process


PREPARE = """
import sys
from pathlib import Path
from portal.config import Config, start
start(Config(data=Path(sys.argv[1]), local_lms=True))
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.conf import settings
from portal.lti.registering import read_file
from portal.models import Column, Course, Delivery, LmsCourse, Member, Offer, Platform, Seat
assert read_file(settings.PORTAL.data) == 1
course = Course.objects.create(slug="c", name="C")
offer = Offer.objects.create(course=course, assignment="dimensions", title="D", points="40")
joined = LmsCourse.objects.create(platform=Platform.objects.get(), deployment="1", number="7", course=course)
column = Column.objects.create(lms_course=joined, offer=offer, url=sys.argv[2])
for name in sys.argv[3:]:
    member = Member.objects.create(course=course, roster_id=name)
    seat = Seat.objects.create(lms_course=joined, subject=name, member=member)
    Delivery.objects.create(column=column, seat=seat, version=1, sent_version=1)
"""
