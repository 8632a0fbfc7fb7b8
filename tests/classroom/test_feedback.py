"""``grader feedback``: pages go back to their authors by the rules of the site that takes them."""

import csv
import re
import stat
import zipfile
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from grader.classroom.feedback import name_feedback
from grader.classroom.intake import take_in
from grader.model import Student
from tests import command
from tests.classroom.course import RIGHT, WRONG, Course, course_in

CANVAS = {
    "lovelaceada_101_5001_conv.py": RIGHT,
    "hopper_LATE_102_5002_my_conv.py": WRONG,
    "nobody_103_text.html": "<p>I typed it</p>",
}
MOODLE = {
    "Ada Lovelace_7_assignsubmission_file/conv.py": RIGHT,
    "Grace Hopper_8_assignsubmission_file/part/conv.py": WRONG,
}


def archive(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return path


def canvas_reads(name: str) -> tuple[str, str]:
    """Return student and file as Canvas finds them: the first two parts of the name that are numbers alone."""
    student, file = [part for part in name.split("/")[-1].split("_") if re.fullmatch(r"\d+", part)][:2]
    return student, file


def moodle_reads(name: str) -> tuple[str, str]:
    """Return participant and path of the file as Moodle finds them, from the first part that names a plugin."""
    first, *rest = name.split("/")
    _, participant, kind, plugin, *more = first.split("_", 4)
    assert (kind, plugin) == ("assignsubmission", "file")
    return participant, "/".join([*filter(None, more), *rest])


@pytest.mark.slow
def test_what_is_written_of_a_class_is_its_owner_s_alone(course: Course, tmp_path: Path) -> None:
    """Pages, forms and tables hold grades; anybody on the same machine could once read them."""
    book = str(course.folder / "canvas.db")
    grader("feedback", book, "--forms", "--out", str(tmp_path / "feedback"))
    grader("feedback", book, "--like", str(course.folder / "canvas.zip"), "--out", str(tmp_path / "back.zip"))
    grader("report", book, "--out", str(tmp_path / "pages"))
    grader("export", book, "--format", "csv", "--out", str(tmp_path / "grades.csv"))
    grader("export", book, "--format", "gradescope", "--out", str(tmp_path / "results"))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 8
    assert {stat.S_IMODE(path.stat().st_mode) for path in written} == {0o600}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course whose class came once from Canvas, and once from Moodle, each with a gradebook of its own."""
    course = course_in(tmp_path_factory.mktemp("course"))
    for site, files in (("canvas", CANVAS), ("moodle", MOODLE)):
        packed = archive(course.folder / f"{site}.zip", files)
        arguments = course.arguments(f"out-{site}", course.folder / f"{site}.db")
        arguments[1] = str(packed)
        grader(*arguments)
    return course


def grader(*arguments: object, code: int = 0) -> CompletedProcess[str]:
    done = command.grader(*arguments)
    assert done.returncode == code, done.stderr
    return done


def give_back(course: Course, site: str) -> tuple[dict[str, str], str]:
    """Return the pages in the archive for a site, by name, and what was said."""
    out = course.folder / f"feedback-{site}.zip"
    done = grader("feedback", course.folder / f"{site}.db", "--like", course.folder / f"{site}.zip", "--out", out)
    with zipfile.ZipFile(out) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}, done.stdout + done.stderr


def test_canvas_finds_the_student_and_the_file_of_each_page(course: Course) -> None:
    pages, said = give_back(course, "canvas")
    assert {canvas_reads(name) for name in pages} == {("101", "5001"), ("102", "5002")}
    for name, page in pages.items():
        student, other = ("lovelaceada_101", "hopper_102") if "101" in name else ("hopper_102", "lovelaceada_101")
        assert student in page
        assert other not in page
    assert "Note: nobody_103: the site has no file that the page could be given back with" in said
    assert "with the pages of 2 students" in said


def test_moodle_finds_the_participant_of_each_page(course: Course) -> None:
    pages, said = give_back(course, "moodle")
    assert {moodle_reads(name) for name in pages} == {("7", "feedback.html"), ("8", "feedback.html")}
    (hopper,) = (page for name, page in pages.items() if moodle_reads(name)[0] == "8")
    assert "Grace Hopper" in hopper
    assert "Lovelace" not in hopper
    assert "Note" not in said


def test_without_a_site_each_student_has_a_folder_and_a_line_for_the_mail(course: Course, tmp_path: Path) -> None:
    said = grader("feedback", course.folder / "moodle.db", "--out", tmp_path).stdout
    assert said == f"wrote 2 pages and mail.csv in {tmp_path}\n"
    with (tmp_path / "mail.csv").open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert [(line["student"], line["grade"], line["possible"]) for line in lines] == [
        ("Ada Lovelace_7", "5", "5"),
        ("Grace Hopper_8", "1", "5"),
    ]
    for line in lines:
        assert line["student"] in (tmp_path / line["file"]).read_text(encoding="utf-8")


def test_an_archive_that_is_of_nobody_is_refused(course: Course, tmp_path: Path) -> None:
    other = archive(tmp_path / "other.zip", {"Alan Turing_9_assignsubmission_file/conv.py": RIGHT})
    done = grader("feedback", course.folder / "moodle.db", "--like", other, "--out", tmp_path / "x.zip", code=2)
    assert "has nothing of the students that the gradebook has a report of" in done.stderr
    assert not (tmp_path / "x.zip").exists()
    plain = archive(tmp_path / "plain.zip", {"ada.py": RIGHT, "grace.py": WRONG})
    done = grader("feedback", course.folder / "moodle.db", "--like", plain, "--out", tmp_path / "x.zip", code=2)
    assert "plain takes no archive of feedback" in done.stderr


def test_no_member_of_a_group_gets_another_members_page(tmp_path: Path) -> None:
    own, shared = "Team 1-Ada Lovelace_7_assignsubmission_file", "Team 2_8_assignsubmission_file"
    packed = archive(tmp_path / "groups.zip", {f"{own}/conv.py": RIGHT, f"{shared}/conv.py": RIGHT})
    (tmp_path / "groups.csv").write_text("group,id\nTeam 1,ada\nTeam 2,bob\nTeam 2,cy\n")
    students = [Student(id=id, name=name) for id, name in (("ada", "Ada Lovelace"), ("bob", "Bob B"), ("cy", "Cy C"))]
    found = name_feedback(take_in(packed, tmp_path / "work"), students, tmp_path / "groups.csv")
    assert found.names == {"ada": [f"{own}/feedback.html"]}
    assert found.notes[0].startswith(f"bob, cy: the archive has one place for all of them, {shared}/feedback.html")
