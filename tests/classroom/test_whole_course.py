"""A whole course is graded with one command: every assignment that has a class, and no other."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from grader.classroom.whole_course import find_classes
from grader.cli import main
from grader.errors import OperatorError
from tests.classroom.course import RIGHT, WRONG, Course

IDS = ("conv-layer", "pooling", "convnet")


@pytest.fixture
def both(course: Course) -> Course:
    """A course of two assignments, ``two`` and ``other-two``, with an empty course.toml."""
    shutil.copytree(course.folder / "assignments" / "two", course.folder / "assignments" / "other_two")
    (course.folder / "course.toml").write_text("")
    return course


def hand_in(course: Course, place: str, work: dict[str, str]) -> None:
    folder = course.folder / "all" / place
    folder.mkdir(parents=True)
    for student, source in work.items():
        (folder / f"{student}.py").write_text(source)


def grade(course: Course, *more: object) -> int:
    folder = course.folder
    arguments = ["run", folder / "all", "--course", folder / "course.toml", "--out", folder / "out"]
    arguments += ["--assignments", folder / "assignments", "--level", "C", *more]
    with pytest.raises(SystemExit) as stopped:
        main([str(one) for one in arguments])
    return int(stopped.value.code or 0)


def scores(course: Course, assignment: str) -> dict[str, str]:
    table = (course.folder / "out" / assignment / "summary.csv").read_text()
    return {row["student"]: row["score"] for row in csv.DictReader(table.splitlines())}


def test_every_assignment_that_has_a_folder_is_graded(both: Course, capsys) -> None:
    hand_in(both, "two", {"ada": RIGHT, "bob": WRONG})
    hand_in(both, "Other_Two", {"ada": WRONG})
    hand_in(both, "othre-two", {"eve": WRONG})
    assert grade(both, "--json", both.folder / "all.json") == 0
    assert scores(both, "two")["ada"] == "5"
    assert scores(both, "other-two").keys() == {"ada"}
    said = capsys.readouterr().err
    assert "othre-two" in said
    assert "Did you mean other-two?" in said
    written = json.loads((both.folder / "all.json").read_text())
    assert [one["student"] for one in written["two"]] == ["ada", "bob"]


def test_a_class_that_cannot_be_graded_stops_no_other_and_is_named(both: Course, capsys) -> None:
    hand_in(both, "two", {"ada": RIGHT})
    (both.folder / "all" / "other-two.zip").write_bytes(b"no archive")
    assert grade(both) == 2
    assert scores(both, "two") == {"ada": "5"}
    assert "other-two was not graded" in capsys.readouterr().err


def test_an_empty_folder_is_said_and_makes_nobodys_work_missing(both: Course, capsys) -> None:
    hand_in(both, "two", {"ada": RIGHT})
    hand_in(both, "other-two", {})
    assert grade(both) == 0
    assert not (both.folder / "out" / "other-two").exists()
    assert "nothing of other-two was graded" in capsys.readouterr().err


def test_mistakes_of_the_course_are_said_before_anything_is_graded(both: Course, capsys) -> None:
    hand_in(both, "two", {"ada": RIGHT})
    (both.folder / "course.toml").write_text("[deadlines]\nnone = 2026-05-05T10:00:00Z\n")
    assert grade(both) == 2
    assert not (both.folder / "out").exists()


def test_without_course_or_for_one_assignment_only_it_asks_for_the_assignment(both: Course, capsys) -> None:
    hand_in(both, "two", {"ada": RIGHT})
    assert grade(both, "--only", "ada") == 2
    with pytest.raises(SystemExit) as stopped:
        main(["run", str(both.folder / "all"), "--out", str(both.folder / "out")])
    assert stopped.value.code == 2
    assert "-a is missing" in capsys.readouterr().err


def test_archives_and_nbgraders_order_are_found(tmp_path: Path) -> None:
    (tmp_path / "x" / "conv-layer.tar.gz").parent.mkdir()
    (tmp_path / "x" / "conv-layer.tar.gz").touch()
    (tmp_path / "x" / "pooling").mkdir()
    assert list(find_classes(tmp_path / "x", IDS).classes) == ["conv-layer", "pooling"]
    for student in ("ada", "bob"):
        (tmp_path / "n" / "submitted" / student / "conv_layer").mkdir(parents=True)
    assert find_classes(tmp_path / "n", IDS).classes == {"conv-layer": tmp_path / "n"}


def test_two_classes_of_one_assignment_are_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "pooling").mkdir()
    (tmp_path / "pooling.zip").touch()
    with pytest.raises(OperatorError, match=r"pooling has more than one: pooling, pooling\.zip"):
        find_classes(tmp_path, IDS)


def test_a_folder_without_any_assignment_says_how_to_name_them(tmp_path: Path) -> None:
    (tmp_path / "ada").mkdir()
    with pytest.raises(OperatorError, match="named as an assignment"):
        find_classes(tmp_path, IDS)
