"""Classes as teachers reported them to other projects: each file goes to the student who handed it in, or is listed."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from grader.classroom.intake import Taken, take_in
from grader.classroom.roster_matching import Matched, match
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
        student.id: load_submission(entry.path).modules[0].cells[0].source
        for student, (entry,) in matched.entries
    }
    assert sources == {login: WORK.format(login) for login in ("ada_l", "ada", "l", "b.c")}


def test_where_all_logins_of_blackboard_begin_alike_nothing_is_given_to_somebody_else(tmp_path: Path) -> None:
    files = {f"HW_s_{login}_attempt_2026-11-20-17-59-00_conv.py": RIGHT for login in ("ada", "alan")}
    roster = [Student(id=login) for login in ("s_ada", "alan", "s_alan")]
    matched = match(taken(tmp_path, files).entries, roster)
    assert owners(matched) == {"s_ada": ["conv.py"]}
    ((entry, why),) = matched.unmatched
    assert entry.student == "alan" and "may be of alan (alan) or s_alan (s_alan)" in why


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
