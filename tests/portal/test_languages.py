"""Students read the portal in the language that their browser asks for; German lacks nothing there."""

import re
from pathlib import Path

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

PORTAL = Path(__file__).parents[2] / "portal"
FOR_STUDENTS = (
    "account attempts base course error form home invitation no_invitation offer sign_in standing state submission"
)
NAMES = {"grader submit FILE", "LMS"}
WORDS = re.compile(r"\{% say \"([^\"]*)\"")
SHOWN = re.compile(r">([^<>]*[A-Za-z]{2}[^<>]*)<")
CODE = re.compile(r"\{[%{#].*?[%}#]\}", re.DOTALL)


@pytest.fixture(scope="module")
def student(worker):
    """A student's browser that asks for German, an assignment with a graded submission, and its addresses."""
    from django.utils import timezone

    from portal.hand_in import hand_in
    from portal.uploads import blobs
    from tests.portal.course import client_of, grade_all, make_school

    school = make_school()
    incoming = blobs().receive()
    incoming.write(b"def conv_parameters(filters, channels, height, width):\n    return filters\n")
    size, digest = incoming.size, incoming.keep()
    one = hand_in(school.offer, school.student, digest=digest, name="a.py", size=size, now=timezone.now())
    grade_all(worker)
    return client_of(school.student), school.course.slug, one.pk


@pytest.mark.parametrize("name", FOR_STUDENTS.split())
def test_every_sentence_of_a_students_template_can_be_said_and_is_in_german(name: str) -> None:
    from portal.languages import catalogue_of_pages

    text = (PORTAL / "templates" / "portal" / f"{name}.html").read_text(encoding="utf-8")
    left = [one.strip() for one in SHOWN.findall(CODE.sub("", text)) if one.strip() not in NAMES]
    assert left == []  # nothing stands in the template as it is
    german = catalogue_of_pages("de")
    for sentence in WORDS.findall(text):
        filled = re.sub(r"\{\w+\}", "12", sentence)
        assert german.say(filled) != filled or sentence in ("Export",), sentence


PAGES = ("/", "/account", "/c/{course}/", "/c/{course}/a/dimensions/", "/c/{course}/s/{number}/", "/nothing")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_german_for_who_reads_german_and_english_for_all_others(page: str, student) -> None:
    client, course, number = student
    address = page.format(course=course, number=number)
    german = client.get(address, headers={"accept-language": "de-AT,de;q=0.9,en;q=0.5"}, follow=True).text
    english = client.get(address, headers={"accept-language": "fr"}, follow=True).text
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    for one, other in (("Sign out", "Abmelden"), ("Account", "Konto")):
        assert (one in english, other in english) == (True, False)
        assert (one in german, other in german) == (False, True)


def test_a_report_and_a_students_files_are_in_their_language(student) -> None:
    client, course, number = student
    asks = {"accept-language": "de"}
    report = client.get(f"/c/{course}/s/{number}/report", headers=asks).text
    assert '<html lang="de">' in report
    assert "Aufgabe für Aufgabe" in report
    file = client.get(f"/c/{course}/a/dimensions/files/dimensions.py", headers=asks).content.decode()
    other = client.get(f"/c/{course}/a/dimensions/files/dimensions.py").content.decode()
    assert file != other
    assert re.findall(r"^def .*", file, re.MULTILINE) == re.findall(r"^def .*", other, re.MULTILINE)


def test_a_page_that_is_not_translated_says_that_it_is_english() -> None:
    templates = PORTAL / "templates" / "portal"
    for path in templates.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        if text.startswith("{% extends") and path.stem not in FOR_STUDENTS.split():
            assert "{% block language %}en{% endblock %}" in text, path.name
