"""What instructors do: roster, deadlines, grades with reasons, requests, exports; and that it is written down."""

import datetime as dt
import io
import zipfile

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture
def school():
    from tests.portal.course import make_school

    return make_school()


@pytest.fixture
def ida(school):
    from tests.portal.course import client_of

    return client_of(school.instructor)


@pytest.fixture
def graded(school, worker):
    """A school with a submission of Ada's that is graded."""
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all

    file = io.BytesIO(RIGHT_AND_WRONG)
    file.name = "dimensions.py"
    client_of(school.student).post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"file": file})
    grade_all(worker)
    return school


def audit(school) -> list[str]:
    from portal.models import AuditEntry

    return [one.what for one in AuditEntry.objects.filter(course=school.course)]


def row_of(school):
    from portal import grades

    return grades.rows_of(school.student)["dimensions"]


def test_a_roster_adds_keeps_and_lets_go(school, ida) -> None:
    from portal.models import Member

    name = school.student.roster_id
    text = f"id,name,email\n{name},Ada Lovelace,ada@example.org\nnew,Nora New,nora@example.org\n"
    page = ida.post(f"/c/{school.course.slug}/class/roster", {"csv": text}, follow=True).content.decode()
    assert "1 added, 1 kept, 1 no longer active" in page
    ada = Member.objects.get(pk=school.student.pk)
    assert (ada.key, ada.name) == (school.student.key, "Ada Lovelace")
    assert not Member.objects.get(pk=school.other.pk).is_active
    assert Member.objects.get(pk=school.instructor.pk).is_active
    assert "changed the roster" in audit(school)


def test_a_roster_with_mistakes_changes_nothing(school, ida) -> None:
    from portal.models import Member

    page = ida.post(f"/c/{school.course.slug}/class/roster", {"csv": "id,name\na,A\na,B\n"}, follow=True)
    assert "lines 2, 3: the same id, a" in page.content.decode()
    assert Member.objects.filter(course=school.course, is_active=True).count() == 4


def test_an_invitation_is_shown_once_and_works(school, ida) -> None:
    import re

    from django.test import Client

    from portal.models import Member

    member = Member.objects.create(course=school.course, roster_id="new", name="Nora")
    page = ida.post(f"/c/{school.course.slug}/class/student/{member.key}/invite").content.decode()
    (link,) = re.findall(r"http://[^<]+(/invitation/[^<]+)<", page)
    assert "Welcome, Nora" in Client().get(link).content.decode()


def test_the_class_is_seen_with_its_beliefs(graded, ida) -> None:
    page = ida.get(f"/c/{graded.course.slug}/class/").content.decode()
    assert "How many numbers does one filter add at the end" in page
    assert "1 handed in" in page
    whole = ida.get(f"/c/{graded.course.slug}/class/a/dimensions/")
    assert graded.student.key in whole.content.decode()
    assert "sandbox" in whole["Content-Security-Policy"]


def test_work_that_is_late_costs_what_the_course_says_and_an_extension_gives_it_back(graded, ida, worker) -> None:
    from portal.models import Course, Offer
    from tests.portal.course import grade_all

    full = row_of(graded).grade
    Course.objects.filter(pk=graded.course.pk).update(deduction="1/2")
    due = dt.datetime.now(dt.UTC) - dt.timedelta(hours=3)
    terms = {"due": f"{due:%Y-%m-%dT%H:%M}", "cool_down": "0"}
    ida.post(f"/c/{graded.course.slug}/class/a/dimensions/terms", terms)
    assert Offer.objects.get(pk=graded.offer.pk).due == due.replace(second=0, microsecond=0)
    grade_all(worker)
    assert row_of(graded).late_days == 1
    assert row_of(graded).grade < full
    until = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    form = {"assignment": "dimensions", "until": f"{until:%Y-%m-%dT%H:%M}", "reason": "was ill"}
    where = f"/c/{graded.course.slug}/class/student/{graded.student.key}"
    ida.post(f"{where}/extend", {**form, "reason": " "})
    grade_all(worker)
    assert row_of(graded).late_days == 1
    ida.post(f"{where}/extend", form)
    grade_all(worker)
    assert row_of(graded).grade == full
    assert "was ill" in row_of(graded).reason
    assert {"extended a deadline", "changed the terms"} <= set(audit(graded))


def test_a_grade_is_set_with_a_reason_and_taken_back(graded, ida, worker) -> None:
    from tests.portal.course import grade_all

    full = row_of(graded).grade
    where = f"/c/{graded.course.slug}/class/student/{graded.student.key}"
    ida.post(f"{where}/override", {"assignment": "dimensions", "grade": "39.5", "reason": ""})
    ida.post(f"{where}/override", {"assignment": "dimensions", "grade": "-1", "reason": "no"})
    grade_all(worker)
    assert row_of(graded).grade == full
    ida.post(f"{where}/override", {"assignment": "dimensions", "grade": "39.5", "reason": "showed it at the board"})
    grade_all(worker)
    assert float(row_of(graded).grade) == 39.5
    assert row_of(graded).is_overridden
    ida.post(f"{where}/override", {"assignment": "dimensions", "grade": "", "reason": "wrong student"})
    grade_all(worker)
    assert row_of(graded).grade == full


def test_a_request_is_asked_answered_and_read(graded, ida, worker) -> None:
    from portal.models import Submission
    from tests.portal.course import client_of, grade_all

    ada = client_of(graded.student)
    (one,) = Submission.objects.filter(member=graded.student)
    page = f"/c/{graded.course.slug}/s/{one.pk}/"
    ada.post(f"{page}request", {"text": "Is <b>one</b> bias for each channel not right?"})
    assert "Is &lt;b&gt;one&lt;/b&gt; bias" in ada.get(page).content.decode()
    grade_all(worker)
    listed = ida.get(f"/c/{graded.course.slug}/class/requests").content.decode()
    assert "Is &lt;b&gt;one&lt;/b&gt; bias" in listed
    ida.post(
        f"/c/{graded.course.slug}/class/requests", {"number": "1", "verdict": "declined", "reason": "See slide 30."}
    )
    grade_all(worker)
    read = ada.get(page).content.decode()
    assert "Declined" in read
    assert "See slide 30." in read
    assert "answered a request" in audit(graded)


def test_grades_are_exported_as_the_command_does(graded, ida) -> None:
    answer = ida.get(f"/c/{graded.course.slug}/class/export?format=csv&assignment=dimensions")
    assert answer["Content-Disposition"].startswith("attachment")
    assert graded.student.roster_id in answer.content.decode()
    assert graded.student.key not in answer.content.decode()  # no other system knows our pseudonym
    assert graded.other.roster_id in answer.content.decode()  # who handed in nothing has a line
    several = ida.get(f"/c/{graded.course.slug}/class/export?format=gradescope&assignment=dimensions")
    with zipfile.ZipFile(io.BytesIO(b"".join(several.streaming_content))) as archive:
        assert archive.namelist() == [f"{graded.student.roster_id}/results.json"]
    assert "exported grades" in audit(graded)


def test_what_the_class_handed_in_last_is_a_class_as_commands_read_it(graded, ida, tmp_path) -> None:
    from grader.classroom.intake import take_in
    from tests.portal.course import client_of

    file = io.BytesIO(b"newer = 1\n")
    file.name = "again.py"
    client_of(graded.student).post(f"/c/{graded.course.slug}/a/dimensions/hand-in", {"file": file})
    asked = {"format": "work", "assignment": "dimensions"}
    answer = ida.get(f"/c/{graded.course.slug}/class/export", asked)
    data = b"".join(answer.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).namelist() == [f"{graded.student.roster_id}/again.py"]
    (tmp_path / "class.zip").write_bytes(data)
    (entry,) = take_in(tmp_path / "class.zip", tmp_path / "work").entries
    assert entry.path.read_bytes() == b"newer = 1\n"


def test_the_audit_says_who_looked_at_whom(graded, ida) -> None:
    ida.get(f"/c/{graded.course.slug}/class/student/{graded.student.key}")
    page = ida.get(f"/c/{graded.course.slug}/class/audit").content.decode()
    assert "looked at" in page
    assert graded.instructor.name in page


def test_rules_are_changed_and_grades_decided_again(graded, ida, worker) -> None:
    from portal.models import Course, Offer, Submission
    from tests.portal.course import grade_all

    where = f"/c/{graded.course.slug}/class/rules"
    assert 'value="0.00"' in ida.get(where).content.decode()
    late = Submission.objects.get(member=graded.student)
    Offer.objects.filter(pk=graded.offer.pk).update(due=late.submitted - dt.timedelta(hours=30))
    form = {
        "name": "New",
        "zone": "Europe/Berlin",
        "counts": "best",
        "percent": "2.5",
        "level": "C",
        "contact": "a@b.de",
    }
    before = grade_shown(graded)
    assert ida.post(where, {**form, "percent": "101"}).status_code == 200
    assert Course.objects.get(pk=graded.course.pk).counts == "last"
    assert ida.post(where, form).status_code == 302
    grade_all(worker)
    course = Course.objects.get(pk=graded.course.pk)
    assert (course.counts, course.deduction, course.zone, course.contact) == ("best", "1/40", "Europe/Berlin", "a@b.de")
    assert grade_shown(graded) == before - 2  # two days have begun; of 40 points each costs one
    assert "changed the rules" in audit(graded)


def grade_shown(school):
    from portal import grades
    from portal.models import Member

    return grades.rows_of(Member.objects.get(pk=school.student.pk))["dimensions"].grade  # exact, a fraction


def test_metrics_are_as_prometheus_reads_them(graded) -> None:
    import re

    from django.test import Client

    from portal.models import Submission

    answer = Client().get("/metrics")
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    lines = answer.content.decode().splitlines()
    assert f"grader_submissions {Submission.objects.count()}" in lines
    assert "grader_waiting_jobs 0" in lines
    assert all(re.fullmatch(r"# (HELP|TYPE) grader_\w+ .+|grader_\w+ ([\d.e-]+|\+Inf)", line) for line in lines)


def test_who_is_stuck_is_named_where_the_course_wants_it(graded, ida, worker, monkeypatch) -> None:
    from portal import grades
    from portal.models import Course
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all

    monkeypatch.setattr(grades, "FRESH_SECONDS", -1.0)
    for number in range(2):
        file = io.BytesIO(RIGHT_AND_WRONG + f"# try {number}\n".encode())
        file.name = "dimensions.py"
        client_of(graded.student).post(f"/c/{graded.course.slug}/a/dimensions/hand-in", {"file": file})
    grade_all(worker)
    address, said = f"/c/{graded.course.slug}/class/", "No progress in their last 2 attempts:"
    assert said not in ida.get(address).content.decode()  # nobody has asked for it
    rules = {
        "name": graded.course.name,
        "zone": "UTC",
        "counts": "last",
        "percent": "0",
        "level": "C",
        "stuck_after": 2,
    }
    ida.post(f"/c/{graded.course.slug}/class/rules", rules)
    page = ida.get(address).content.decode()
    assert said in page
    assert f'id="stuck-{graded.offer.pk}-{graded.student.key}"' in page
    assert graded.other.key not in page
    Course.objects.filter(pk=graded.course.pk).update(stuck_after=3)
    assert "No progress" not in ida.get(address).content.decode()  # the first of the three was progress


@pytest.mark.parametrize(
    ("field", "value", "said", "german"),
    [
        ("attempts", "0", "greater than or equal to 1.", "mindestens 1 sein"),
        ("cool_down", "-1", "greater than or equal to 0.", "mindestens 0 sein"),
        ("due", "<b>soon</b>", "Enter a valid date/time.", "Gib einen Zeitpunkt"),
        ("due", "2026-03-29T02:30", "it may be ambiguous or it may not exist", "gibt es in der Zeitzone"),
    ],
)
def test_terms_that_cannot_be_are_said_and_change_nothing(school, ida, field, value, said, german) -> None:
    from portal.models import Course, Offer

    Course.objects.filter(pk=school.course.pk).update(zone="Europe/Berlin")  # where that hour is left out in March
    address, form = f"/c/{school.course.slug}/class/a/dimensions/terms", {"cool_down": "0", field: value}
    assert said in ida.post(address, form).text
    assert german in ida.post(address, form, headers={"accept-language": "de"}).text
    kept = Offer.objects.get(pk=school.offer.pk)
    assert (kept.attempts, kept.cool_down, kept.due) == (None, 0, None)
