"""An instructor makes a course, offers assignments in it, and sends everybody a link."""

import csv
import datetime as dt
import io

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")
GERMAN = {"accept-language": "de"}


@pytest.fixture
def school():
    from tests.portal.course import make_school

    return make_school()


@pytest.fixture
def ida(school):
    from tests.portal.course import client_of

    return client_of(school.instructor)


def form_of(school, **more: str) -> dict[str, str]:
    return {"name": "Deep Learning", "slug": f"deep-{school.course.pk}", "csv": "", **more}


def test_a_course_is_made_offers_assignments_and_grades(school, ida, worker) -> None:
    from portal import grades
    from portal.models import Course, Member, Offer
    from tests.portal.course import RIGHT_AND_WRONG, client_of, grade_all

    table = "id,name,email,group\nada,Ada New,ada@new.edu,Team 1\nben,Ben New,ben@new.edu,\n"
    made = ida.post("/new-course", form_of(school, csv=table))
    course = Course.objects.get(slug=f"deep-{school.course.pk}")
    assert made["Location"] == f"/c/{course.slug}/class/offers"
    assert Member.objects.get(course=course, role="instructor").person == school.instructor.person
    ada = Member.objects.get(course=course, roster_id="ada")
    assert (ada.name, ada.group) == ("Ada New", "Team 1")
    page = ida.get(made["Location"]).content.decode()
    assert 'id="offer-dimensions"' in page
    assert 'id="due-pooling"' in page
    form = {
        "assignment": ["pooling", "dimensions"],
        "due-pooling": "2035-05-01T12:00",
        "due-conv-layer": "2035-05-02T12:00",
    }
    assert "2 assignments are offered." in ida.post(made["Location"], form, follow=True).content.decode()
    offers = {one.assignment: one.due for one in Offer.objects.filter(course=course)}
    assert offers == {"pooling": dt.datetime(2035, 5, 1, 12, tzinfo=dt.UTC), "dimensions": None}
    ada.person = school.student.person
    ada.save()
    file = io.BytesIO(RIGHT_AND_WRONG)
    file.name = "dimensions.py"
    client_of(ada).post(f"/c/{course.slug}/a/dimensions/hand-in", {"file": file})
    grade_all(worker)
    assert grades.rows_of(ada)["dimensions"].grade


def test_what_is_offered_is_not_offered_twice_and_more_can_be(school, ida) -> None:
    from portal.models import Offer

    address = f"/c/{school.course.slug}/class/offers"
    assert 'id="offer-dimensions"' not in ida.get(address).content.decode()
    ida.post(address, {"assignment": ["dimensions", "pooling", "no-such", "../first"]})
    assert sorted(Offer.objects.filter(course=school.course).values_list("assignment", flat=True)) == [
        "dimensions",
        "pooling",
    ]
    said = ida.post(address, {"assignment": "conv-layer", "due-conv-layer": "soon"}, follow=True).content.decode()
    assert "One of these is no time or no number." in said
    assert Offer.objects.filter(course=school.course).count() == 2


def test_a_courses_own_assignment_can_be_offered_and_a_broken_one_cannot(school, ida) -> None:
    from portal.courses import folder_of

    folder = folder_of(school.course) / "assignments"
    for name in ("mine", "broken"):
        (folder / name).mkdir(parents=True)
        (folder / name / "assignment.toml").write_text("title = 7\n")
    page = ida.get(f"/c/{school.course.slug}/class/offers").content.decode()
    assert 'id="offer-broken"' not in page
    assert 'id="offer-pooling"' in page


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"slug": "Two words"}, "slug"),
        ({"slug": "../other"}, "slug"),
        ({"csv": "id,name\na,A\na,B\n"}, "lines 2, 3: the same id, a"),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_is_no_course_is_said_and_nothing_is_made(school, ida, more: dict[str, str], said: str) -> None:
    from portal.models import Course

    before = Course.objects.count()
    assert said in ida.post("/new-course", form_of(school, **more)).content.decode()
    assert Course.objects.count() == before


def test_another_courses_name_is_refused_in_german_too(school, ida) -> None:
    form = form_of(school, slug=school.course.slug)
    assert "Course with this Slug already exists." in ida.post("/new-course", form).content.decode()
    assert "Es gibt schon einen Kurs" in ida.post("/new-course", form, headers=GERMAN).content.decode()


def test_who_teaches_nothing_makes_no_course(school) -> None:
    from portal.models import Course
    from tests.portal.course import client_of

    before = Course.objects.count()
    for member in (school.student, school.assistant):
        assert client_of(member).post("/new-course", form_of(school)).status_code == 403
    assert Course.objects.count() == before


def test_everybody_without_an_account_gets_a_link_of_their_own(school, ida) -> None:
    from django.test import Client

    from portal.models import Member

    for name in ("nora", "=evil"):
        Member.objects.create(course=school.course, roster_id=name, name=name, email=f"{name.strip('=')}@x.edu")
    Member.objects.create(course=school.course, roster_id="gone", is_active=False)
    answer = ida.post(f"/c/{school.course.slug}/class/invitations")
    assert "attachment" in answer["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["email"] for one in rows] == ["evil@x.edu", "nora@x.edu"]
    assert not rows[0]["name"].startswith("=")  # a spreadsheet would compute it
    for one in rows:
        assert Client().get(one["link"].partition("localhost:8000")[2]).status_code == 200
    ida.post(f"/c/{school.course.slug}/class/invitations")
    assert Client().get(rows[0]["link"].partition("localhost:8000")[2]).status_code == 404  # older links end
