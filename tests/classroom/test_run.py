"""A run grades what has to be graded, once, and keeps all of it: what, when, why, and what the policy makes of it."""

import contextlib
import csv
import json
from fractions import Fraction

import pytest

from grader.classroom import work as work_module
from grader.cli import main
from grader.errors import OperatorError
from grader.gradebook import Gradebook
from tests.classroom.course import ASSIGNMENT, CASES, FLIPPED, RIGHT, SEED, WRONG, contents


def grade(course, *more: object, out: str = "out", book: str | None = None) -> int:
    """Run the command in this process; return its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main(course.arguments(out, book, *more))
    return int(stopped.value.code or 0)


@pytest.fixture
def graded(monkeypatch) -> list[str]:
    """The submissions that were graded, by name, as they are graded."""
    names: list[str] = []
    real = work_module.grade_exercises

    def noted(submission, *rest):
        names.append(submission.name)
        return real(submission, *rest)

    monkeypatch.setattr(work_module, "grade_exercises", noted)
    return names


def events(course, student: str) -> list:
    with Gradebook.open(course.book) as book:
        return [event for event in book.history(student) if event.what == "graded"]


def rows(course) -> dict:
    with Gradebook.open(course.book) as book:
        return {row.student.id: row for row in book.grade_rows("two")}


# -------------------------------------------------------------------------------- again


def test_a_rerun_grades_nothing_and_writes_the_same(course, graded: list[str]) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    assert grade(course) == 0
    first = course.files()
    assert graded == ["ada.py", "bob.py"]
    for name in first:
        (course.folder / "out" / name).unlink()
    assert grade(course) == 0
    assert graded == ["ada.py", "bob.py"]
    assert course.files() == first


def test_a_rerun_grades_what_is_new_or_was_changed(course, graded: list[str]) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    grade(course)
    course.hand_in([("bob", RIGHT), ("eve", WRONG)])
    grade(course)
    assert graded == ["ada.py", "bob.py", "bob.py", "eve.py"]
    assert [event.cause for event in events(course, "bob")] == ["new submission"] * 2
    assert rows(course)["bob"].score == 5
    assert "the last of 2 submissions" in rows(course)["bob"].reason


def test_going_back_to_an_earlier_file_counts_it_again_without_grading_it(course, graded: list[str]) -> None:
    for source in (WRONG, RIGHT, WRONG):
        course.hand_in([("bob", source)])
        grade(course)
    assert graded == ["bob.py"] * 2
    assert rows(course)["bob"].score < 5
    assert course.files()["bob/report.json"].count(b'"status": "failed"') > 1


def test_only_one_student_is_graded_again_and_it_is_known_why(course, graded: list[str], capsys) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    grade(course)
    course.hand_in([("eve", WRONG)])
    assert grade(course, "--only", "bob", "--why", "he asked") == 0
    assert graded == ["ada.py", "bob.py", "bob.py"]
    assert [(event.cause, event.why) for event in events(course, "bob")][1:] == [("asked for", "he asked")]
    assert "eve" not in rows(course)
    said = capsys.readouterr().out
    assert "1 other submissions are not graded yet" in said
    assert "ada" in course.files()["summary.csv"].decode()


def test_only_somebody_who_handed_nothing_in_is_a_mistake(course, capsys) -> None:
    course.hand_in([("ada", RIGHT)])
    assert grade(course, "--only", "zoe") == 2
    assert "there is no submission of 'zoe'." in capsys.readouterr().err
    assert grade(course, "--only", "adda") == 2
    assert "there is no submission of 'adda'. Did you mean ada? There are: ada." in capsys.readouterr().err


def test_a_changed_exercise_is_graded_alone(course, graded: list[str]) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    grade(course)
    cases = course.folder / "assignments" / "two" / "cases.toml"
    cases.write_text(CASES.replace("H = 5", "H = 6"))
    assert grade(course, "--why", "a case was too small") == 0
    last = events(course, "bob")[-1]
    assert (last.exercises, last.cause, last.why) == (("conv_map",), "changed: conv_map", "a case was too small")
    grade(course, out="fresh", book="")
    assert course.files() == course.files("fresh")
    cases.write_text(CASES)
    count = len(graded)
    grade(course)  # as it was: nothing to grade, and reports as they were
    assert len(graded) == count
    grade(course, out="anew", book="")
    assert course.files() == course.files("anew")


def test_another_seed_grades_everyone_and_never_one_alone(course, graded: list[str], capsys) -> None:
    course.hand_in([("ada", RIGHT), ("bob", WRONG)])
    grade(course)
    (course.folder / "seed").write_text("another")
    assert grade(course, "--only", "ada") == 2
    assert "another seed" in capsys.readouterr().err
    assert grade(course) == 0
    assert graded == ["ada.py", "bob.py"] * 2
    assert events(course, "ada")[-1].cause == "another seed: conv_single, conv_map"


def test_what_the_grader_failed_on_is_tried_again(course, monkeypatch, capsys) -> None:
    course.hand_in([("ada", RIGHT), ("bob", RIGHT)])
    real = work_module.grade_exercises

    def faulty(submission, *rest):
        if submission.name == "bob.py":
            raise ZeroDivisionError
        return real(submission, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(work_module, "grade_exercises", faulty)
        assert grade(course) == 3
    assert "failed on: bob" in capsys.readouterr().err
    assert (rows(course)["bob"].status, rows(course)["bob"].grade) == ("broken", None)
    assert grade(course) == 0
    assert (rows(course)["bob"].status, rows(course)["bob"].score) == ("graded", 5)
    assert events(course, "bob")[-1].cause == "the grader had failed: conv_single, conv_map"


def test_a_stop_keeps_what_was_graded(course, monkeypatch) -> None:
    course.hand_in([("ada", RIGHT), ("bob", RIGHT)])
    real = work_module.grade_exercises

    def stopped(submission, *rest):
        if submission.name == "bob.py":
            raise KeyboardInterrupt
        return real(submission, *rest)

    monkeypatch.setattr(work_module, "grade_exercises", stopped)
    assert grade(course) == 130
    assert list(rows(course)) == ["ada"]
    assert "summary.csv" not in course.files()


# ------------------------------------------------------------------------------ secrets


@pytest.mark.slow
def test_the_seed_is_nowhere(course, capsys) -> None:
    course.hand_in([("ada", RIGHT), ("bob", FLIPPED)])
    grade(course, "--json", str(course.folder / "all.json"), "--jobs", "2")
    said = capsys.readouterr()
    written = b"".join([*course.files().values(), (course.folder / "all.json").read_bytes()])
    kept = course.book.read_bytes()
    for text in (said.out.encode(), said.err.encode(), written, kept):
        assert SEED.encode() not in text


# ------------------------------------------------------------------------------- course


def course_toml(course, text: str, **files: str) -> list[object]:
    for name, content in files.items():
        (course.folder / name.replace("_", ".")).write_text(content)
    (course.folder / "course.toml").write_text(text)
    return ["--course", course.folder / "course.toml"]


EXPORT = """
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: 'a1'
    :email: ada@example.edu
  :created_at: 2026-05-04 21:00:00 Z
submission_12:
  :submitters:
  - :name: Bob Marley
    :sid: 'b2'
    :email: bob@example.edu
  :created_at: 2026-05-06 09:00:00 Z
"""
LATE = """
timezone = "Europe/Berlin"
roster = "roster.csv"
overrides = "overrides.toml"
[deadlines]
two = 2026-05-04T23:59:00
[late]
deduction = "1/10"
"""
ROSTER = "id,name,email\na1,Ada Lovelace,ada@example.edu\nb2,Bob Marley,bob@example.edu\nc3,Cy Twombly,cy@example.edu\n"
OVERRIDES = """
[[override]]
student = "c3"
assignment = "two"
grade = 4.5
reason = "handed in on paper"
who = "Prof. Weiß"
"""


def test_every_line_of_the_roster_ends_with_a_grade_or_a_reason(course) -> None:
    for number, source in ((11, RIGHT), (12, RIGHT)):
        (course.submissions / f"submission_{number}").mkdir(parents=True)
        (course.submissions / f"submission_{number}" / "conv.py").write_text(source)
    (course.submissions / "submission_metadata.yml").write_text(EXPORT)
    options = course_toml(course, LATE, roster_csv=ROSTER, overrides_toml="override = []\n")
    assert grade(course, *options) == 0
    found = rows(course)
    assert {name: (row.status, row.score, row.grade) for name, row in found.items()} == {
        "a1": ("graded", 5, 5),
        "b2": ("graded", 5, Fraction(4)),
        "c3": ("missing", None, None),
    }
    assert (found["b2"].late_days, found["b2"].reason) == (2, "2 days late")
    assert found["c3"].reason == "nothing was handed in"
    assert found["b2"].student.email == "bob@example.edu"
    with open(course.folder / "out" / "summary.csv", newline="") as stream:
        lines = {line["student"]: line for line in csv.DictReader(stream)}
    row = lines["c3"]
    assert (row["status"], row["notes"], row["score"]) == ("missing", "nothing was handed in", "")
    options = course_toml(course, LATE.replace("05-04T", "05-08T"), overrides_toml=OVERRIDES)
    grade(course, *options, "--why", "the deadline was moved")
    found = rows(course)
    assert (found["b2"].grade, found["b2"].late_days) == (5, 0)
    assert (found["c3"].grade, found["c3"].is_overridden, found["c3"].status) == (Fraction(9, 2), True, "missing")
    with Gradebook.open(course.book) as book:
        moved = book.history("b2")[-1]
        assert (moved.what, moved.grade, moved.why) == ("grade", 5, "the deadline was moved")


def test_what_is_nobodys_is_graded_and_listed(course, capsys) -> None:
    course.hand_in([("a1", RIGHT), ("stranger", WRONG)])
    options = course_toml(course, 'roster = "roster.csv"', roster_csv=ROSTER)
    grade(course, *options)
    assert "stranger: not on the roster" in capsys.readouterr().err
    found = rows(course)
    assert found.keys() == {"a1", "b2", "c3", "stranger"}
    assert "not on the roster" in found["stranger"].reason


def test_a_course_has_its_gradebook_and_seed_beside_it(course) -> None:
    course.hand_in([("ada", RIGHT)])
    options = course_toml(course, 'seed_file = "seed"\ngradebook = "kept/book.db"')
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(course.submissions), "-a", "two", "--assignments", str(course.folder / "assignments"),
              "--out", str(course.folder / "out"), *map(str, options)])  # fmt: skip
    assert not stopped.value.code
    assert contents(course.folder / "kept" / "book.db")
    with_file = json.loads(course.files()["ada/report.json"])["seed_digest"]
    grade(course, out="other", book="")
    assert json.loads(course.files("other")["ada/report.json"])["seed_digest"] == with_file


def test_the_best_of_several_has_its_report_written(course) -> None:
    course.hand_in([("bob", RIGHT)])
    options = course_toml(course, 'attempts = "best"')
    grade(course, *options)
    best = course.files()["bob/report.json"]
    course.hand_in([("bob", WRONG)])
    grade(course, *options)
    assert rows(course)["bob"].score == 5
    assert course.files()["bob/report.json"] == best
    assert '"bob","","5","5","5","passed"' in course.files()["summary.csv"].decode()


def test_a_gradebook_that_cannot_be_written_stops_before_anything_is_graded(course, graded, capsys) -> None:
    course.hand_in([("ada", RIGHT)])
    course.book.write_text("no gradebook" * 100)
    assert grade(course) == 2
    assert "no gradebook" in capsys.readouterr().err
    assert graded == []


def test_history_is_shown(course, capsys) -> None:
    course.hand_in([("ada", RIGHT)])
    grade(course, "--why", "first")
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["history", str(course.book)])
    graded_line, grade_line = capsys.readouterr().out.splitlines()
    assert "ada  two  graded ada.py at level" in graded_line
    assert graded_line.endswith("(new submission; “first”)")
    assert "grade 5.00, score 5.00 of 5" in grade_line
    with pytest.raises(SystemExit):
        main(["history", str(course.book), "--json", "-"])
    one, _ = json.loads(capsys.readouterr().out)
    assert (one["student"], one["score"], one["exercises"]) == ("ada", 5, ["conv_single", "conv_map"])
    with pytest.raises(SystemExit) as stopped:
        main(["history", str(course.folder / "none.db")])
    assert stopped.value.code == 2


def test_an_operator_error_of_the_sandbox_stops_the_run_and_keeps_what_there_was(course, monkeypatch) -> None:
    course.hand_in([("ada", RIGHT), ("bob", RIGHT)])
    real = work_module.grade_exercises

    def stopped(submission, *rest):
        if submission.name == "bob.py":
            raise OperatorError("the sandbox cannot start")
        return real(submission, *rest)

    monkeypatch.setattr(work_module, "grade_exercises", stopped)
    assert grade(course) == 2
    assert list(rows(course)) == ["ada"]


def test_two_courses_never_share_a_gradebook(course, capsys) -> None:
    course.hand_in([("ada", RIGHT)])
    file = course.folder / "course.toml"
    file.write_text('name = "Vision 1"\n')
    assert grade(course, "--course", file) == 0
    before = course.book.read_bytes(), contents(course.book)
    file.write_text('name = "Vision 2"\ncontact = "nobody"\n')
    course.hand_in([("bob", WRONG)])
    assert grade(course, "--course", file) == 2
    assert "is that of the course 'Vision 1', not of 'Vision 2'" in capsys.readouterr().err
    assert contents(course.book) == before[1]
    for text in ("", 'contact = "nobody"\n'):  # nor does one that has no name
        file.write_text(text)
        assert grade(course, "--course", file) == 2
        said = capsys.readouterr().err
        assert "is that of the course 'Vision 1', and here no course is named" in said
        assert "write name = 'Vision 1' in course.toml" in said
    assert contents(course.book) == before[1]
    file.write_text('name = "Vision  1"\n')
    assert grade(course, "--course", file) == 0


def test_two_courses_without_a_name_do_not_share_a_gradebook_either(course, capsys) -> None:
    """Each other's students and assignments of one name were once taken for the same, in silence."""
    course.hand_in([("ada", RIGHT)])
    first, other = course.folder / "course.toml", course.folder / "other" / "course.toml"
    other.parent.mkdir()
    for file in (first, other):
        file.write_text(f'gradebook = "{course.book}"\n')
    assert grade(course, "--course", first) == 0
    before = contents(course.book)
    course.hand_in([("ada", WRONG)])
    assert grade(course, "--course", other) == 2
    said = capsys.readouterr().err
    assert f"is that of {first.resolve()}, and {other.resolve()} is another course; neither has a name" in said
    with pytest.raises(SystemExit) as stopped:
        main(["course", str(other)])
    assert (stopped.value.code, contents(course.book)) == (2, before)
    first.rename(course.folder / "moved.toml")  # a course may move, with its gradebook or without
    assert grade(course, "--course", other) == 0


@pytest.mark.parametrize("command", [("mark", "-a", "two"), ("request",), ("request", "forms"), ("course",)])
def test_people_write_to_and_read_from_their_own_course_only(course, capsys, command: tuple[str, ...]) -> None:
    manual = 'manual = [{ id = "style", points = 4, about = "Names." }]'
    (course.folder / "assignments" / "two" / "assignment.toml").write_text(
        ASSIGNMENT.replace("points = 1 }]\n", f"points = 1 }}]\n{manual}\n", 1)
    )
    course.hand_in([("ada", RIGHT)])
    file = course.folder / "course.toml"
    file.write_text('name = "Vision 1"\n')
    assert grade(course, "--course", file) == 0
    (course.folder / "forms" / "ada").mkdir(parents=True)
    (course.folder / "forms" / "ada" / "a.toml").write_text('assignment = "two"\ntext = "Look."\n')
    name, *more = command
    words = [name, str(file), *(str(course.folder / one) if one == "forms" else one for one in more)]
    words += ["--assignments", str(course.folder / "assignments")] if name == "mark" else []
    before = contents(course.book)
    for text in ('name = "Vision 2"\n', ""):
        file.write_text(text)
        with pytest.raises(SystemExit) as stopped:
            main(words)
        assert stopped.value.code == 2
        assert "is that of the course 'Vision 1'" in capsys.readouterr().err
    assert contents(course.book) == before
    file.write_text('name = "Vision 1"\n')
    with contextlib.suppress(SystemExit):
        main(words)
    assert "is that of the course" not in capsys.readouterr().err


def test_the_text_of_a_report_names_the_group_and_that_cases_are_public(course, capsys) -> None:
    (course.folder / "roster.csv").write_text("id,name,group\nada,Ada,Team 1\nbob,Bob,Team 1\neve,Eve,\n")
    course.hand_in([("Team 1", RIGHT), ("eve", WRONG)])
    listed = ["--roster", course.folder / "roster.csv", "--gradebook", course.book]
    given = ["run", course.submissions, "-a", "two", "--assignments", course.folder / "assignments", *listed]

    def texts(*more: object) -> dict[str, str]:
        with pytest.raises(SystemExit):
            main([str(one) for one in (*given, "--out", course.folder / "out", "--level", "C", *more)])
        return {who: " ".join(course.files()[f"{who}/report.txt"].decode().split()) for who in ("ada", "bob", "eve")}

    public = "Graded with the public cases"
    first = texts()
    assert all("handed in by the group Team 1: Ada, Bob" in first[who] for who in ("ada", "bob"))
    assert "handed in by" not in first["eve"]
    assert all(public in text for text in first.values())
    assert texts() == first
    (course.folder / "roster.csv").write_text("id,name,group\nada,Ada,Team 1\nbob,Bo,Team 1\neve,Eve,\n")
    assert "group Team 1: Ada, Bo" in texts()["ada"]
    assert not any(public in text for text in texts("--seed-file", course.folder / "seed").values())


def test_the_history_of_a_student_with_a_new_id_stays_with_the_student(course, capsys) -> None:
    listed = course.folder / "roster.csv"
    listed.write_text("id,name\n1,Ada\n2,Bob\n")
    course.hand_in([("1", RIGHT), ("2", WRONG)])
    assert grade(course, "--roster", listed, "--level", "C") == 0
    (course.submissions / "1.py").unlink()
    listed.write_text("id,name,Former ID\n900,Ada,1\n2,Bob,\n")
    assert grade(course, "--roster", listed, "--level", "C") == 0
    assert "1 is 900 now: everything the gradebook had of 1 is of 900" in capsys.readouterr().err
    with Gradebook.open(course.book) as book:
        assert {row.student.id: row.status for row in book.grade_rows("two")} == {"900": "graded", "2": "graded"}
        assert book.history("1") == []
    listed.write_text("id,name,Former ID\n900,Ada,2\n2,Bob,\n")
    assert grade(course, "--roster", listed, "--level", "C") == 2
    assert "2 as the former id of 900 is the id of a student on the roster" in capsys.readouterr().err
