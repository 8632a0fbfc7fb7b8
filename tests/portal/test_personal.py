"""What is kept about a person is given out whole, and erased whole; the class's counts and the audit stay."""

import datetime as dt
import io
import json
import os
import zipfile

import pytest

from grader.errors import OperatorError

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

OLD = 3600.0  # seconds; nothing that arrives now is so old


def hand_in_bytes(school, member, data: bytes, name: str = "dimensions.py"):
    from tests.portal.course import client_of

    file = io.BytesIO(data)
    file.name = name
    client_of(member).post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"file": file})
    return member.submission_set.last()


def age(*submissions) -> None:
    """Let uploads be there for a while already."""
    from portal.uploads import blobs

    for one in submissions:
        path = blobs().path(one.digest)
        os.utime(path, (path.stat().st_mtime - OLD,) * 2)


@pytest.fixture
def school(worker):
    """A school in which Ada and Ben have handed in, which is graded; Ada has asked, and has an extension."""
    from portal.models import Extension, Member, Person, Posting
    from portal.tokens import invite, make_token
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all, make_school

    school = make_school()
    Member.objects.filter(pk=school.student.pk).update(email=f"lovelace@{school.course.slug}.edu", section="Section 7")
    school.student.refresh_from_db()
    mine = RIGHT_AND_WRONG + f"# by Ada Lovelace of {school.course.slug}\n".encode()
    ada, ben = hand_in_bytes(school, school.student, mine), hand_in_bytes(school, school.other, RIGHT_AND_WRONG)
    grade_all(worker)
    client_of(school.student).post(f"/c/{school.course.slug}/s/{ada.pk}/request", {"text": "please look"})
    client_of(school.instructor).get(f"/c/{school.course.slug}/class/student/{school.student.key}")
    until = dt.datetime(2035, 1, 1, tzinfo=dt.UTC)
    facts = {"offer": school.offer, "member": school.student, "reason": "was ill", "who": school.instructor.title}
    Extension.objects.create(until=until, **facts)
    Posting.objects.create(course=school.course, offer=school.offer, member=school.student, kind="decide")
    grade_all(worker)
    make_token(Person.objects.get(pk=school.student.person_id))
    invite(school.student)
    age(ada, ben)
    return school


def left_of(school) -> list[str]:
    """Return where Ada is still spoken of: tables of the portal, the gradebook, uploads."""
    from django.apps import apps

    from portal import grades
    from portal.uploads import blobs

    words = (school.student.key, school.student.person.email, school.student.email, school.student.roster_id)
    found = []
    for model in apps.get_models():
        for row in model._default_manager.values():
            if any(word in str(row) for word in words):
                found.append(model.__name__)
    book = grades.book_of(school.course)
    found += [name for name, rows in book.everything_of(school.student.key).items() if rows]
    mark = f"Ada Lovelace of {school.course.slug}".encode()
    found += [path.name for path in blobs().folder.glob("??/*") if mark in path.read_bytes()]
    return found


def test_the_gradebook_knows_students_by_a_pseudonym_alone(school) -> None:
    from portal import courses, grades

    known = grades.book_of(school.course).students()
    assert {one.id for one in known} >= {school.student.key, school.other.key}
    assert all((one.name, one.email, one.login, one.sis_id, one.section) == ("",) * 5 for one in known)
    rows = {row.student.id: row.student for row in grades.rows_of_class(school.offer)}
    assert rows[school.student.key] == courses.student_of(school.student)  # a page says who it is
    assert {row.student.id for row in grades.rows_to_export(school.offer)} >= {school.student.roster_id}


def test_everything_is_given_out_and_nothing_of_others(school) -> None:
    from portal import personal

    kept = personal.find(school.student.person.email.upper())
    stream = io.BytesIO()
    count = personal.export(kept, stream)
    archive = zipfile.ZipFile(stream)
    one = school.student.submission_set.get()
    place = f"{school.course.slug}/dimensions/{one.pk}"
    assert set(archive.namelist()) == {"everything.json", f"{place}/dimensions.py", f"{place}/report.html"}
    assert count == 3
    assert b"by Ada Lovelace" in archive.read(f"{place}/dimensions.py")
    facts = json.loads(archive.read("everything.json"))
    assert facts["Person"][0]["email"] == school.student.person.email
    assert facts["Extension"][0]["reason"] == "was ill"
    assert len(facts["Token"]) == len(facts["Invitation"]) == 1
    assert {one["what"] for one in facts["AuditEntry"]} >= {"handed in", "asked for a look", "looked at"}
    book = facts["gradebooks"][f"{school.course.slug} {school.student.key}"]
    assert [len(book[name]) for name in ("attempt", "report", "request", "student")] == [1, 1, 1, 1]
    text = archive.read("everything.json").decode()
    assert '"password"' not in text
    assert not {"digest"} & (facts["Token"][0].keys() | facts["Invitation"][0].keys())
    assert school.other.key not in text


def test_a_person_takes_a_copy_of_their_own(school) -> None:
    from tests.portal.course import client_of

    answer = client_of(school.student).get("/account/everything.zip")
    assert "attachment" in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    facts = json.loads(archive.read("everything.json"))
    assert [one["key"] for one in facts["Member"]] == [school.student.key]


def test_who_is_erased_is_nowhere_and_the_rest_stays(school) -> None:
    from portal import grades, personal
    from portal.models import AuditEntry, Submission
    from portal.uploads import blobs
    from tests.portal.course import client_of

    browser = client_of(school.student)
    assert browser.get(f"/c/{school.course.slug}/").status_code == 200
    assert left_of(school)
    entries = AuditEntry.objects.filter(course=school.course).count()
    assert personal.erase(personal.find(school.student.key), "a test") == 1
    assert left_of(school) == []
    assert browser.get(f"/c/{school.course.slug}/").status_code == 302  # to the page where one signs in
    told = AuditEntry.objects.filter(course=school.course)
    assert told.count() == entries + 1
    assert told.first().data == {"members": 1, "submissions": 1}
    assert "handed in" in {one.what for one in told if one.who == personal.ERASED}
    one = Submission.objects.get(member=school.other)
    assert blobs().path(one.digest).is_file()
    assert grades.tries_of(school.offer, school.other)[0].state == "graded"


def test_bytes_that_somebody_else_handed_in_too_stay_theirs(school, worker) -> None:
    from portal import personal
    from portal.uploads import blobs

    theirs = school.other.submission_set.get()
    same = hand_in_bytes(school, school.student, blobs().path(theirs.digest).read_bytes())
    assert same.digest == theirs.digest
    age(same)
    personal.erase(personal.find(school.student.key), "a test")
    assert blobs().path(theirs.digest).is_file()


def test_who_is_erased_twice_or_is_nobody_is_said(school) -> None:
    from portal import personal

    key = school.student.key
    personal.erase(personal.find(key), "a test")
    for who in (key, "nobody@example.org", ""):
        with pytest.raises(OperatorError, match="nobody here is called"):
            personal.find(who)


def test_several_of_one_number_are_told_apart_by_their_keys(school) -> None:
    from portal import personal
    from portal.models import Member
    from tests.portal.course import make_school

    others = make_school()
    one, other = (Member.objects.create(course=each.course, roster_id="4711") for each in (school, others))
    with pytest.raises(OperatorError, match=f"{one.key}.*{other.key}"):
        personal.find("4711")
    assert personal.find(other.key).members == [other]


def test_who_is_erased_while_a_job_of_theirs_is_graded_is_not_written_afterwards(school, worker) -> None:
    from grader.gradebook.codec import encode
    from portal import leases, personal
    from portal.writer import Writer
    from tests.portal.course import RIGHT_AND_WRONG

    one = hand_in_bytes(school, school.student, RIGHT_AND_WRONG + b"# once more\n")
    (held,) = leases.lease("a worker")
    assert held.job.submission == one
    worker.held, grading = {held.job.pk: held}, worker.gradings.of(school.offer)
    (done,) = filter(None, worker.gradings.pool_of(grading).perform(worker.works(grading)))
    age(one)
    personal.erase(personal.find(school.student.key), "a test")
    assert not leases.renew(held)
    assert not leases.hand_in(held, encode(done))
    assert not Writer(worker.gradings).step()
    assert left_of(school) == []


def test_a_worker_that_leased_just_before_goes_on_with_others(school, worker, monkeypatch) -> None:
    from portal import leases, personal
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    one = hand_in_bytes(school, school.student, RIGHT_AND_WRONG + b"# and again\n")
    age(one)
    leased = leases.lease

    def lease_and_erase(who: str):
        held = leased(who)
        monkeypatch.setattr(leases, "lease", leased)
        personal.erase(personal.find(school.student.key), "a test")
        return held

    monkeypatch.setattr(leases, "lease", lease_and_erase)
    assert not worker.step()
    two = hand_in_bytes(school, school.other, RIGHT_AND_WRONG + b"# another\n")
    grade_all(worker)
    assert left_of(school) == []
    assert not hasattr(two, "job") or not type(two).objects.filter(pk=two.pk, job__isnull=False).exists()


def test_a_writer_that_has_a_result_in_its_hands_comes_first(school, monkeypatch) -> None:
    from grader.gradebook import Gradebook
    from portal import personal
    from portal.courses import gradebook_of

    monkeypatch.setattr(personal, "WRITER_SECONDS", 0.0)
    kept = personal.find(school.student.key)
    with Gradebook.open(gradebook_of(school.course), write=True), pytest.raises(OperatorError, match="another"):
        personal.erase(kept, "a test")
    assert left_of(school)  # nothing is half gone
    assert personal.erase(kept, "a test") == 1


def test_what_was_erased_half_way_is_erased_again(school, monkeypatch) -> None:
    from portal import personal

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(personal, "_erase_rows", die)
        with pytest.raises(KeyboardInterrupt):
            personal.erase(personal.find(school.student.key), "a test")
    personal.erase(personal.find(school.student.key), "a test")
    assert left_of(school) == []


def test_a_hand_in_of_somebody_who_was_erased_meanwhile_is_refused(school) -> None:
    from portal import personal
    from portal.hand_in import Refused, hand_in

    one = school.student.submission_set.get()
    personal.erase(personal.find(school.student.key), "a test")
    now = dt.datetime.now(dt.UTC)
    with pytest.raises(Refused, match="any more"):
        hand_in(school.offer, school.student, digest=one.digest, name="a.py", size=1, now=now)


def test_the_work_of_a_course_that_ended_is_erased_when_its_days_are_over(school) -> None:
    from portal import personal
    from portal.models import Course, Member

    def ending(days: int) -> list[str]:
        now = dt.datetime(2035, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=days)  # after Ada's extension, the last
        return [one.members[0].course.slug for one in personal.ended(now)]

    assert ending(5000) == []  # nobody has said so
    Course.objects.filter(pk=school.course.pk).update(keep_days=30)
    assert ending(29) == []
    assert ending(31) == [school.course.slug]
    personal.erase_ended(dt.datetime(2036, 1, 1, tzinfo=dt.UTC))
    assert {one.role for one in Member.objects.filter(course=school.course)} == {"assistant", "instructor"}
    assert left_of(school) == []
    new = Member.objects.create(course=school.course, roster_id="next", name="Of the next class")
    personal.erase_ended(dt.datetime(2036, 2, 1, tzinfo=dt.UTC))
    assert Member.objects.filter(pk=new.pk).exists()  # the deadlines are still those of the class before


def test_uploads_that_are_nobodys_go_when_they_are_old(portal) -> None:
    from portal import personal
    from portal.uploads import blobs

    incoming = blobs().receive()
    incoming.write(os.urandom(20))
    path = blobs().path(incoming.keep())

    def look() -> None:
        keeper = personal.Keeper()
        keeper.folder = int(path.parent.name, 16) - 1
        keeper.step()

    look()
    assert path.is_file()  # its submission may be about to be made
    os.utime(path, (path.stat().st_mtime - OLD,) * 2)
    look()
    assert not path.is_file()


def test_the_command_says_gives_out_and_erases(school, portal, tmp_path) -> None:
    from click.testing import CliRunner

    from grader.cli import cli

    data = ["--data", str(portal.data)]
    target = tmp_path / "ada.zip"
    key = school.student.key
    said = CliRunner().invoke(cli, ["person", key, *data])
    assert f"{key}: student in {school.course.slug}, 1 submissions" in said.output, said.output
    erased = CliRunner().invoke(cli, ["person", key, *data, "--export", str(target), "--erase"])
    assert "3 files" in erased.output
    assert "erased: 1 accounts, 1 places in courses, 1 submissions" in erased.output
    assert target.stat().st_mode & 0o077 == 0
    assert zipfile.ZipFile(target).testzip() is None
    again = CliRunner().invoke(cli, ["person", key, *data, "--erase"])
    assert again.exit_code != 0
    assert isinstance(again.exception, OperatorError) or "nobody here is called" in again.output
    nowhere = CliRunner().invoke(cli, ["person", key, "--data", str(tmp_path / "new")])
    assert nowhere.exit_code != 0
    assert not (tmp_path / "new").exists()
