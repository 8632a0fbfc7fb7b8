"""Everybody reads the portal in the language that their browser asks for; German lacks nothing there."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")

PORTAL = Path(__file__).parents[2] / "portal"
TEMPLATES = sorted(path.stem for path in (PORTAL / "templates" / "portal").glob("*.html"))
NAMES = {"grader submit FILE", "grader serve", "LMS"}
SAME = {"Export", "In"}  # in both languages
SAYING = {"messages.error", "messages.success", "note", "_sorry", "_error", "Refusal", "Unusable", "Answer"}
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


def texts_of(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression may be, with numbers in the places of what is filled in."""
    if isinstance(node, ast.IfExp):
        yield from (*texts_of(node.body), *texts_of(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "12" for part in node.values)


def said_by_code() -> set[str]:
    """Return what the portal's modules say to people: messages, refusals, the audit, labels of forms and choices."""
    found = set()
    for path in PORTAL.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                named = {"label", "help_text"} | ({"said"} if ast.unparse(node.func) == "Answer" else set())
                own = node.args if ast.unparse(node.func) in SAYING else []
                for one in (*own, *(each.value for each in node.keywords if each.arg in named)):
                    found |= {text for text in texts_of(one) if re.search("[a-z]{2} ", text)}
    return found


def lacking(sentences: set[str]) -> set[str]:
    """Return what is not in German; a place in a sentence holds a number."""
    from portal.languages import catalogue_of_pages

    german = catalogue_of_pages("de")
    return {text for text in sentences if text not in SAME and german.say(re.sub(r"\{\w+\}", "12", text)) == text}


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_sentence_of_a_template_can_be_said_and_is_in_german(name: str) -> None:
    text = (PORTAL / "templates" / "portal" / f"{name}.html").read_text(encoding="utf-8")
    left = [one.strip() for one in SHOWN.findall(CODE.sub("", text)) if one.strip() not in NAMES]
    assert left == []  # nothing stands in the template as it is
    assert lacking(set(WORDS.findall(text))) == set()


def test_what_the_code_says_is_in_german() -> None:
    from grader.export import FORMATS
    from portal.models import Role
    from portal.views.rules import COUNTS, LEVELS

    said = said_by_code()
    assert len(said) > 70
    tables = {*Role.labels, *dict(COUNTS).values(), *dict(LEVELS).values()}
    promises = {one.promise for one in FORMATS.values() if not one.fills}
    assert lacking((said - NAMES) | tables | promises) == set()


def test_every_key_is_said_somewhere() -> None:
    text = (PORTAL / "de.toml").read_text(encoding="utf-8")
    ours, _, djangos = text.partition("# Forms that were not filled in")
    assert djangos
    places = [*PORTAL.rglob("*.py"), *PORTAL.rglob("*.html"), PORTAL.parent / "grader" / "export" / "__init__.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in places)
    for key in re.findall(r'^"(.*?)" = ', ours, re.MULTILINE):
        parts = re.split(r"\{[^}]*\}|–", key)
        assert all(part.strip() in code for part in parts) or key.lower() in code, key  # a role is written small


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


FOR_STAFF = "class/ class/requests class/roster class/rules class/export class/lms class/audit class/a/dimensions/terms"


@pytest.mark.parametrize("page", FOR_STAFF.split())
def test_a_page_for_instructors_is_german_for_who_reads_german(page: str, student) -> None:
    from portal.models import Member
    from tests.portal.course import client_of

    teacher = client_of(Member.objects.get(course__slug=student[1], role="instructor"))
    address = f"/c/{student[1]}/{page}"
    german = teacher.get(address, headers={"accept-language": "de"}).text
    english = teacher.get(address).text
    assert '<html lang="de">' in german
    assert '<html lang="en">' in english
    shown = [re.sub(r"<(style|script|code)\b.*?</\1>", "", one, flags=re.DOTALL) for one in (german, english)]
    words = [
        set(re.findall(r"\b(?:the|and|Students|Deadline|Save|Make|Who)\b", re.sub("<[^>]*>", " ", one)))
        for one in shown
    ]
    assert words[0] == set()
    assert words[1]


def test_a_time_is_written_in_the_reader_s_language(student) -> None:
    from portal.models import Offer

    client, course, _ = student
    due = datetime(2030, 3, 4, 5, 6, tzinfo=UTC)
    Offer.objects.filter(course__slug=course).update(due=due)
    asked = {"de": "Mo. 04 März 2030, 05:06", "en": "Mon 04 Mar 2030, 05:06"}
    for language, said in asked.items():
        assert said in client.get(f"/c/{course}/", headers={"accept-language": language}).text
    Offer.objects.filter(course__slug=course).update(due=None)
