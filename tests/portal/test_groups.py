"""What one of a group hands in is everybody's in it: they see it, its report, and have the grade."""

import datetime as dt
import io
import re

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


@pytest.fixture
def school():
    """A school in which Ada and Ben are one group, and the assignment is handed in by groups."""
    from portal.models import Member, Offer
    from tests.portal.course import make_school

    school = make_school()
    Member.objects.filter(pk__in=[school.student.pk, school.other.pk]).update(group="Team 1")
    Offer.objects.filter(pk=school.offer.pk).update(by_group=True)
    for one in (school.student, school.other, school.offer):
        one.refresh_from_db()
    return school


def upload(school, member, data: bytes, name: str = "dimensions.py"):
    from tests.portal.course import client_of

    file = io.BytesIO(data)
    file.name = name
    return client_of(member).post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"file": file}, follow=True)


def page_of(school, member) -> str:
    from tests.portal.course import client_of

    return client_of(member).get(f"/c/{school.course.slug}/a/dimensions/").content.decode()


def test_a_partner_sees_the_submission_its_report_and_has_the_grade(school, worker) -> None:
    from portal import grades
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all, make_member

    alone = make_member(school.course, f"carl{school.course.pk}", "student")
    upload(school, school.student, RIGHT_AND_WRONG)
    grade_all(worker)
    own, theirs = (grades.tries_of(school.offer, one)[0] for one in (school.student, school.other))
    assert own.submission != theirs.submission
    assert own.attempt.score == theirs.attempt.score > 0
    assert grades.rows_of(school.student)["dimensions"].grade == grades.rows_of(school.other)["dimensions"].grade
    assert f"handed in by {school.student.title}" in page_of(school, school.other)
    assert "handed in by" not in page_of(school, school.student)
    ben = client_of(school.other)
    for what in ("", "report", "bytes"):
        assert ben.get(f"/c/{school.course.slug}/s/{theirs.submission.pk}/{what}").status_code == 200
    assert ben.get(f"/c/{school.course.slug}/s/{own.submission.pk}/").status_code == 404  # each has their own
    assert grades.tries_of(school.offer, alone) == []
    assert "you are in none yet" in page_of(school, alone)
    assert f"is theirs too: {school.other.title}</p>" in page_of(school, school.student)


def test_attempts_are_the_groups(school) -> None:
    from portal.models import Offer
    from tests.portal.course import RIGHT_AND_WRONG

    Offer.objects.filter(pk=school.offer.pk).update(attempts=1)
    upload(school, school.student, RIGHT_AND_WRONG)
    said = upload(school, school.other, RIGHT_AND_WRONG).content.decode()
    assert "You have used all of your 1 attempts." in said
    assert school.other.submission_set.count() == 1


def test_one_hands_in_alone_where_groups_do_not(school) -> None:
    from portal.models import Member, Offer
    from tests.portal.course import RIGHT_AND_WRONG

    Offer.objects.filter(pk=school.offer.pk).update(by_group=False)
    upload(school, school.student, RIGHT_AND_WRONG)
    assert not school.other.submission_set.exists()
    Offer.objects.filter(pk=school.offer.pk).update(by_group=True)
    Member.objects.filter(pk=school.other.pk).update(is_active=False)  # who left the course gets nothing
    upload(school, school.student, RIGHT_AND_WRONG + b"# again\n")
    assert not school.other.submission_set.exists()
    Member.objects.filter(course=school.course).update(group="", is_active=True)  # no group is no group of all
    upload(school, school.student, RIGHT_AND_WRONG + b"# once more\n")
    assert not school.other.submission_set.exists()


def test_a_later_deadline_is_the_groups(school) -> None:
    from django.utils import timezone

    from portal.hand_in import deadline_of
    from portal.models import Offer
    from tests.portal.course import client_of

    Offer.objects.filter(pk=school.offer.pk).update(due=timezone.now())
    address = f"/c/{school.course.slug}/class/student/{school.student.key}/extend"
    form = {"assignment": "dimensions", "until": "2035-06-01T12:00", "reason": "was ill"}
    client_of(school.instructor).post(address, form)
    school.offer.refresh_from_db()
    assert deadline_of(school.offer, school.other) == dt.datetime(2035, 6, 1, 12, tzinfo=dt.UTC)


def test_what_is_graded_again_is_so_for_all_of_the_group(school, worker) -> None:
    from portal.models import Job
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all

    upload(school, school.student, RIGHT_AND_WRONG)
    grade_all(worker)
    one = school.student.submission_set.get()
    address = f"/c/{school.course.slug}/class/s/{one.pk}/again"
    client_of(school.instructor).post(address, {"reason": "the machine was full"})
    assert {job.submission.member for job in Job.objects.all()} == {school.student, school.other}


def test_a_roster_names_groups_and_one_without_them_changes_none(school) -> None:
    from portal.models import Member
    from tests.portal.course import client_of

    ida, address = client_of(school.instructor), f"/c/{school.course.slug}/class/roster"
    ada, ben = school.student.roster_id, school.other.roster_id

    def groups() -> list[str]:
        return [Member.objects.get(pk=one.pk).group for one in (school.student, school.other)]

    ida.post(address, {"csv": f"id,name,group\n{ada},Ada,Team 7\n{ben},Ben,Default group\n"})
    assert groups() == ["Team 7", ""]
    ida.post(address, {"csv": f"id,name,section\n{ada},Ada,A\n{ben},Ben,A\n"})
    assert groups() == ["Team 7", ""]
    ida.post(f"/c/{school.course.slug}/class/student/{school.other.key}/group", {"group": " Team 7 "})
    assert groups() == ["Team 7", "Team 7"]


def test_an_instructor_lets_groups_hand_in(school) -> None:
    from portal.models import Offer
    from tests.portal.course import client_of

    ida, address = client_of(school.instructor), f"/c/{school.course.slug}/class/a/dimensions/terms"
    assert re.search(r'name="by_group"[^>]* checked', ida.get(address).text)
    ida.post(address, {"cool_down": "0"})
    assert not Offer.objects.get(pk=school.offer.pk).by_group
    ida.post(address, {"cool_down": "0", "by_group": "on"})
    assert Offer.objects.get(pk=school.offer.pk).by_group


def test_who_is_erased_leaves_the_group_its_work(school, worker) -> None:
    from portal import grades, personal
    from portal.uploads import blobs
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    upload(school, school.student, RIGHT_AND_WRONG)
    grade_all(worker)
    name = school.student.title
    personal.erase(personal.find(school.student.key), "a test")
    (one,) = grades.tries_of(school.offer, school.other)
    assert one.state == "graded"
    assert blobs().path(one.submission.digest).is_file()
    assert name not in page_of(school, school.other)
