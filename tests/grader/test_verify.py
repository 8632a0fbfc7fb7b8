"""`verify` says that an assignment holds only if it does: each way not to hold is noticed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader import verify
from grader.errors import AuthorError
from grader.grading import plan
from grader.model import Assignment
from grader.verify import Row

KNOWN = frozenset({"f.shape", "f.values"})
NONE = frozenset()


def row(what: str, due=NONE, missed=NONE, score: int = 0) -> Row:
    return Row(what=what, seed="s", score=Fraction(score), possible=Fraction(5), due=due, missed=missed)


# --------------------------------------------------------------------------------------- rows


@pytest.mark.parametrize(
    "found",
    [
        row("solution", score=5),
        row("starter", due=KNOWN, missed=KNOWN),
        row("wrong/one", due=frozenset({"f.values"}), missed=frozenset({"f.values"}), score=3),
    ],
    ids=lambda found: found.what,
)
def test_a_row_holds_that_missed_what_was_due(found: Row) -> None:
    assert found.holds
    assert found.problems() == []


def test_a_starter_that_earned_points_does_not_hold_even_where_it_failed_everything() -> None:
    """One case passed under each criterion: all fail, and yet there are points."""
    found = row("starter", due=KNOWN, missed=KNOWN, score=1)
    assert not found.holds
    assert found.problems() == ["starter (s): earned 1 points"]


@pytest.mark.parametrize(
    ("found", "problems"),
    [
        (row("solution", missed=frozenset({"f.values"})), ["solution (s): f.values should pass but did not"]),
        (row("starter", due=KNOWN, missed=frozenset({"f.shape"})), ["starter (s): f.values should fail but passed"]),
        (
            row("wrong/a", due=frozenset({"f.values"}), missed=frozenset({"f.shape"})),
            ["wrong/a (s): f.values should fail but passed", "wrong/a (s): f.shape should pass but did not"],
        ),
    ],
    ids=["solution", "starter", "wrong"],
)
def test_a_row_does_not_hold_where_more_or_less_was_missed(found: Row, problems: list[str]) -> None:
    assert not found.holds
    assert found.problems() == problems


# --------------------------------------------------------------------------- what a file fails


@pytest.mark.parametrize(
    ("text", "due", "problem"),
    [
        ('"""A.\n\nFails: f.values\n"""\n', {"f.values"}, None),
        ('"""A.\n\nFails: f.values,f.shape \n"""\n', {"f.values", "f.shape"}, None),
        ('"""A. Fails: f.values"""\n', set(), "wrong/a.py: its docstring needs a line 'Fails: exercise.criterion, …'"),
        ('"""A.\n\nFails: f.valves\n"""\n', {"f.valves"}, "wrong/a.py: there is no criterion f.valves"),
    ],
)
def test_a_wrong_answer_says_what_it_fails(tmp_path: Path, text: str, due: set[str], problem: str | None) -> None:
    (tmp_path / "a.py").write_text(text)
    problems: list[str] = []
    assert verify.fails(tmp_path / "a.py", KNOWN, problems) == due
    assert problems == ([problem] if problem else [])


# ----------------------------------------------------------------------------- whole assignments


@pytest.fixture
def small(conv_layer: Assignment, tmp_path: Path) -> Assignment:
    """conv_single and conv_map alone, with one wrong answer that has only one of them."""
    lesson = (conv_layer.folder / "lesson.py").read_text()
    (tmp_path / "lesson.py").write_text(lesson)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "constant.py").write_text(
        '"""A number.\n\nFails: conv_single.values, conv_single.errors\n"""\n\n\n'
        "def conv_single(x, w, b):\n    return 0.125\n"
    )
    two = conv_layer.exercises[:2]
    cases = tuple(spec for spec in conv_layer.cases if {e.id for e in two} & set(spec.exercises))
    return replace(conv_layer, exercises=two, cases=cases, folder=tmp_path)


def test_every_answer_is_graded_under_every_seed_and_what_is_not_in_a_wrong_one_is_the_solutions(
    small: Assignment, quick_sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(verify, "plan", lambda assignment, seed="?": drawn.append(seed) or plan(assignment, seed))
    told: list[Row] = []
    rows = verify.verify(small, quick_sandbox, ("one", "two"), told.append)
    assert told == rows
    assert drawn == ["one", "two"]
    assert [(found.what, found.seed) for found in rows] == [
        (what, seed) for seed in ("one", "two") for what in ("solution", "starter", "wrong/constant")
    ]
    for found in rows:
        assert found.holds, found.problems()
        assert found.possible == 10
        assert found.score == {"solution": 10, "starter": 0, "wrong/constant": 5}[found.what]
    assert rows[1].due == verify.criteria(small) == rows[1].missed
    assert len(rows[1].due) == 5


def test_a_lesson_whose_starter_holds_part_of_the_answer_does_not_hold(small: Assignment, quick_sandbox) -> None:
    """The marker stands too low: the check of shapes is in the starter, and raises what is due."""
    lesson = (small.folder / "lesson.py").read_text()
    begin, first = "    # begin solution\n", "    if x.shape != w.shape:\n"
    raises = lesson[lesson.index(first) :].split("\n")[1] + "\n"
    moved = lesson.replace(begin + first + raises, first + raises + begin, 1)
    assert moved != lesson
    (small.folder / "lesson.py").write_text(
        moved.replace("    # begin solution\n", "    return 7\n    # begin solution\n", 1)
    )
    starter = verify.verify(small, quick_sandbox, ("one",))[1]
    assert not starter.holds
    assert starter.score > 0
    assert "starter (one): conv_single.errors should fail but passed" in starter.problems()
    assert f"starter (one): earned {float(starter.score):g} points" in starter.problems()


def test_all_wrong_files_that_do_not_say_what_they_fail_are_named_at_once(small: Assignment) -> None:
    for name in ("b", "a"):
        (small.folder / "wrong" / f"{name}.py").write_text('"""Nothing."""\n')
    with pytest.raises(AuthorError) as error:
        verify.submissions(small)
    assert [problem.split(": ")[0] for problem in error.value.problems] == [
        "conv-layer/wrong/a.py",
        "conv-layer/wrong/b.py",
    ]
