"""Classes as teachers reported them to other projects: each file goes to the student who handed it in, or is listed."""

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from grader.classroom.class_work import gather_class
from grader.classroom.deadlines import place_deadlines
from grader.classroom.entry import Entry
from grader.classroom.extensions import Extension
from grader.classroom.intake import Taken, take_in
from grader.classroom.policy import Candidate, decide_grade, late_days
from grader.classroom.reading import read_entry
from grader.classroom.roster import read as read_roster
from grader.classroom.roster_matching import Matched, match
from grader.classroom.settings import Late
from grader.classroom.times import Times
from grader.errors import OperatorError
from grader.model import Student, Submission
from grader.submissions.reading import load_submission

WORK = "def conv_map(x, w, b):\n    return '{}'\n"
RIGHT = WORK.format("right")


def zipped(path: Path, files: Mapping[str, str | bytes | None]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            if text is None:
                archive.mkdir(name)
            else:
                archive.writestr(name, text)
    return path


def taken(folder: Path, files: Mapping[str, str | bytes | None], **more: str) -> Taken:
    return take_in(zipped(folder / "class.zip", files), folder / "work", **more)


def read(one: Taken) -> dict[str, Submission]:
    return {entry.student: load_submission(entry.path, entry.name) for entry in one.entries}


def owners(matched: Matched) -> dict[str, list[str]]:
    return {student.id: [entry.name for entry in entries] for student, entries in matched.entries}


# ------------------------------------------------------------------------------------- whose is whose

UNDERSCORES = [Student(id=login) for login in ("ada_l", "ada", "l", "b.c")]


@pytest.mark.parametrize("says_who", [True, False], ids=["Blackboard's .txt says who", "names alone"])
def test_a_login_of_blackboard_may_hold_an_underscore(tmp_path: Path, says_who: bool) -> None:
    files = {}
    for login in ("ada_l", "ada", "l", "b.c"):
        files[f"HW_1_{login}_attempt_2026-11-20-17-59-00_conv.py"] = WORK.format(login)
        if says_who:
            files[f"HW_1_{login}_attempt_2026-11-20-17-59-00.txt"] = f"Name: Some Body ({login})\nAssignment: HW_1\n"
    matched = match(taken(tmp_path, files).entries, UNDERSCORES)
    sources = {
        student.id: load_submission(entry.path).modules[0].cells[0].source for student, (entry,) in matched.entries
    }
    assert sources == {login: WORK.format(login) for login in ("ada_l", "ada", "l", "b.c")}


def test_where_all_logins_of_blackboard_begin_alike_nothing_is_given_to_somebody_else(tmp_path: Path) -> None:
    files = {f"HW_s_{login}_attempt_2026-11-20-17-59-00_conv.py": RIGHT for login in ("ada", "alan")}
    roster = [Student(id=login) for login in ("s_ada", "alan", "s_alan")]
    matched = match(taken(tmp_path, files).entries, roster)
    assert owners(matched) == {"s_ada": ["conv.py"]}
    ((entry, why),) = matched.unmatched
    assert entry.student == "alan"
    assert "may be of alan (alan) or s_alan (s_alan)" in why


@pytest.mark.parametrize(
    "name",
    [
        "HW 1_max_weber_attempt_2026-11-20-17-59-00_conv.py",
        "12345-678 - Max Weber - Nov 20, 2026 559 PM/conv.py",
        "Weber_Max_mweber_7001/conv.py",
        "Weber, Max(mweber)/Submission attachment(s)/conv.py",
        "Max Weber_5001_assignsubmission_file/conv.py",
        "submitted/max_weber/conv-layer/conv.py",
    ],
)
def test_a_word_of_a_name_is_nobody_elses_login(tmp_path: Path, name: str) -> None:
    """Who left the course is no longer on the roster; his last name is the login of somebody who is."""
    other = name.replace("Max", "Ada").replace("max", "ada").replace("Weber", "Lovelace").replace("weber", "lovelace")
    other = other.replace("HW 1_ada_lovelace", "HW 1_ada").replace("12345-", "12346-").replace("7001", "7002")
    files = {name: RIGHT, other.replace("5001", "5002"): WORK.format("ada")}
    roster = [
        Student(id="weber", name="Anna Weber"),
        Student(id="ada", name="Ada Lovelace", login="alovelace", email="ada_lovelace"),
    ]
    matched = match(taken(tmp_path, files).entries, roster)
    assert [student.id for student, _ in matched.entries] == ["ada"]
    assert len(matched.unmatched) == 1


def test_what_two_of_one_name_handed_in_is_listed_with_both(tmp_path: Path) -> None:
    """Moodle's numbers are not in a list of participants, which has only names and addresses."""
    names = {"Anna Schmidt_5001": "one", "Anna Schmidt_5002": "two", "Ben Ode_5003": "ben"}
    files = {f"{name}_assignsubmission_file/conv.py": WORK.format(text) for name, text in names.items()}
    roster = [
        Student(id="a.schmidt@x.edu", name="Schmidt, Anna"),
        Student(id="anna.s@x.edu", name="Schmidt, Anna"),
        Student(id="ben@x.edu", name="Ode, Ben"),
    ]
    matched = match(taken(tmp_path, files).entries, roster)
    assert owners(matched) == {"ben@x.edu": ["conv.py"]}
    assert all("(a.schmidt@x.edu) or Schmidt, Anna (anna.s@x.edu)" in why for _, why in matched.unmatched)
    assert [why for _, why in matched.missing] == [
        "not certain whose conv.py of Anna Schmidt_5001, conv.py of Anna Schmidt_5002 is; nothing else was handed in"
    ] * 2


# ------------------------------------------------------------------------------------- what a file really is


def notebook(*cells: str | tuple[str, str]) -> bytes:
    pairs = [("code", cell) if isinstance(cell, str) else cell for cell in cells]
    made = [{"cell_type": kind, "source": text, "metadata": {}} for kind, text in pairs]
    return json.dumps({"cells": made, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}, ensure_ascii=False).encode()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return stream.getvalue()


def sources(one: Submission) -> list[str]:
    return [cell.source for module in one.modules for cell in module.cells]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("ada.zip", RIGHT.encode(), "ada.zip is Python source under the name of an archive"),
        ("ada.zip", notebook(RIGHT), "ada.zip is a notebook under the name of an archive"),
        ("ada.py", archive({"conv.py": RIGHT}), "ada.py is a ZIP archive under the name of a Python file"),
        ("ada.ipynb", archive({"conv.py": RIGHT}), "ada.ipynb is a ZIP archive under the name of a notebook"),
        ("ada/conv.py", archive({"conv.py": RIGHT}), "conv.py is a ZIP archive under the name of a Python file"),
        ("ada/conv.zip", RIGHT.encode(), "conv.zip is Python source under the name of an archive"),
        ("ada.py.txt", RIGHT.encode(), "ada.py.txt has a second ending behind its name; it was read as ada.py"),
        ("ada.ipynb", notebook(f"# über\n{RIGHT}").decode().encode("cp1252"), "'ü' is not in UTF-8"),
        ("ada.ipynb", notebook(RIGHT).decode().encode("utf-16"), "ada.ipynb is in UTF-16"),
    ],
)
def test_what_a_file_is_called_costs_no_points(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / "class" / name).parent.mkdir(parents=True)
    (tmp_path / "class" / name).write_bytes(data)
    (entry,) = take_in(tmp_path / "class", tmp_path / "work").entries
    found = load_submission(entry.path, entry.name)
    assert (entry.student, found.problem) == ("ada", None)
    assert sources(found)[0].endswith(RIGHT)
    assert any(said in note for note in found.notes)


@pytest.mark.parametrize("place", ["env", "work/my env", ""], ids=["beside", "inside", "around"])
@pytest.mark.parametrize("is_packed", [True, False])
def test_an_environment_under_any_name_is_nobodys_work(tmp_path: Path, place: str, is_packed: bool) -> None:
    files = {"work/conv.py": RIGHT, f"{place}/pyvenv.cfg".lstrip("/"): "home = /usr"}
    files |= {f"{place}/Lib/module{n}.py".lstrip("/"): "x = 1\n" for n in range(250)}
    if is_packed:
        (tmp_path / "ada.zip").write_bytes(archive(files))
        found = load_submission(tmp_path / "ada.zip")
    else:
        for name, text in files.items():
            (tmp_path / "ada" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "ada" / name).write_text(text)
        found = load_submission(tmp_path / "ada")
    assert sources(found) == [RIGHT]
    (note,) = found.notes
    assert note.startswith(f"{place or 'the folder itself'} is a Python environment")


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("ada.tar.gz", b"\x1f\x8b\x08", "ada.tar.gz cannot be unpacked: Compressed file ended before"),
        ("ada.gz", b"\x1f\x8b\x08", "ada.gz is an archive packed with gzip: make a .zip"),
        ("ada.7z", b"", "ada.7z is a 7z archive: make a .zip"),
        ("ada/work.rar", b"Rar!\x1a\x07\x01", "work.rar is a RAR archive: make a .zip"),
        ("ada/c.py", b"--- a/c.py\n+++ b/c.py\n@@ -0,0 +1,2 @@\n+x = 1\n", "c.py is a patch (a list of changes)"),
        ("ada/c.patch", b"diff --git a/c.py b/c.py\nindex 1..2\n", "c.patch is a patch (a list of changes)"),
        ("ada/link.txt", b"https://colab.research.google.com/drive/1\n", "is a link to a file, not the file"),
        ("ada/c.url", b"[InternetShortcut]\r\nURL=https://x.edu/c.py\r\n", "is a link to a file, not the file"),
        ("ada/.ipynb_checkpoints/c-checkpoint.ipynb", notebook(RIGHT), "only hidden files, or such as programs keep"),
        ("ada/__pycache__/c.cpython-311.pyc", b"\xa7\r\r\n", "themselves, __pycache__/c.cpython-311.pyc"),
        ("ada.zip", archive({"conv.py": RIGHT})[:90], "ada.zip is not whole: its end is missing"),
        ("ada.zip", archive({"conv.py": RIGHT}).replace(b"right", b"wrong"), "because it is damaged"),
        ("ada.zip", archive({}), "it is empty"),
        ("ada.zip", archive({"work/": ""}), "only empty folders"),
        ("ada.zip", archive({"a.txt": "", "b.png": ""}), "no .py or .ipynb file in it, but a.txt, b.png"),
        ("ada.ipynb", b"\0" * 400, "nothing but zero bytes"),
        ("ada.ipynb", b'<?xml version="1.0"?><Error><Code>403</Code></Error>', "is XML, such as the error message"),
    ],
)
def test_what_cannot_be_graded_says_what_it_is(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / "class" / name).parent.mkdir(parents=True)
    (tmp_path / "class" / name).write_bytes(data)
    (entry,) = take_in(tmp_path / "class", tmp_path / "work").entries
    assert entry.student == "ada"
    assert why in str(load_submission(entry.path, entry.name).problem)


WRONG = WORK.format("older")
CLASS = [
    Student(id="101", name="Lovelace, Ada", login="ada"),
    Student(id="102", name="Turing, Alan", login="alan"),
]
LAYOUTS = {  # in each, what Ada handed in last is right
    "the exchange of nbgrader": {
        "ada+hw 1+2026-05-04 10:00:00 UTC/c.py": WRONG,
        "ada+hw 1+2026-05-04 17:00:00.123456 UTC+YWJj/c.py": RIGHT,
        "alan+hw 1+2026-05-05 10:00:00 UTC+eHl6/c.py": RIGHT,
    },
    "folders by number": {"ada/1/c.py": WRONG, "ada/2/c.py": RIGHT, "ada/10/c.py": RIGHT, "alan/1/c.py": RIGHT},
    "attempts": {"ada/attempt 1/c.py": WRONG, "ada/attempt 2/c.py": RIGHT, "alan/attempt 1/c.py": RIGHT},
    "folders around folders": {"HW 1/export/ada/c.py": RIGHT, "HW 1/export/alan/c.py": RIGHT},
    "a PDF beside the work": {"ada.py": RIGHT, "ada.pdf": "%PDF-1.7", "alan.py": RIGHT, "alan.docx": b"PK\3\4word/"},
    "what Moodle's teachers gave back": {
        "Ada Lovelace_5101_assignsubmission_file/c.py": RIGHT,
        "Ada Lovelace_5101_assignfeedback_file/c.py": WRONG,
        "Alan Turing_5102_assignsubmission_file_c.py": RIGHT,
        "Alan Turing_5102_assignfeedback_file_c.py": WRONG,
    },
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_was_handed_in_last_counts_in_layouts_of_other_programs(tmp_path: Path, layout: str) -> None:
    work = gather_class(taken(tmp_path, LAYOUTS[layout]), CLASS)
    attempts: dict[str, list[Entry]] = {}
    for student, entry in work.entries:
        attempts.setdefault(student.id, []).append(entry)
    assert sorted(attempts) == ["101", "102"], work.listed
    for own in attempts.values():
        last = max(own, key=lambda entry: entry.submitted or dt.datetime.min.replace(tzinfo=dt.UTC))
        assert sources(load_submission(last.path, last.name)) == [RIGHT]
    assert len(attempts["101"]) == 1 + layout.startswith("the exchange")
    assert any("is no source and does not count" in line for line in work.listed) == layout.startswith("a PDF")


def test_of_a_student_without_any_source_all_is_kept(tmp_path: Path) -> None:
    work = gather_class(taken(tmp_path, {"ada.pdf": "%PDF-1.7", "ada.docx": "x", "alan.py": RIGHT}), CLASS)
    assert sorted(student.id for student, _ in work.entries) == ["101", "101", "102"]


def test_exercises_in_folders_by_number_are_parts(tmp_path: Path) -> None:
    single = "def conv_single(x, w, b):\n    return 1\n"
    main = "def main():\n    print(1)\n"
    for extra in ("", main):  # what both have beside their own function makes no versions of them
        files = {"1/c.py": single + extra, "2/c.py": RIGHT + extra}
        assert len(sources(load_submission(zipped(tmp_path / "ada.zip", files)))) == 2


def test_the_exchange_with_several_assignments_asks_which(tmp_path: Path) -> None:
    names = [f"{who}+{what}+2026-05-04 10:00:00 UTC/c.py" for who in ("ada", "alan") for what in ("one", "two")]
    assert len(taken(tmp_path, dict.fromkeys(names, RIGHT), assignment="two").entries) == 2
    with pytest.raises(OperatorError, match="holds one, two; which of them is to be graded is not clear"):
        taken(tmp_path, dict.fromkeys(names, RIGHT), assignment="three")


OTHER_ENDINGS = {
    "conv": RIGHT.encode(),
    "conv.txt": RIGHT.encode(),
    "conv.pyw": RIGHT.encode(),
    "conv.json": notebook(RIGHT),
    "conv.md": f"# Mine\n```python\n{RIGHT}```\n".encode(),
}


@pytest.mark.parametrize("name", OTHER_ENDINGS)
@pytest.mark.parametrize("lay", ["alone", "in a folder", "in a zip", "in Canvas's archive"])
def test_work_under_another_ending_is_read_where_there_is_no_other(tmp_path: Path, name: str, lay: str) -> None:
    data, folder = OTHER_ENDINGS[name], tmp_path / "class"
    (folder / "ada" if lay == "in a folder" else folder).mkdir(parents=True)
    if lay == "alone":
        (folder / f"ada{Path(name).suffix}").write_bytes(data)
    elif lay == "in a zip":
        zipped(folder / "ada.zip", {name: data, "notes.txt": "def is a word", "picture.png": b"\x89PNG"})
    elif lay == "in a folder":
        (folder / "ada" / name).write_bytes(data)
        (folder / "ada" / "notes.txt").write_text("from here on, see the lecture\n")
    else:
        folder = zipped(tmp_path / "class.zip", {f"lovelaceada_1_9_{name}": data, "turingalan_2_8_c.py": RIGHT})
    entries = {entry.student: entry for entry in take_in(folder, tmp_path / "work").entries}
    found = load_submission(next(entry for key, entry in entries.items() if "ada" in key).path)
    assert [RIGHT in source for source in sources(found)] == [True]
    assert any("it was read as that. Save it as" in note for note in found.notes)


def test_what_is_beside_the_work_under_another_ending_is_no_work(tmp_path: Path) -> None:
    files = {"conv.py": RIGHT, "old.txt": WORK.format("old"), "old": WORK.format("old")}
    assert sources(load_submission(zipped(tmp_path / "ada.zip", files))) == [RIGHT]


def test_a_rule_that_is_broken_is_told_by_the_names_that_the_student_knows(tmp_path: Path) -> None:
    """What Canvas hands out is written to a folder of the grader's own, whose name nobody has seen."""
    files = {"lovelaceada_1_2_conv.py": RIGHT, "lovelaceada_1_3_c\u043env.py": RIGHT, "turingalan_2_4_conv.py": RIGHT}
    entry = next(entry for entry in taken(tmp_path, files).entries if entry.student == "lovelaceada_1")
    assert str(load_submission(entry.path, entry.name).problem).startswith("lovelaceada_1/: ")


def test_in_an_archive_whoever_has_nothing_but_hidden_files_has_an_entry(tmp_path: Path) -> None:
    files = {"ada/.ipynb_checkpoints/c-checkpoint.ipynb": notebook(RIGHT), "bob/c.py": RIGHT, "__MACOSX/._x": b"\0"}
    assert [entry.student for entry in taken(tmp_path, files).entries] == ["ada", "bob"]


def test_the_empty_file_that_makes_a_package_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert not taken(tmp_path, {"ada/p/__init__.py": "", "ada/p/c.py": RIGHT, "bob/c.py": RIGHT}).problems


def test_a_function_in_a_cell_that_is_not_run_is_named(tmp_path: Path) -> None:
    quoted = ("markdown", f"```python\n{RIGHT}```")
    (tmp_path / "ada.ipynb").write_bytes(notebook("import numpy", quoted, "x = 1"))
    (tmp_path / "bob.ipynb").write_bytes(notebook(quoted, RIGHT))  # who only quotes it
    (note,) = load_submission(tmp_path / "ada.ipynb").notes
    assert note.startswith("ada.ipynb: conv_map stands in cell 2 from the top, a Markdown cell")
    assert load_submission(tmp_path / "bob.ipynb").notes == ()


@pytest.mark.parametrize("magic", ["%%python", "%%python3", "%%script python3", "%%pypy"])
def test_a_function_that_runs_in_a_program_of_its_own_is_named(tmp_path: Path, magic: str) -> None:
    (tmp_path / "ada.ipynb").write_bytes(notebook("import numpy", f"{magic}\n{RIGHT}"))
    (tmp_path / "bob.ipynb").write_bytes(notebook(f"{magic}\n{RIGHT}", f"%%time\n{RIGHT}"))
    (note,) = load_submission(tmp_path / "ada.ipynb").notes
    assert note.startswith(f"ada.ipynb: conv_map stands in cell 2 from the top, under {magic}, which runs it as")
    assert load_submission(tmp_path / "bob.ipynb").notes == ()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("class.zip", archive({"ada.py": RIGHT})[:70], "its end is missing, so the download broke off"),
        ("class.zip", b"<!DOCTYPE html><title>Log in</title>", "it is a web page, such as the one to log in"),
        ("class.zip.crdownload", b"PK", "a download that is not finished"),
    ],
)
def test_a_download_of_a_class_that_broke_off_says_so(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OperatorError, match=why):
        take_in(tmp_path / name, tmp_path / "work")


# ------------------------------------------------------------------------------------- when it came


def lateness(roster: list[Student], entries: list[Entry], **more: object) -> list[str]:
    found = Taken(source="canvas", detected="", entries=tuple(entries))
    due = dt.datetime(2026, 5, 4, 18, tzinfo=dt.UTC)
    return list(gather_class(found, roster, due=due, **more).listed)  # type: ignore[arg-type]


def test_a_mark_of_canvas_does_not_know_of_an_extension() -> None:
    ada, emmy = Student(id="101"), Student(id="103")
    entries = [Entry(student=one.id, path=Path(), name="conv.py", late=True) for one in (ada, emmy)]
    marked, doubtful = lateness([ada, emmy], entries, extended={"101"})
    assert "1 of 2 submissions as late" not in doubtful
    assert marked.startswith("Canvas marks 1 of 2 submissions as late")
    assert "103" in marked
    assert doubtful.startswith("Canvas marks submissions as late, and does not know that there is an extension: 101.")
    late = Late(deduction=Fraction(1, 10))
    later = Extension(assignment="a", until=dt.datetime(2026, 5, 8, tzinfo=dt.UTC), reason="ill", who="W")
    one = Candidate(score=Fraction(20), possible=Fraction(20), is_late=True)
    found = decide_grade([one], due=dt.datetime(2026, 5, 4, tzinfo=dt.UTC), late=late, extension=later)
    assert found.grade == 20
    assert found.reason.endswith("nobody knows when it came, so it is not late")


def test_who_is_not_in_the_sheet_of_times_is_named() -> None:
    roster = [Student(id="101"), Student(id="104")]
    entries = [Entry(student=one.id, path=Path(), name="conv.py") for one in roster]
    times = Times(submitted={"101": dt.datetime(2026, 5, 4, tzinfo=dt.UTC)})
    (said,) = lateness(roster, entries, times=times)
    assert said.startswith("the sheet of times does not say when 1 of 2 submissions came")
    assert said.endswith("so they are in time: 104")
    assert lateness(roster, entries) == []  # without a sheet Canvas's own mark decides


def test_of_two_submissions_of_one_name_the_times_are_said() -> None:
    days = [dt.datetime(2026, 5, day, tzinfo=dt.UTC) for day in (3, 4)]
    entries = [Entry(student="101", path=Path(), name="conv.py", submitted=day) for day in days]
    (said,) = lateness([Student(id="101")], entries)
    assert "conv.py of 2026-05-03 00:00:00, conv.py of 2026-05-04 00:00:00; the policy picks one" in said


@pytest.mark.parametrize(
    ("due", "in_utc"),
    [
        (dt.datetime(2026, 10, 25, 2, 30), "2026-10-25 01:30"),  # twice in that night: the later one
        (dt.datetime(2026, 10, 25, 3, 30), "2026-10-25 02:30"),
        (dt.datetime(2026, 10, 24, 2, 30), "2026-10-24 00:30"),
    ],
)
def test_a_deadline_that_there_is_twice_is_the_later_one(due: dt.datetime, in_utc: str) -> None:
    placed = place_deadlines("course.toml", {"a": due}, "Europe/Berlin", [])["a"]
    assert placed.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M") == in_utc
    assert late_days(dt.datetime.fromisoformat(f"{in_utc}+00:00"), placed) == 0


# ------------------------------------------------------------------------------------- rosters, and what is said


def test_a_student_in_two_sections_is_one_student(tmp_path: Path) -> None:
    lines = ["id,name,email,section", "ada,Ada,a@x.edu,A", "bob,Bob,b@x.edu,A", "ada,Ada,a@x.edu,B"]
    (tmp_path / "roster.csv").write_text("\n".join(lines))
    assert [(one.id, one.section) for one in read_roster(tmp_path / "roster.csv")] == [("ada", "A; B"), ("bob", "A")]
    (tmp_path / "roster.csv").write_text("\n".join([*lines, "ada,Adam,adam@x.edu,B"]))
    with pytest.raises(OperatorError, match="lines 2, 5: the same id, ada"):
        read_roster(tmp_path / "roster.csv")
    (tmp_path / "roster.csv").write_text("name,section\nAnna,A\nAnna,B\n")
    with pytest.raises(OperatorError, match="no column tells students apart"):
        read_roster(tmp_path / "roster.csv")


def test_an_entry_that_breaks_a_rule_says_so_in_its_report(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as made:
        made.writestr("ada.py", RIGHT)
        made.writestr("../bob.py", RIGHT)
        made.writestr("eve.py", WORK.format("wrong"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            made.writestr("eve.py", RIGHT)
    found = {entry.student: read_entry(entry) for entry in take_in(tmp_path / "class.zip", tmp_path / "work").entries}
    assert found["ada"].problem is None
    assert "(rule: traversal)" in str(found["bob"].problem)
    assert "two files of this name, and which one was meant nobody knows (rule: duplicate)" in str(found["eve"].problem)


def test_an_empty_folder_of_nbgrader_is_nothing_handed_in(tmp_path: Path) -> None:
    stamp = "2026-11-20 17:59:00 UTC"
    files = {"submitted/ada/two/conv.py": RIGHT, "submitted/ada/two/timestamp.txt": stamp}
    files |= {"submitted/bob/two/timestamp.txt": stamp, "submitted/cy/two/notes.docx": "?"}
    found = taken(tmp_path, {**files, "submitted/dee/two/": None}, assignment="two")
    assert [entry.student for entry in found.entries] == ["ada", "cy"]
    why = "nothing was handed in: the folder {}/two is empty"
    assert found.absent == (("bob", why.format("bob")), ("dee", why.format("dee")))


@pytest.mark.parametrize(
    ("files", "note"),
    [
        ({"Ada L_5001_assignsubmission_onlinetext/onlinetext.html": "hi"}, "text was typed into Moodle, and no file"),
        ({"lada_101_text.html": "hi"}, "text or a link was given to Canvas, and no file"),
    ],
)
def test_who_only_typed_is_told_so(tmp_path: Path, files: dict[str, str], note: str) -> None:
    (entry,) = taken(tmp_path, files).entries
    assert entry.notes[0].startswith(note)


def test_a_clock_that_is_ahead_says_nothing_of_when_work_came(tmp_path: Path) -> None:
    files = {"ada.py": (2099, 5, 4, 20, 4, 58), "bob.py": (2026, 5, 4, 20, 4, 58)}
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as made:
        for name, when in files.items():
            made.writestr(zipfile.ZipInfo(name, when), RIGHT)
    ada, bob = take_in(tmp_path / "class.zip", tmp_path / "work").entries
    assert (ada.changed, bob.changed) == (None, dt.datetime(2026, 5, 4, 20, 4, 58))


REMARKS = ("Lovelace, Ada (she/her)", "Ada Lovelace [2nd year]", "Ada (Countess) Lovelace")


@pytest.mark.parametrize("written", REMARKS)
def test_what_stands_in_brackets_behind_a_name_is_no_part_of_it(tmp_path: Path, written: str) -> None:
    names = ("Ada Lovelace_5101_assignsubmission_file/c.py", "Lovelace Ada.py", f"{written.replace('/', '-')}.py")
    for number, name in enumerate(names):
        roster = [
            Student(id="1", name=written if number < 2 else "Lovelace, Ada"),
            Student(id="2", name="Turing, Alan"),
        ]
        assert [*owners(match(taken(tmp_path, {name: RIGHT}).entries, roster))] == ["1"], name
    twins = [Student(id="1", name="Ada Lovelace (CS 1)"), Student(id="2", name="Ada Lovelace (CS 2)")]
    both = taken(tmp_path, {"Ada Lovelace (CS 2).py": RIGHT, "Ada Lovelace.py": RIGHT}).entries
    assert owners(match(both, twins)) == {"2": ["Ada Lovelace (CS 2).py"]}
