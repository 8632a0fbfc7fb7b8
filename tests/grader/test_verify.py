"""`verify` says that an assignment holds only if it does: each way not to hold is noticed."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from grader.authoring import verify, worked_examples
from grader.authoring.verify import Row
from grader.errors import AuthorError
from grader.grading.grade import grade, plan
from grader.model import Assignment, Example
from grader.submissions.reading import from_files

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


# ----------------------------------------------------------------------------- whole assignments


@pytest.fixture
def small(conv_layer: Assignment, tmp_path: Path) -> Assignment:
    """conv_single and conv_map alone, with one wrong answer that has only one of them."""
    lesson = (conv_layer.folder / "lesson.py").read_text()
    (tmp_path / "lesson.py").write_text(lesson)
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong" / "constant.py").write_text("def conv_single(x, w, b):\n    return 0.125\n")
    (tmp_path / "wrong.toml").write_text(
        '[[wrong]]\nid = "constant"\nfails = ["conv_single.values", "conv_single.errors"]\nwhy = "A number."\n'
    )
    two = conv_layer.exercises[:2]
    cases = tuple(spec for spec in conv_layer.cases if {e.id for e in two} & set(spec.exercises))
    return replace(conv_layer, exercises=two, cases=cases, folder=tmp_path)


def rows_of(assignment: Assignment, seeds: tuple[str, ...], jobs: int = 1, corpus: Path | None = None) -> list[Row]:
    ((_, rows),) = verify.verify([verify.prepare(assignment, corpus)], seeds, jobs)
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 3])
def test_every_answer_is_graded_under_every_seed_and_what_is_not_in_a_wrong_one_is_the_solutions(
    small: Assignment, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(verify, "plan", lambda one, seed="?", *more: drawn.append(seed) or plan(one, seed, *more))
    rows = rows_of(small, ("one", "two"), jobs)
    assert sorted(drawn) == ["one", "two"]
    assert [(found.what, found.seed) for found in rows] == [
        (what, seed) for seed in ("one", "two") for what in ("solution", "starter", "wrong/constant")
    ]
    for found in rows:
        assert found.holds, found.problems()
        assert found.possible == 10
        assert found.score == {"solution": 10, "starter": 0, "wrong/constant": 5}[found.what]
    assert rows[1].due == verify.criteria(small) == rows[1].missed
    assert len(rows[1].due) == 7


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ('"""A."""\nimport numpy as np\n\ndef f(x):\n    return x\n', {"f"}),
        ("def f(x):\n    return x\n\ndef g(x):\n    return x\n", {"f", "g"}),
        ("import numpy as np\nnp.sum = 1\n", None),
        ("print(1)\ndef f(x):\n    return x\n", None),
        ("def f(x)\n", None),
    ],
)
def test_only_a_module_of_plain_functions_leaves_other_exercises_alone(source: str, names: set[str] | None) -> None:
    (module,) = from_files("a.py", {"a.py": source.encode()}).modules
    assert verify.functions_of(module) == names


def test_an_exercise_that_a_wrong_answer_has_no_function_of_is_the_solutions(
    small: Assignment, monkeypatch: pytest.MonkeyPatch
) -> None:
    graded: list[tuple[str, ...]] = []

    def counted(submission, planned, sandbox, **options):
        graded.append(tuple(one.exercise.id for one in planned.exercises))
        return grade(submission, planned, sandbox, **options)

    monkeypatch.setattr(verify, "grade", counted)
    rows_of(small, ("one",))
    assert graded == [("conv_single", "conv_map"), ("conv_single", "conv_map"), ("conv_single",)]


@pytest.mark.slow
def test_a_lesson_whose_starter_holds_part_of_the_answer_does_not_hold(small: Assignment) -> None:
    """The marker stands too low: the check of shapes is in the starter, and raises what is due."""
    lesson = (small.folder / "lesson.py").read_text()
    begin, first = "    # begin solution\n", "    if x.shape != w.shape:\n"
    raises = lesson[lesson.index(first) :].split("\n")[1] + "\n"
    moved = lesson.replace(begin + first + raises, first + raises + begin, 1)
    assert moved != lesson
    (small.folder / "lesson.py").write_text(
        moved.replace("    # begin solution\n", "    return 7\n    # begin solution\n", 1)
    )
    starter = rows_of(small, ("one",))[1]
    assert not starter.holds
    assert starter.score > 0
    assert "starter (one): conv_single.errors should fail but passed" in starter.problems()
    assert f"starter (one): earned {float(starter.score):g} points" in starter.problems()


def test_a_corpus_is_graded_along_and_may_miss_what_it_likes(small: Assignment, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ada.py").write_text("def conv_single(x, w, b):\n    return (x * w).sum() + b\n")
    *_, ada = rows_of(small, ("one",), corpus=corpus)
    assert (ada.what, ada.due, ada.holds, ada.problems()) == ("corpus/ada.py", None, True, [])
    assert 0 < ada.score < 10


# --------------------------------------------------------------------- worked examples, baseline

EXAMPLE = {"id": "one", "slide": "", "title": "", "call": "correlate1d", "expect": {"out": [2, "5/2"]}}
EXAMPLE |= {"arguments": {"x": [1, 3, 2], "k": ["1/2", "1/2"]}}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({}, None),
        ({"expect": {"out": [2, 2.5]}}, None),
        ({"expect": {"out": [2, "7/2"]}}, "expect.out: number 2 is 7/2; correlate1d gives 2.5"),
        ({"expect": {"out": [2]}}, "expect.out: 1 numbers are stated; correlate1d gives 2"),
        ({"expect": {"out": [2, "5/2"], "dx": [1]}}, "expect: correlate1d returns 1 values"),
        ({"expect": {"out": [2, "1/0"]}}, "arguments or expect: Fraction(1, 0)"),
        ({"call": "correlate3d"}, "call: neither convref nor this topic has a function 'correlate3d'"),
        ({"arguments": {"x": [1]}}, "arguments: correlate1d raised TypeError: "),
        ({"expect": {}, "raises": "ValueError"}, "raises: correlate1d raised nothing"),
        ({"expect": {}, "raises": "KeyError", "arguments": {"x": [1], "k": [1, 2]}}, "raised ShapeError, not KeyError"),
        ({"expect": {}, "raises": "ValueError", "arguments": {"x": [1], "k": [1, 2]}}, None),
    ],
)
def test_a_stated_answer_is_compared_with_the_reference(change: dict[str, object], problem: str | None) -> None:
    found = worked_examples.problem(Example(**{**EXAMPLE, **change}))
    assert found is None if problem is None else problem in found


def test_a_wrong_stated_answer_is_a_problem_of_its_assignment(small: Assignment) -> None:
    (small.folder / "examples.toml").write_text(
        '[[example]]\nid = "bad"\nslide = ""\ntitle = ""\ncall = "output_size"\n'
        "[example.arguments]\nlength = 7\nwindow = 3\n[example.expect]\nsize = 4\n"
    )
    assert verify.prepare(small).problems == (
        "conv-layer/examples.toml: bad: expect.size: number 1 is 4; output_size gives 5",
        "conv-layer/wrong.toml: no wrong answer fails conv_map",
    )


def test_what_changed_since_a_baseline_is_listed() -> None:
    def old(what: str, score: float, *fails: str) -> dict[str, object]:
        return {"what": what, "seed": "s", "score": score, "fails": list(fails)}

    before = {"a": [old("one", 3, "f.values"), old("two", 5), old("gone", 1)], "b": []}
    now = {"a": [row("one", missed=frozenset({"f.shape"}), score=3), row("two", score=4), row("new", score=2)]}
    assert verify.changes(before, now) == [
        "a: gone (s) is gone",
        "a: one (s): f.values passes now",
        "a: one (s): f.shape fails now",
        "a: two (s): 5 points before, 4 now",
        "a: new (s) is new: 2 points",
        "b is gone",
    ]
    assert verify.changes({"a": [old("two", 4)]}, {"a": [row("two", score=4)]}) == []


def test_all_wrong_answers_that_name_what_does_not_exist_are_named_at_once(small: Assignment) -> None:
    edit = "[[wrong.edit]]\nfunction = \"conv_single\"\nold = 'return float(z + b)'\n"
    row = f'[[wrong]]\nid = "{{}}"\nbelieves = ["{{}}"]\nfails = ["conv_single.{{}}"]\nwhy = "A."\n{edit}'
    rows = [row.format("b", "bias-forgoten", "values"), row.format("a", "bias-forgotten", "valves")]
    (small.folder / "wrong.toml").write_text("".join(rows))
    (small.folder / "wrong" / "constant.py").unlink()
    with pytest.raises(AuthorError) as error:
        verify.submissions(small)
    assert error.value.problems == (
        "conv-layer/wrong.toml: a: there is no criterion conv_single.valves",
        "conv-layer/wrong.toml: b: no exercise knows the belief bias-forgoten",
    )


@pytest.mark.slow
def test_fewer_seeds_are_those_that_come_first_and_the_command_knows_how_many_there_are() -> None:
    from click.testing import CliRunner

    from grader.cli import verify_command

    assert len(verify.SEEDS) == verify_command.SEEDS
    result = CliRunner().invoke(verify_command.command, ["receptive-field", "--seeds", "1", "--jobs", "1"])
    assert result.exit_code == 0, result.output
    heading, *lines = result.output.splitlines()
    assert heading == "receptive-field: seeds verify-1"
    assert [line.split()[2:] for line in lines[:2]] == [["20.00"], ["0.00"]]
