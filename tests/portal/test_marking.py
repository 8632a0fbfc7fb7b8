"""Marks by hand in the portal: who gives them and when is kept, students read them, and no name is shown."""

import re
import shutil
from fractions import Fraction
from html import escape
from pathlib import Path

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

ASSIGNMENTS = Path(__file__).parents[2] / "assignments"
CRITERIA = '  { id = "errors", check = "raises", points = 2 },\n]\n'
MANUAL = """manual = [
  { id = "style", points = 4, about = "Names say what they hold." },
  { id = "proof", points = 2.5, about = "Why there is a floor." },
]
"""
NAMED = b"# I am <b>Ada & co</b>\nx = 1\n"
STYLE, PROOF = "output_size_strict.style", "output_size_strict.proof"


@pytest.fixture(scope="module")
def school(portal, worker):
    """A school whose assignment has two parts that people grade, and work of two students."""
    from portal.courses import assignment_folder, folder_of
    from portal.models import Offer
    from tests.portal.course import grade_all, make_school

    school = make_school()
    own = folder_of(school.course) / "assignments" / "dimensions"
    shutil.copytree(ASSIGNMENTS / "dimensions", own, ignore=shutil.ignore_patterns("wrong*", "__pycache__"))
    text = (own / "assignment.toml").read_text()
    (own / "assignment.toml").write_text(text.replace(CRITERIA, CRITERIA + MANUAL, 1).replace("points = 40\n", "", 1))
    assert assignment_folder(school.offer) == own
    Offer.objects.filter(pk=school.offer.pk).update(points="46.5")
    for member in (school.student, school.other):
        hand_in_for(school, member, NAMED + member.name.encode())
    grade_all(worker)
    return school


def hand_in_for(school, member, data: bytes) -> None:
    from django.utils import timezone

    from portal.hand_in import hand_in
    from portal.uploads import blobs

    incoming = blobs().receive()
    incoming.write(data)
    size, digest = incoming.size, incoming.keep()
    hand_in(school.offer, member, digest=digest, name=f"{member.name}.py", size=size, now=timezone.now())


@pytest.fixture
def tina(school):
    from portal import grades
    from tests.portal.course import client_of

    grades._seen.clear()
    return client_of(school.assistant)


def address(school, member=None) -> str:
    from portal.views.marking import _order

    whose = "" if member is None else next(name for name, one in _order(school.offer).items() if one == member)
    return f"/c/{school.course.slug}/class/a/dimensions/marks/{whose}"


def form(style: str = "", comment: str = "", proof: str = "") -> dict[str, str]:
    return {
        f"{STYLE}-points": style,
        f"{STYLE}-comment": comment,
        f"{PROOF}-points": proof,
        f"{PROOF}-comment": "",
    }


def row_of(member):
    from portal import grades

    return grades.rows_of(member)["dimensions"]


def test_marks_are_given_one_student_after_the_other_and_count(school, tina, worker) -> None:
    from portal.models import AuditEntry
    from tests.portal.course import client_of, grade_all

    assert (row_of(school.student).grade, row_of(school.student).status) == (None, "unmarked")
    dashboard = tina.get(f"/c/{school.course.slug}/class/").text
    assert address(school) in dashboard
    listed = tina.get(address(school)).text
    assert listed.count(f"{STYLE}, {PROOF}") == 2
    page = tina.get(address(school, school.student)).text
    assert escape(NAMED.decode()) in page  # the work itself, and no tag of it
    assert "<b>Ada" not in page
    assert "Names say what they hold." in page
    assert "Up to 2.5 points." in page
    said = "<script>alert(1)</script>\u202e & 'good'"
    answer = tina.post(address(school, school.student), form("3", said, "2,5"))
    assert answer["Location"] == address(school, school.other)  # who waits next
    assert f"{STYLE}, {PROOF}" in tina.get(address(school)).text
    assert tina.get(address(school)).text.count(STYLE) == 1  # before a writer has written
    before = row_of(school.student).score
    grade_all(worker)
    row = row_of(school.student)
    assert (row.status, row.possible) == ("graded", Fraction("46.5"))
    assert row.grade == Fraction("5.5") + (before or 0)
    assert [(one.part, one.points, one.who) for one in row.marks] == [
        (STYLE, 3, school.assistant.title),
        (PROOF, Fraction("2.5"), school.assistant.title),
    ]
    assert row.marks[0].at.startswith("20")
    number = school.student.submission_set.get().pk
    report = client_of(school.student).get(f"/c/{school.course.slug}/s/{number}/report").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in report
    assert "\u202e" not in report
    assert school.assistant.title in report
    audited = AuditEntry.objects.filter(course=school.course, what="gave marks")
    assert audited.get().about == school.student.key


def test_marks_are_kept_by_a_regrade_and_changed_with_history(school, tina, worker) -> None:
    from portal import grades
    from portal.hand_in import ask_again
    from tests.portal.course import grade_all

    tina.post(address(school, school.other), form("1", "first", "1"))
    grade_all(worker)
    assert ask_again(school.other.submission_set.get(), school.instructor, "to see")
    grade_all(worker)
    tina.post(address(school, school.other), form("2", "second", "1"))
    grade_all(worker)
    assert [(one.points, one.comment) for one in row_of(school.other).marks] == [(2, "second"), (1, "")]
    kept = grades.book_of(school.course).everything_of(school.other.key)
    assert sum(one.get("part") == STYLE for rows in kept.values() for one in rows) == 2  # with what was said before
    assert sum(one.get("part") == PROOF for rows in kept.values() for one in rows) == 1  # nobody touched it


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        (form("5"), "5 points; from 0 to 4 can be given"),
        (form("-1"), "Enter a valid value."),
        (form("1e99999999"), "Enter a valid value."),  # it would take an hour to write down
        (form("1/0"), "is no number of points"),
        (form("1.1.1"), "is no number of points"),
        (form("", "only words"), "is no number of points"),
        (form("1", "\0"), "Null characters are not allowed."),
        (form("1", "x" * 5001), "Ensure this value has at most 5000 characters (it has 5001)."),
    ],
)
def test_what_is_no_mark_is_said_and_nothing_is_kept(school, tina, filled: dict[str, str], said: str) -> None:
    from portal.models import Posting

    page = tina.post(address(school, school.student), filled)
    assert page.status_code == 200
    assert said in page.text
    assert not Posting.objects.filter(course=school.course).exists()
    german = tina.post(address(school, school.student), filled, headers={"accept-language": "de"}).text
    assert said not in german
    assert "Speichern und weiter" in german


def test_without_names_no_page_says_whose_work_it_is(school, tina) -> None:
    from portal.models import Member, Offer

    Offer.objects.filter(pk=school.offer.pk).update(anonymous=True)
    school.offer.refresh_from_db()
    words = [
        word
        for one in Member.objects.filter(course=school.course, role="student")
        for word in (one.key, one.roster_id, one.person.email, f"/s/{one.submission_set.get().pk}/")
    ]
    listed = tina.get(address(school))
    links = re.findall(r'href="([^"]*/marks/[0-9a-f]+)"', listed.text)
    assert len(links) == 2
    assert links == sorted(links)  # by what is drawn, and not by the roster
    for link in links:
        page = tina.get(link).text
        own = re.search(r"<pre>.*?</pre>", page, re.DOTALL)
        assert own is not None
        around = page.replace(own[0], "")  # in their own file they may say who they are
        assert [word for word in words if word in around + listed.text] == []
        file = tina.get(f"{link}?file")
        assert 'filename="dimensions.py"' in file["Content-Disposition"]
        assert file.content.startswith(NAMED)
    Offer.objects.filter(pk=school.offer.pk).update(anonymous=False)
    school.offer.refresh_from_db()


def test_a_forged_or_foreign_name_of_a_work_leads_nowhere(school, tina) -> None:
    for whose in ("0" * 20, school.student.key, str(school.student.pk), "..", "x"):
        assert tina.get(address(school) + whose).status_code == 404
        assert tina.post(address(school) + whose, form("1")).status_code in (403, 404)


def test_every_field_has_a_label_and_the_page_is_german(school, tina) -> None:
    page = tina.get(address(school, school.student), headers={"accept-language": "de"}).text
    fields = re.findall(r"<(?:input|textarea)[^>]* id=\"([^\"]+)\"", page)
    assert len(fields) == 4
    assert all(f'<label for="{one}">' in page for one in fields)
    assert "Kommentar" in page
    assert "Bis zu 4 Punkte." in page
    assert 'tabindex="0"' in page  # the work scrolls by keyboard
    terms = tina.get(f"/c/{school.course.slug}/class/a/dimensions/terms")
    assert terms.status_code == 403  # an instructor's


def test_a_group_s_marks_are_everybody_s(school, tina, worker) -> None:
    from portal.models import Member, Offer
    from tests.portal.course import grade_all

    Offer.objects.filter(pk=school.offer.pk).update(by_group=True)
    school.offer.refresh_from_db()
    pair = [school.student, school.other]
    Member.objects.filter(pk__in=[one.pk for one in pair]).update(group="Team")
    for one in pair:
        one.refresh_from_db()
    hand_in_for(school, school.student, b"y = 2\n")
    grade_all(worker)
    tina.post(address(school, school.other), form("0", "together", "0"))
    grade_all(worker)
    assert [row_of(one).marks[0].comment for one in pair] == ["together"] * 2


def test_who_gave_marks_answers_and_grades_is_nowhere_once_erased(school, worker) -> None:
    from portal import grades, personal
    from portal.courses import gradebook_of
    from portal.models import Member, Override, Posting
    from tests.portal.course import client_of, grade_all, make_member

    uma = make_member(school.course, f"Uma Marks {school.course.pk}", "instructor")
    browser, key = client_of(uma), school.student.key
    grades._seen.clear()
    browser.post(address(school, school.student), form("2", "read by me", "1"))
    decided = {"assignment": "dimensions", "grade": "7", "reason": "was ill"}
    browser.post(f"/c/{school.course.slug}/class/student/{key}/override", decided)
    submission = school.student.submission_set.last()
    client_of(school.student).post(f"/c/{school.course.slug}/s/{submission.pk}/request", {"text": "please look"})
    grade_all(worker)
    number = grades.book_of(school.course).requests()[-1].number
    answer = {"number": number, "reason": "looked at", "verdict": "granted"}
    browser.post(f"/c/{school.course.slug}/class/requests", answer)
    grade_all(worker)
    Posting.objects.create(course=school.course, kind="answer", data={"by": uma.title, "number": 10**6})

    def is_named() -> list[str]:
        files = Path(gradebook_of(school.course)).parent.glob("gradebook.db*")
        rows = [str(row) for model in (Override, Posting, Member) for row in model.objects.values()]
        return [one.name for one in files if uma.title.encode() in one.read_bytes()] + [
            row for row in rows if uma.title in row
        ]

    assert any(name.startswith("gradebook.db") for name in is_named())
    personal.erase(personal.find(uma.key), "a test")
    assert is_named() == []
    marks = grades.book_of(school.course).marks("dimensions", [key])[key]
    assert {(one.who, one.comment) for one in marks if one.part == STYLE} == {(personal.ERASED, "read by me")}
    assert grades.rows_of(school.student)["dimensions"].grade == 7
    Override.objects.filter(offer=school.offer).delete()
    Posting.objects.filter(course=school.course).delete()
