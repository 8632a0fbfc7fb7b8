"""Students ask for a grade to be looked at again: listed, answered with a reason, and kept in the history."""

import json
from pathlib import Path

import jsonschema
import pytest

from grader.classroom.requests import MAX_BYTES, empty_form, read_requests
from grader.cli import main
from grader.errors import OperatorError
from grader.gradebook import Gradebook
from grader.report.document import json_schema
from tests.classroom.course import RIGHT, WRONG, Course

GRADES = {"ada": frozenset({"two"}), "bob": frozenset({"two"})}


def form(folder: Path, owner: str, text: str = "Line 3 is right.", **more: str) -> Path:
    path = folder / owner / "request.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {"student": owner, "assignment": "two", "exercise": "conv_map", "text": text, **more}
    path.write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in facts.items()))
    return path


def ask(course: Course, *more: object) -> int:
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in ("request", course.folder / "course.toml", *more)])
    return int(stopped.value.code or 0)


@pytest.fixture
def graded(course: Course) -> Course:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    (course.folder / "course.toml").write_text("")
    course.run()
    return course


def test_a_request_is_listed_until_it_is_answered_and_the_history_has_both(graded: Course, capsys) -> None:
    forms = graded.folder / "forms"
    form(forms, "bob")
    assert ask(graded, forms) == 0
    assert ask(graded, forms) == 0  # the same once more is no second request
    assert "1  bob  two conv_map: Line 3 is right.\n1 of 1 requests are open." in capsys.readouterr().out
    assert ask(graded, "--answer", "1", "--decline", "--reason", "b is added twice.", "--who", "Weiß") == 0
    assert capsys.readouterr().out == "0 of 1 requests are open.\n"
    assert ask(graded, "--all") == 0
    assert "declined by Weiß: b is added twice." in capsys.readouterr().out
    with Gradebook.open(graded.book) as book:
        said = [(one.what, one.who, one.cause) for one in book.history("bob") if one.what in ("request", "declined")]
        assert not [one for one in book.history("ada") if one.what in ("request", "declined")]
    assert said == [("request", "bob", "Line 3 is right."), ("declined", "Weiß", "b is added twice.")]


def test_an_answer_needs_a_verdict_a_reason_and_a_request(graded: Course, capsys) -> None:
    assert ask(graded, "--answer", "1") == 2
    assert ask(graded, "--reason", "because") == 2
    assert ask(graded, "--answer", "7", "--grant", "--reason", "because") == 2
    assert "there is no request 7" in capsys.readouterr().err


def test_a_form_that_cannot_be_taken_stops_no_other_and_is_named(tmp_path: Path) -> None:
    form(tmp_path, "ada")
    form(tmp_path, "bob", student="ada")
    form(tmp_path, "eve")
    (tmp_path / "bob" / "link.toml").symlink_to(tmp_path / "ada" / "request.toml")
    (tmp_path / "bob" / "long.toml").write_text("#" * (MAX_BYTES + 1))
    (tmp_path / "bob" / "odd.toml").write_text("text = ")
    form(tmp_path / "more", "x").rename(tmp_path / "bob" / "other.toml")
    read = read_requests(tmp_path, GRADES)
    assert [one.student for one in read.requests] == ["ada"]
    said = "\n".join(read.problems)
    for part in (
        "bob/request.toml: it lies in the folder of bob and says that it is of 'ada'",
        "eve/request.toml: there is no student 'eve'",
        "bob/link.toml: it is no ordinary file",
        "bob/long.toml: it is larger than 64 KiB",
        "bob/odd.toml",
    ):
        assert part in said


def test_an_assignment_that_the_student_has_no_grade_of_is_said(tmp_path: Path) -> None:
    read = read_requests(form(tmp_path, "ada", assignment="too"), GRADES)
    assert read.problems == ("request.toml: ada has no grade of 'too'. Did you mean two? There are: two.",)
    assert read_requests(form(tmp_path, "ada", text="  \n"), GRADES).problems
    (tmp_path / "none").mkdir()
    with pytest.raises(OperatorError, match="no form"):
        read_requests(tmp_path / "none", GRADES)


@pytest.mark.parametrize("student", ["ada", 'a"b\\c', "Zoë 😀"])
def test_the_form_that_is_handed_out_can_be_filled_in(tmp_path: Path, student: str) -> None:
    path = tmp_path / "form.toml"
    path.write_bytes(empty_form(student, "two").replace(b'"""\n\n', b'"""\nSee line 3.\n'))
    (request,) = read_requests(path, {student: frozenset({"two"})}).requests
    assert (request.student, request.exercise, request.text) == (student, "", "See line 3.")


def test_feedback_puts_a_form_beside_each_page(graded: Course) -> None:
    out = graded.folder / "feedback"
    with pytest.raises(SystemExit) as stopped:
        main(["feedback", str(graded.book), "--forms", "--out", str(out)])
    assert not stopped.value.code
    assert (out / "bob" / "two-request.toml").read_bytes() == empty_form("bob", "two")


def test_the_answer_is_on_the_students_page_in_their_reports_and_on_no_other(graded: Course) -> None:
    (graded.folder / "course.toml").write_text('contact = "Prof. Weiß,  room 7"\n')
    form(graded.folder / "forms", "bob", text="Is <b> added twice?")
    ask(graded, graded.folder / "forms")
    ask(graded, "--answer", "1", "--grant", "--reason", "It is not.", "--who", "Weiß")
    with pytest.raises(SystemExit):
        main(graded.arguments("out", None, "--course", str(graded.folder / "course.toml")))
    document = json.loads((graded.folder / "out" / "bob" / "report.json").read_text())
    asked = {"text": "Is <b> added twice?", "exercise": "conv_map", "granted": True, "reason": "It is not."}
    assert document["requests"] == [asked | {"who": "Weiß"}]
    jsonschema.validate(document, json_schema())
    assert "granted by Weiß: It is not." in (graded.folder / "out" / "bob" / "report.txt").read_text()
    assert "requests" not in json.loads((graded.folder / "out" / "ada" / "report.json").read_text())
    with pytest.raises(SystemExit):
        main(["feedback", str(graded.book), "--out", str(graded.folder / "feedback")])
    bob, ada = ((graded.folder / "feedback" / name / "two.html").read_text() for name in ("bob", "ada"))
    assert "Is &lt;b&gt; added twice?" in bob
    assert "<strong>Granted:</strong> It is not." in bob
    assert "What you asked" not in ada
    assert all("Questions about this grade: Prof. Weiß, room 7" in page for page in (ada, bob))
