"""Sealed files: a student without the author's functions is told the same, and can read no answer."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import notebook
from grader.authoring.assignment import load_assignment
from grader.authoring.lesson import solution_module, starter_module
from grader.authoring.wrong import wrong_answers
from grader.errors import OperatorError
from grader.grading.grade import grade, plan
from grader.grading.sealed import boxes
from grader.grading.sealed.grading import find_sealed, grade_sealed, load_sealed
from grader.grading.sealed.making import seal_assignment
from grader.model import Expected
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.command import grader
from tests.test_docs import named_files

SHIPPED = assignments_folder()
pytestmark = pytest.mark.usefixtures("kept_zygotes")


@pytest.fixture(scope="module")
def handed_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handout of the page's assignment, in a folder that holds nothing else; its author's folder lies beside."""
    root = tmp_path_factory.mktemp("course")
    for name, text in named_files("authoring.md").items():
        (root / "author" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "author" / name).write_text(text, encoding="utf-8")
    ran = grader("release", "dilated", "--assignments", str(root / "author"), "--to", str(root / "student"))
    assert ran.returncode == 0, ran.stderr
    return root / "student" / "dilated"


def solution(folder: Path) -> str:
    return solution_module((folder.parents[1] / "author" / "dilated" / "lesson.py").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as one:
        yield one


def check(folder: Path, source: str, *words: str):
    """Type the README's command in the handout's folder."""
    (folder / "dilated.py").write_text(source, encoding="utf-8")
    return grader("check", "dilated.py", *words, cwd=folder)


# ------------------------------------------------------------------------------- a student


def test_the_handouts_own_command_works_with_the_handout_alone(handed_out: Path) -> None:
    commands = [line for line in (handed_out / "README.md").read_text().splitlines() if line.startswith("grader check")]
    assert commands == ["grader check dilated.ipynb -a dilated"]
    ran = grader("check", "dilated.ipynb", "-a", "dilated", cwd=handed_out)
    assert (ran.returncode, ran.stderr) == (1, "")
    assert "Not written yet: dilated" in ran.stdout


@pytest.mark.parametrize("words", [("-a", "dilated"), (), ("-a", "dilated.sealed")])
def test_right_work_has_all_points(handed_out: Path, words: tuple[str, ...]) -> None:
    ran = check(handed_out, solution(handed_out), *words)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "6.00 of 6" in ran.stdout
    assert "Drawn from the public seed" in ran.stdout


def test_a_wrong_number_is_shown_and_not_what_is_due(handed_out: Path) -> None:
    source = solution(handed_out).replace("return out", "out[0, -1] += 1\n    return out")
    ran = check(handed_out, source, "--json", "-")
    results = json.loads(ran.stdout)["exercises"][0]["criteria"][1]["results"]
    evidence = results[0]["evidence"]
    assert evidence["reason"] == "wrong-value"
    assert (evidence["at"], evidence["wrong"]) == ([0, 4], 1)
    assert evidence.get("want") is None
    assert "terms" not in evidence
    shown = check(handed_out, source, "-v").stdout
    assert f"out[0, 4] is {evidence['got']:g}".replace("-", "−") in shown
    assert "another number is due" in shown
    assert "None" not in shown.replace("None of the", "")


def test_a_wrong_shape_and_no_array_are_told_without_what_is_due(handed_out: Path) -> None:
    shape = check(handed_out, solution(handed_out).replace("return out", "return out[1:]"), "-v").stdout
    assert "out has shape (2, 5), and another one is due." in shape
    kind = check(handed_out, solution(handed_out).replace("return out", "return 'out'"), "-v").stdout
    assert "it should be an array." in kind
    assert "None" not in (shape + kind).replace("None of the", "")


@pytest.mark.parametrize(
    ("name", "question"),
    [("kernel-flipped", "Put a single 1 into the top left corner"), ("holes-counted", "How many holes lie between")],
)
def test_a_belief_is_recognised_by_the_answers_that_it_gives(handed_out: Path, name: str, question: str) -> None:
    author = handed_out.parents[1] / "author" / "dilated"
    (wrong,) = [one for one in wrong_answers(author, solution(handed_out)) if one.id == name]
    ran = check(handed_out, wrong.source, "-v")
    assert question in ran.stdout, ran.stdout


def test_what_a_student_types_wrong_is_one_sentence(handed_out: Path) -> None:
    unknown = grader("check", "dilated.py", "-a", "dilatd", cwd=handed_out)
    assert unknown.returncode == 2
    assert "Nor is there a dilatd.sealed beside dilated.py" in unknown.stderr
    dialect = grader("check", "dilated.py", "-a", "dilated", "--dialect", "cs231n", cwd=handed_out)
    assert dialect.returncode == 2
    assert "--seed-file and --dialect need the assignment's folder" in " ".join(dialect.stderr.split())


def test_a_notebook_finds_the_file_beside_it(handed_out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(handed_out)
    cells = [solution(handed_out)]
    monkeypatch.setattr(notebook, "executed_cells", lambda: cells)
    assert "6.00 of 6" in repr(notebook.check("dilated"))
    assert "6.00 of 6" in repr(notebook.check(assignment="dilated"))
    cells[0] = cells[0].replace("return out", "return -out")
    shown = notebook.check("dilated")
    assert isinstance(shown, notebook.Shown)
    assert "another number is due" in shown._repr_html_()
    assert "has no exercise 'dilate'" in repr(notebook.check("dilate", assignment="dilated"))
    assert "5.00 of 5" not in repr(notebook.check("conv_single"))  # one of ours is ours beside a sealed file too


# ------------------------------------------------------------------------------ no answer


def test_nothing_of_an_answer_can_be_read(handed_out: Path) -> None:
    author = handed_out.parents[1] / "author" / "dilated"
    text = (handed_out / "dilated.sealed").read_text(encoding="utf-8")
    for line in (author / "operations.py").read_text().splitlines() + (author / "beliefs.py").read_text().splitlines():
        assert len(line) < 20 or "Receptive Field" in line or line.strip() not in text
    for planned in plan(load_assignment(author)).exercises:
        for case, due in planned.expected.items():
            for expected in due.values():
                numbers = json.dumps(expected.value.ravel().tolist()[:3])[1:-1]
                assert numbers not in text, case
                assert numbers.replace(" ", "") not in text, case
                assert str(list(expected.value.shape)).replace(" ", "") not in text or expected.value.shape in {
                    array.shape for one in planned.cases for array in one.arguments.values()
                }
    assert "flipped" not in text
    assert "corner" not in text


def test_the_same_assignment_gives_the_same_bytes(handed_out: Path) -> None:
    author = handed_out.parents[1] / "author" / "dilated"
    assert seal_assignment(load_assignment(author)) == (handed_out / "dilated.sealed").read_bytes()


def due(value: list[float], *, exact: bool) -> Expected:
    array = np.array(value)
    return Expected(value=array, absolute=np.abs(array), count=9, norm=1.0, exact=exact, grid=float(exact))


@given(st.lists(st.integers(-(2**20), 2**20), min_size=1, max_size=9), st.booleans())
def test_an_answer_within_the_bound_opens_and_one_two_cells_away_does_not(values: list[int], exact: bool) -> None:
    expected = due([value if exact else value / 7 for value in values], exact=exact)
    box = boxes.seal(expected, "salt", "a/b/out")
    rounded = expected.value if exact else expected.value.astype(np.float32).astype(np.float64)
    opened = boxes.open_box(box, rounded, "salt", "a/b/out")
    assert opened is not None
    assert (opened.value == expected.value).all()
    assert (opened.absolute == expected.absolute).all()
    wrong = expected.value + 2 * box.lattice.step * (np.arange(len(values)) == 0)
    assert boxes.open_box(box, wrong, "salt", "a/b/out") is None
    assert boxes.open_box(box, expected.value, "salt", "a/c/out") is None
    told = boxes.wrong_numbers(box, wrong, "salt", "a/b/out")
    assert told is not None
    assert not told[1:].any()


@pytest.mark.parametrize("value", [[np.nan, 1.0], [np.inf, 1.0], [1e300, 1.0]])
def test_what_is_no_number_opens_nothing(value: list[float]) -> None:
    box = boxes.seal(due([3.0, 4.0], exact=True), "salt", "a/b/out")
    assert boxes.open_box(box, np.array(value), "salt", "a/b/out") is None


# ---------------------------------------------------------------------------- the same verdict


def verdicts(report) -> dict[tuple[str, str, str], str]:
    return {
        (exercise.exercise.id, criterion.criterion.id, result.case): result.status
        for exercise in report.exercises
        for criterion in exercise.criteria
        for result in criterion.results
    }


@pytest.mark.parametrize(
    "name",
    [
        *(pytest.param(name, marks=pytest.mark.slow) for name in ("statements", "receptive_field", "dimensions")),
        *(pytest.param(name, marks=pytest.mark.full) for name in ("image_filters", "fully_connected")),
    ],
)
def test_every_case_that_is_sealed_is_judged_as_with_the_reference(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    assignment = load_assignment(SHIPPED / name)
    path = tmp_path / f"{assignment.id}.sealed"
    path.write_bytes(seal_assignment(assignment))
    sealed, planned = load_sealed(path), plan(assignment)
    sandbox.configure(assignment.limits, assignment.imports)
    lesson = (SHIPPED / name / "lesson.py").read_text(encoding="utf-8")
    right = solution_module(lesson)
    sources = [right, starter_module(lesson), *(one.source for one in wrong_answers(SHIPPED / name, right)[:8])]
    told, seen = 0, 0
    for source in sources:
        submission = from_files("work.py", {"work.py": source.encode()})
        with_reference = verdicts(grade(submission, planned, sandbox, "native", explain=False))
        without = verdicts(grade_sealed(submission, sealed, sandbox))
        differing = {key for key, status in without.items() if with_reference[key] != status}
        told, seen = told + len(differing), seen + len(without)
        if source is right:
            assert set(without.values()) == {"passed"}
    assert seen > 100 or name == "statements"
    assert told <= seen // 50  # follow-through and functions that are called again need the author's functions


# --------------------------------------------------------------------------------- files


@pytest.mark.parametrize("cut", [b"", b"{}", b'{"format": 1}', b"[1]", b"\xff\xfe", None])
def test_what_is_no_sealed_file_is_said_in_one_sentence(handed_out: Path, tmp_path: Path, cut: bytes | None) -> None:
    path = tmp_path / "dilated.sealed"
    whole = (handed_out / "dilated.sealed").read_bytes()
    path.write_bytes(whole[: len(whole) // 2] if cut is None else cut)
    with pytest.raises(OperatorError, match=r"dilated\.sealed is no sealed file, or only a part of one"):
        load_sealed(path)


def test_values_that_do_not_fit_are_said_in_the_same_sentence(handed_out: Path, tmp_path: Path) -> None:
    path = tmp_path / "dilated.sealed"
    changed = json.loads((handed_out / "dilated.sealed").read_text())
    changed["exercises"][0]["cases"][0]["arguments"]["x"]["shape"] = [1, 1]
    path.write_text(json.dumps(changed))
    with pytest.raises(OperatorError, match="is no sealed file"):
        load_sealed(path)


def test_a_later_format_asks_for_a_newer_grader(tmp_path: Path) -> None:
    path = tmp_path / "a.sealed"
    path.write_text('{"format": 99, "new": 1}')
    with pytest.raises(OperatorError, match="made by a newer grader"):
        load_sealed(path)


def test_of_two_sealed_files_the_one_that_is_named_is_taken(handed_out: Path, tmp_path: Path) -> None:
    for name in ("dilated", "other"):
        shutil.copy(handed_out / "dilated.sealed", tmp_path / f"{name}.sealed")
    assert find_sealed(tmp_path) is None
    assert find_sealed(tmp_path, "other") == tmp_path / "other.sealed"
