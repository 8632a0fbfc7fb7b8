"""Classes of Blackboard, Brightspace, ILIAS, Sakai and others, as they name what they hand out: each to its author."""

import datetime as dt
import zipfile
from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.intake import Taken, take_in
from grader.classroom.roster_matching import match
from grader.model import Student
from grader.submissions.reading import load_submission

ROSTER = (
    Student(id="S1", name="Ada Lovelace", login="ada1", email="ada@x.edu"),
    Student(id="S2", name="Alan Turing", login="alan2", email="alan@x.edu"),
    Student(id="1234", name="Zoë Müller", login="zoe3", email="zoe@x.edu"),
)
BERLIN = ZoneInfo("Europe/Berlin")
DEADLINE = dt.datetime(2026, 11, 20, 18, tzinfo=BERLIN)


def zipped(folder: Path, files: Mapping[str, str | None]) -> Path:
    path = folder / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in files.items():
            if text is None:
                archive.mkdir(name)
            else:
                archive.writestr(name, text)
    return path


def unpacked(folder: Path, files: Mapping[str, str | None]) -> Path:
    for name, text in files.items():
        path = folder / "class" / name
        (path if text is None else path.parent).mkdir(parents=True, exist_ok=True)
        if text is not None:
            path.write_text(text, encoding="utf-8")
    return folder / "class"


def work(name: str) -> str:
    return f"def conv_map(x, w, b):\n    return '{name}'\n"


def told(taken: Taken) -> dict[str, list[str]]:
    """Return by student what each of their submissions returns, and so who wrote it."""
    matched = match(taken.entries, ROSTER)
    assert [reason for _, reason in matched.unmatched] == []
    return {
        student.id: [
            "".join(cell.source for module in load_submission(entry.path).modules for cell in module.cells)
            for entry in entries
        ]
        for student, entries in matched.entries
    }


CLASSES = {
    "blackboard": {
        "HW 1_ada1_attempt_2026-11-20-17-59-00_conv.py": work("ada"),
        "HW 1_ada1_attempt_2026-11-20-17-59-00.txt": "Name: Ada Lovelace (ada1)\n",
        "HW 1_alan2_attempt_2026-11-20-18-01-00_my conv.py": work("alan"),
        "HW 1_alan2_attempt_2026-11-20-18-01-00.txt": "Name: Alan Turing (alan2)\n",
    },
    "brightspace": {
        "12345-678 - Ada Lovelace - Nov 20, 2026 559 PM/conv.py": work("ada"),
        "12346-678 - Alan Turing - 20 November, 2026 1801/conv.py": work("alan"),
        "index.html": "<html>",
    },
    "brightspace, flat": {
        "12345-678 - Ada Lovelace - Nov 20, 2026 559 PM - conv.py": work("ada"),
        "12346-678 - Alan Turing- Nov 20, 2026 601 PM - my - conv.py": work("alan"),
        "index.html": "<html>",
    },
    "ilias": {
        "Abgaben/Lovelace_Ada_ada1_1234/conv.py": work("ada"),  # the site's number is another student's
        "Abgaben/Turing_Alan_alan2_1235/conv.py": work("alan"),
    },
    "ilias, teams": {
        "Team_7/Lovelace_Ada_ada1_7001/conv.py": work("ada"),
        "Team_8/Turing_Alan_alan2_7002/conv.py": work("alan"),
        "status.csv": "update,usr_id\n",
        "README.md": "How to",
    },
    "sakai": {
        "HW 1/Lovelace, Ada(ada1)/Submission attachment(s)/conv.py": work("ada"),
        "HW 1/Lovelace, Ada(ada1)/timestamp.txt": "20261120175900000",
        "HW 1/Lovelace, Ada(ada1)/comments.txt": "",
        "HW 1/Turing, Alan(alan2)/Submission attachment(s)/conv.py": work("alan"),
        "HW 1/Turing, Alan(alan2)/timestamp.txt": "20261120180100000",
        "HW 1/Turing, Alan(alan2)/Feedback Attachment(s)/conv.py": work("the teacher"),
        "HW 1/grades.csv": "HW 1,Points\n\nDisplay ID,ID,Last Name,First Name,grade\n",
    },
}


@pytest.mark.parametrize("lay", [zipped, unpacked])
@pytest.mark.parametrize("name", CLASSES)
def test_each_author_gets_their_own_and_nothing_is_to_be_looked_at(tmp_path: Path, name: str, lay) -> None:
    taken = take_in(lay(tmp_path, CLASSES[name]), tmp_path / "work", deadline=DEADLINE)
    assert taken.source == name.partition(",")[0]
    assert told(taken) == {"S1": [work("ada")], "S2": [work("alan")]}
    assert taken.problems == ()


@pytest.mark.parametrize("name", ["blackboard", "brightspace", "brightspace, flat", "sakai"])
def test_times_in_names_are_in_the_courses_zone(tmp_path: Path, name: str) -> None:
    taken = take_in(zipped(tmp_path, CLASSES[name]), tmp_path / "work", deadline=DEADLINE)
    assert [entry.submitted for entry in taken.entries] == [
        dt.datetime(2026, 11, 20, 17, 59, tzinfo=BERLIN),
        dt.datetime(2026, 11, 20, 18, 1, tzinfo=BERLIN),
    ]
    again = take_in(zipped(tmp_path, CLASSES[name]), tmp_path / "work")
    assert [entry.submitted for entry in again.entries] == [None, None]


def test_each_attempt_is_a_submission_and_has_its_time(tmp_path: Path) -> None:
    files = {
        "HW_1_ada1_attempt_2026-11-20-17-59-00_conv.py": work("first"),
        "HW_1_ada1_attempt_2026-11-21-10-00-00_conv.py": work("second"),
        "HW_1_ada1_attempt_2026-11-21-10-00-00_helpers.py": "h = 1\n",
        "HW_1_alan2_attempt_2026-11-21-10-00-00.txt": "Name: Alan Turing (alan2)\n",  # who only wrote a comment
    }
    taken = take_in(zipped(tmp_path, files), tmp_path / "work", deadline=DEADLINE)
    found = told(taken)
    assert [work("first") in sources for sources in found["S1"]] == [True, False]
    assert found["S2"] == [""]
    assert sorted(entry.submitted.day for entry in taken.entries if entry.student == "ada1") == [20, 21]
    assert any(problem.student == "alan2" and "nothing was handed in" in problem.reason for problem in taken.problems)


def test_a_number_or_a_name_of_two_students_decides_nothing(tmp_path: Path) -> None:
    files = {"Lovelace_Ada_alan2_7001/conv.py": work("?"), "Turing_Alan_nobody_1234/conv.py": work("alan")}
    matched = match(take_in(zipped(tmp_path, files), tmp_path / "work", source="ilias").entries, ROSTER)
    assert [(student.id, len(entries)) for student, entries in matched.entries] == [("S2", 1)]
    ((entry, reason),) = matched.unmatched
    assert entry.student == "Lovelace_Ada_alan2_7001"
    assert "may be of Alan Turing (S2) or Ada Lovelace (S1)" in reason


def test_a_login_that_is_a_word_of_a_name_tells_whose_it_is(tmp_path: Path) -> None:
    files = {
        "hw1_ada1.py": work("ada"),
        "HW 1 (alan2).py": work("alan"),
        "final zoe@x.edu.py": work("zoe"),
    }
    taken = take_in(zipped(tmp_path, files), tmp_path / "work")
    assert taken.source == "plain"
    assert told(taken) == {"S1": [work("ada")], "S2": [work("alan")], "1234": [work("zoe")]}


@pytest.mark.parametrize("name", ["ada1_alan2.py", "ada1 and alan2.py"])
def test_a_name_with_the_logins_of_two_is_nobodys(tmp_path: Path, name: str) -> None:
    taken = take_in(zipped(tmp_path, {name: work("?"), "zoe3.py": work("zoe")}), tmp_path / "work")
    matched = match(taken.entries, ROSTER)
    assert [student.id for student, _ in matched.entries] == ["1234"]
    assert "may be of" in matched.unmatched[0][1]


@pytest.mark.parametrize("name", ["hw_1234.py", "part 1234 final.py", "2026_1234.py"])
def test_a_number_in_a_name_is_no_students_word(tmp_path: Path, name: str) -> None:
    taken = take_in(zipped(tmp_path, {name: work("?"), "ada1.py": work("ada")}), tmp_path / "work")
    matched = match(taken.entries, ROSTER)
    assert [student.id for student, _ in matched.entries] == ["S1"]


def test_of_the_folders_of_versions_the_newest_counts_and_it_is_said(tmp_path: Path) -> None:
    files = {
        f"Submitted files/{who}/HW 1/Version {n}/conv.py": work(f"{who} {n}")
        for who, last in (("Ada Lovelace", 11), ("Alan Turing", 1))
        for n in (1, 2, last)
    }
    taken = take_in(zipped(tmp_path, files), tmp_path / "work")
    assert told(taken) == {"S1": [work("Ada Lovelace 11")], "S2": [work("Alan Turing 2")]}
    assert sum("versions of one file" in problem.reason for problem in taken.problems) == 3


def test_what_a_mac_leaves_in_folders_is_nobodys(tmp_path: Path) -> None:
    files = {"download/ada1.py": work("ada"), "download/alan2.py": work("alan"), "download/Icon\r": "x"}
    taken = take_in(zipped(tmp_path, files), tmp_path / "work")
    assert told(taken) == {"S1": [work("ada")], "S2": [work("alan")]}
    assert taken.problems == ()


@pytest.mark.parametrize("names", [["ada_lovelace_hw_1", "alan_turing_hw_1"], ["one_two_three_4", "five_six_three_5"]])
def test_four_words_with_lines_between_them_are_not_yet_ilias(tmp_path: Path, names: list[str]) -> None:
    taken = take_in(zipped(tmp_path, {f"{name}/conv.py": work(name) for name in names}), tmp_path / "work")
    assert taken.source == "plain"


@pytest.mark.parametrize("lay", [zipped, unpacked])
def test_what_a_teacher_gave_back_in_openolat_earns_nothing(tmp_path: Path, lay) -> None:
    files = {
        "1_task/Lovelace_Ada_ada1/2_submissions/conv.py": work("ada"),
        "1_task/Turing_Alan_alan2/2_submissions/conv.py": "x = 1\n",
        "1_task/Turing_Alan_alan2/3_corrections/conv.py": work("the teacher"),
    }
    place = lay(tmp_path, files)
    taken = take_in(place / "1_task" if place.is_dir() else place, tmp_path / "work")
    assert told(taken) == {"S1": [work("ada")], "S2": ["x = 1\n"]}
