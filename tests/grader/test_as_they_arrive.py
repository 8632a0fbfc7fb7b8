"""What students and teachers of other courses had in hand when they came for help: read as it was meant, or named."""

import json
from pathlib import Path

import pytest

from grader.classroom import roster
from grader.classroom.class_work import gather_class
from grader.classroom.intake import take_in
from grader.classroom.roster_matching import match
from grader.classroom.summary import Line
from grader.cli.afterwards import say_stayed
from grader.cli.twin import imported_beside
from grader.errors import OperatorError
from grader.model import Student
from grader.report import text
from grader.submissions.reading import load_submission
from tests.grader.conftest import criterion_of
from tests.grader.test_loading import notebook

WORK = "def conv_single(x, w, b):\n    return float((x * w).sum() + b)\n"
ROSTER = (
    Student(id="1001", name="Ada Lovelace", email="ada@x.edu"),
    Student(id="1002", name="Turing, Alan", email="alan@x.edu"),
    Student(id="1003", name="Zoë Müller", email="zoe@x.edu"),
)
STATUSES = ("passed", "failed", "missing")
LIST = "Matrikelnummer;Nachname;Vorname;E-Mail\n1001;Lovelace;Ada;ada@x.edu\n1002;Turing;Alan;alan@x.edu\n"


def students(folder: Path, content: str) -> list[tuple[str, str]]:
    (folder / "roster.csv").write_text(content)
    return [(one.id, one.name) for one in roster.read(folder / "roster.csv")]


# ------------------------------------------------------------------------------------- rosters


@pytest.mark.parametrize(
    "content",
    [
        f"Kurs: CNN WS 2026/27;;;\nStand: 01.12.2026;;;\n;;;\n{LIST};;;\nSumme: 2 Teilnehmer;;;\n",
        f"Course list\n\n{LIST}",
        "| id | name |\n|----|:----|\n| 1001 | Lovelace, Ada |\n| 1002 | Turing, Alan |\n",
        "id | name\n--- | ---\n1001 | Lovelace, Ada\n1002 | Turing, Alan",
    ],
    ids=["titles of a spreadsheet", "a title alone", "Markdown", "Markdown without bars around"],
)
def test_a_list_is_read_from_its_headings_on(tmp_path: Path, content: str) -> None:
    assert students(tmp_path, content) == [("1001", "Lovelace, Ada"), ("1002", "Turing, Alan")]


def test_lines_below_a_title_keep_their_numbers(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="lines 4, 5: the same id, 7"):
        students(tmp_path, "A course\n\nid,name\n7,Ada\n7,Alan\n")


def test_a_first_line_that_is_a_students_is_no_title(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match=r"ada@x\.edu is an address and no heading"):
        students(tmp_path, "Ada Lovelace,ada@x.edu\nid,email\n7,b@x.edu\n")


@pytest.mark.parametrize("content", ['[{"id": 1001}]', '\ufeff\n{"students": []}', "[\n  [1001]\n]"])
def test_a_list_in_json_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(OperatorError, match="is JSON and no CSV; export the list as CSV"):
        students(tmp_path, content)


# ------------------------------------------------------------------------------------- names of a class


@pytest.mark.parametrize(
    "name",
    [
        "Lovelace, Ada - Abgabe 3.py",
        "[12]_Ada_Lovelace_Abgabe_3.py",
        "[W12-2][Ada Lovelace]conv-1.py",
        "sheet 3 ada lovelace final.py",
    ],
)
def test_a_full_name_may_stand_in_a_longer_one(tmp_path: Path, name: str) -> None:
    names = [name, "Zoe Muller 2.py", "Musterlösung.py", "Adam Lovelacey.py"]
    for number, one in enumerate(names):
        (tmp_path / one).write_text(WORK + f"# {number}\n")
    (tmp_path / "archive_filelist.csv").write_text('"Ordner","Dateiname"\n".","conv.py"\n')  # of Stud.IP
    matched = match(take_in(tmp_path, tmp_path / "work").entries, ROSTER)
    assert {one.id: [entry.name for entry in entries] for one, entries in matched.entries} == {
        "1001": [name],
        "1003": ["Zoe Muller 2.py"],
    }
    assert {entry.name for entry, _ in matched.unmatched} == {"Musterlösung.py", "Adam Lovelacey.py"}


def test_a_name_with_two_students_in_it_is_listed_with_both(tmp_path: Path) -> None:
    (tmp_path / "sheet 3 Ada Lovelace, Alan Turing.py").write_text(WORK)
    ((_, why),) = match(take_in(tmp_path, tmp_path / "work").entries, ROSTER).unmatched
    assert why.startswith("may be of Ada Lovelace (1001) or Turing, Alan (1002)")


def test_files_that_are_called_by_a_former_id_are_the_students(tmp_path: Path) -> None:
    for name in ("0071.py", "hw1_oldlogin.py", "1003.py"):
        (tmp_path / name).write_text(WORK + f"# {name}\n")
    entries = take_in(tmp_path, tmp_path / "work").entries
    matched = match(entries, ROSTER, former={"1001": "71", "1002": "oldlogin", "1003": "gone"})
    assert {one.id: [entry.name for entry in own] for one, own in matched.entries} == {
        "1001": ["0071.py"],
        "1002": ["hw1_oldlogin.py"],
        "1003": ["1003.py"],
    }


@pytest.mark.parametrize("name", ["1001-2.py", "1001_exercise_3.py", "hw2-30261001-v1.py"])
def test_a_number_may_stand_in_a_longer_name(tmp_path: Path, name: str) -> None:
    people = (
        *ROSTER,
        Student(id="30261001", name="Kira Nerys"),
        Student(id="2026", name="Year"),
        Student(id="20261120"),
    )
    for one in (name, "conv 2026.py", "conv 20261120.py", "1002.py"):
        (tmp_path / one).write_text(WORK + f"# {one}\n")
    matched = match(take_in(tmp_path, tmp_path / "work").entries, people)
    assert [entry.name for _, entries in matched.entries for entry in entries] in ([name, "1002.py"], ["1002.py", name])
    assert [entry.name for entry, _ in matched.unmatched] == ["conv 2026.py", "conv 20261120.py"]


def test_numbers_of_two_students_are_listed_with_both(tmp_path: Path) -> None:
    (tmp_path / "1001+1002_file1_submission1.py").write_text(WORK)
    ((_, why),) = match(take_in(tmp_path, tmp_path / "work").entries, ROSTER).unmatched
    assert why.startswith("may be of Ada Lovelace (1001) or Turing, Alan (1002)")


def test_submissions_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = [f"ada@x.edu_{number}_handin.py" for number in (1, 9, 10)]
    for one in names:
        (tmp_path / one).write_text(WORK + f"# {one}\n")
    gathered = gather_class(take_in(tmp_path, tmp_path / "work"), ROSTER)
    assert [entry.name for _, entry in gathered.entries] == names


def test_a_grade_of_an_earlier_run_is_said_to_stay(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1001.py").write_text(WORK)
    gathered = gather_class(take_in(tmp_path, tmp_path / "work"), ROSTER)
    lines = [
        (one.id, Line(score=1.0, possible=1.0, status=status)) for one, status in zip(ROSTER, STATUSES, strict=True)
    ]
    say_stayed(lines, gathered, Path("week"))
    assert capsys.readouterr().err == "Not in week, but graded in an earlier run, so the grade stays: 1002.\n"
    say_stayed(lines[:1], gathered, Path("week"))
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "copy",
    [
        "conv-DESKTOP-4F2K1AB.py",
        "conv-laptop-9QK2M1.py",
        "conv (Ada's conflicted copy 2026-11-20).py",
        "conv (In Konflikt stehende Kopie von Zoë 2026-11-20).py",
        "conv (conflicted copy 2026-11-20 175900).py",
        "conv.sync-conflict-20261120-175900-ABCDEFG.py",
        "conv (SFConflict ada@x.edu 2026-11-20-17-59-00).py",
    ],
)
def test_the_copy_that_a_synchronised_folder_made_is_a_version(tmp_path: Path, copy: str) -> None:
    (tmp_path / "conv.py").write_text(WORK)
    (tmp_path / copy).write_text(WORK.replace("+ b", "- b"))
    found = load_submission(tmp_path)
    assert [module.file for module in found.modules] == ["conv.py"]
    assert found.notes == (f"{copy}, conv.py: versions of one file; the newest, conv.py, is graded",)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hw1 (old)", "hw1"),
        ("old", "."),
        ("hw1/backup", "hw1"),
        ("hw1", "hw1_final"),
        ("draft", "final"),
        ("hw1 - Copy", "hw1"),
        ("Kopie von hw1", "hw1"),
    ],
)
def test_folders_that_are_called_old_or_new_hold_versions(tmp_path: Path, older: str, newer: str) -> None:
    for folder, source in ((older, WORK), (newer, WORK.replace("+ b", "- b"))):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        (tmp_path / folder / "conv.py").write_text(source)
    (module,) = load_submission(tmp_path).modules
    assert module.file == str(Path(newer) / "conv.py")


def test_folders_that_are_called_by_another_number_hold_parts(tmp_path: Path) -> None:
    for folder in ("hw1", "hw2", "part 3"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "conv.py").write_text(WORK)
    assert len(load_submission(tmp_path).modules) == 3


# ------------------------------------------------------------------------------------- what a student checks


def test_lines_of_a_cell_without_ends_are_lines(grade_source) -> None:
    cells = json.loads(notebook(WORK))
    cells["cells"] = [{**one, "source": WORK.splitlines()} for one in cells["cells"]]
    report = grade_source(json.dumps(cells), "conv_single", name="work.ipynb")
    assert criterion_of(report, "conv_single.values").score > 0


def test_a_notebook_of_another_language_says_so(tmp_path: Path) -> None:
    cells = json.loads(notebook("conv_single <- function(x, w, b) {\n  sum(x * w) + b\n}"))
    about = {"kernelspec": {"name": "ir", "language": "R", "display_name": "R"}, "language_info": {"name": "R"}}
    (tmp_path / "a.ipynb").write_text(json.dumps({**cells, "metadata": about}))
    problem = load_submission(tmp_path / "a.ipynb").problem
    assert problem is not None
    assert problem.startswith("a.ipynb is a notebook of R: the functions are written in Python")


@pytest.mark.parametrize(
    "metadata",
    [None, [], {"kernelspec": "python3"}, {"kernelspec": {"language": 3}}, {"language_info": {"name": "C#"}}],
)
def test_a_notebook_with_functions_is_read_whatever_it_says_of_its_language(tmp_path: Path, metadata: object) -> None:
    (tmp_path / "a.ipynb").write_text(json.dumps({**json.loads(notebook(WORK)), "metadata": metadata}))
    assert load_submission(tmp_path / "a.ipynb").problem is None


def test_a_function_under_timeit_is_named_with_its_cell(grade_source) -> None:
    report = grade_source(notebook("import numpy", "%%timeit -n 1\n" + WORK), "conv_single", name="work.ipynb")
    due = "conv_single stands in cell 3 from the top, under %%timeit, which forgets it again: delete that line"
    assert due in " ".join(text.render(report).split())
    again = grade_source(notebook("%%timeit\n" + WORK, WORK), "conv_single", name="work.ipynb")
    assert again.notes == ()


def test_a_function_that_asks_for_input_is_told_to_take_arguments(grade_source) -> None:
    report = grade_source("def conv_single(x, w, b):\n    return float(input('stride? '))\n", "conv_single")
    shown = " ".join(text.render(report).split())
    assert "nothing can be typed while grading: delete input(), and take the value from the function's arguments" in (
        shown
    )


def test_what_a_parameter_is_said_to_be_costs_nothing(grade_source) -> None:
    typed = WORK.replace("x, w, b):", 'x: Float[np.ndarray, "C H W"], w: Later, b: NDArray[np.float64]) -> "F":')
    report = grade_source(
        "import numpy as np\nfrom jaxtyping import Float\n" + typed + "class Later: pass\n", "conv_single"
    )
    assert criterion_of(report, "conv_single.values").score > 0


def test_half_a_character_may_be_printed(grade_source) -> None:
    report = grade_source("print('\\ud83d')\n" + WORK.replace("    ", "    print('\\udcff ✓')\n    "), "conv_single")
    assert (report.notes, criterion_of(report, "conv_single.values").score > 0) == ((), True)


@pytest.mark.slow
def test_a_call_that_floods_is_told_to_take_print_out(grade_source) -> None:
    report = grade_source("def conv_single(x, w, b):\n    while True: print('x' * 100_000)\n", "conv_single")
    shown = " ".join(text.render(report).split())
    assert ", and had printed more than a megabyte." in shown
    assert "take print out of its loops, and look for a loop that never ends." in shown


def test_a_module_beside_a_checked_file_is_named(grade_source, tmp_path: Path) -> None:
    report = grade_source("from utils import *\nimport tools\n" + WORK, "conv_single", name="conv.py")
    assert "utils is not available while grading; from utils import * gave no names" in report.notes
    file = tmp_path / "conv.py"
    file.write_text(WORK)
    assert imported_beside(file, report) == []
    (tmp_path / "tools.py").write_text("")
    (said,) = imported_beside(file, report)
    assert said.startswith("conv.py imports tools.py, which lies beside it and was not graded with it.")
    assert said.endswith(f"grader check {tmp_path}")
