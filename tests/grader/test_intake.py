"""Submissions as courses' sites hand them out: each layout in a minimal example, and what a hostile one may do."""

import os
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.classroom.entry import Entry
from grader.classroom.intake import Taken, canvas, take_in
from grader.classroom.intake.tree import read_tree
from grader.errors import OperatorError
from grader.submissions.reading import load_submission

SOURCE = b"def conv_single(a, w, b):\n    return 0\n"
NOTEBOOK = b'{"cells": [{"cell_type": "code", "source": "x = 1"}], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture(params=["folder", "archive", "wrapped archive"])
def lms(request: pytest.FixtureRequest, tmp_path: Path):
    """Lay files out as an instructor has them: unpacked, as downloaded, or zipped once more with their folder."""

    def lay_out(files: dict[str, bytes]) -> Path:
        if request.param == "folder":
            return lay(tmp_path / "class", files)
        around = "export/" if request.param == "wrapped archive" else ""
        return zipped(tmp_path / "class.zip", {around + name: data for name, data in files.items()})

    return lay_out


def by_student(taken: Taken) -> dict[str, Entry]:
    assert len({entry.student for entry in taken.entries}) == len(taken.entries)
    return {entry.student: entry for entry in taken.entries}


def said(taken: Taken, student: str) -> str:
    return "; ".join(problem.reason for problem in taken.problems if problem.student == student)


def modules(entry: Entry) -> list[str]:
    return [module.file for module in load_submission(entry.path, entry.name).modules]


# --------------------------------------------------------------------------------------------- plain


def test_a_plain_class_has_an_entry_per_name(lms, tmp_path: Path) -> None:
    taken = take_in(
        lms({"ada.py": SOURCE, "bob/conv.py": SOURCE, "bob/net.py": SOURCE, "cy.ipynb": NOTEBOOK, "dan.docx": b"PK"}),
        tmp_path / "work",
    )
    assert taken.source == "plain"
    entries = by_student(taken)
    assert sorted(entries) == ["ada", "bob", "cy", "dan"]
    assert modules(entries["ada"]) == ["ada.py"]
    assert modules(entries["bob"]) == ["conv.py", "net.py"]
    assert "dan.docx is not a .py" in str(load_submission(entries["dan"].path).problem)
    assert said(taken, "dan") == "no .py, .ipynb or .zip was handed in, but dan.docx"
    assert said(taken, "ada") == said(taken, "bob") == ""


def test_two_files_of_one_name_are_two_entries_and_a_question(lms, tmp_path: Path) -> None:
    taken = take_in(lms({"ada.py": SOURCE, "ada.ipynb": NOTEBOOK, "bob.py": SOURCE}), tmp_path / "work")
    entries = by_student(taken)
    assert sorted(entries) == ["ada.ipynb", "ada.py", "bob"]
    assert entries["ada.py"].also == ("ada",)
    assert "two submissions of one student?" in said(taken, "ada.py")


def test_a_folder_is_graded_where_it_lies(tmp_path: Path) -> None:
    folder = lay(tmp_path / "class", {"ada.py": SOURCE, "bob/conv.py": SOURCE})
    assert [entry.path for entry in take_in(folder, tmp_path / "work").entries] == [folder / "ada.py", folder / "bob"]


def test_empty_files_and_folders_are_listed_and_have_entries(tmp_path: Path) -> None:
    folder = lay(tmp_path / "class", {"ada.py": b"", "bob.py": SOURCE})
    (folder / "cy").mkdir()
    taken = take_in(folder, tmp_path / "work")
    assert sorted(by_student(taken)) == ["ada", "bob", "cy"]
    assert said(taken, "ada") == "ada.py is empty"
    assert said(taken, "cy") == "nothing was handed in: the folder is empty, or has nothing but hidden files"


def test_a_link_is_an_entry_that_says_so_and_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.py"
    secret.write_bytes(SOURCE)
    folder = lay(tmp_path / "class", {"bob.py": SOURCE})
    (folder / "eve.py").symlink_to(secret)
    (folder / "all").symlink_to(tmp_path)
    taken = take_in(folder, tmp_path / "work")
    assert sorted(by_student(taken)) == ["all", "bob", "eve"]
    assert "rule: link" in said(taken, "eve")
    assert "rule: link" in said(taken, "all")


def test_a_student_decides_only_how_their_own_files_are_read(tmp_path: Path) -> None:
    files = {f"s{n}/conv.py": SOURCE for n in range(4)} | {
        "s0/lab/timestamp.txt": b"2026-01-01 00:00:00 UTC",
        "s1/.git/config": b"[core]",
        "s2/x_1_assignsubmission_file/conv.py": SOURCE,
        "s3/submission_metadata.yml": b"a: b",
    }
    taken = take_in(lay(tmp_path / "class", files), tmp_path / "work")
    assert taken.source == "plain"
    assert len(taken.entries) == 4


# --------------------------------------------------------------------------------------------- Canvas


def test_canvas_files_of_one_student_are_one_submission(lms, tmp_path: Path) -> None:
    taken = take_in(
        lms(
            {
                "lovelaceada_101_9001_conv.py": SOURCE,
                "lovelaceada_101_9002_helpers.py": SOURCE,
                "turingalan_LATE_102_9003_conv-2.py": SOURCE,
                "hoppergrace_103_9004_essay.docx": b"PK",
                "noetheremmy_104_text.html": b"<p>here it is</p>",
                "diracpaul_105_9005_work.zip": b"PK",
            }
        ),
        tmp_path / "work",
    )
    assert taken.source == "canvas"
    assert "6 of 6 names" in taken.detected
    entries = by_student(taken)
    assert modules(entries["lovelaceada_101"]) == ["conv.py", "helpers.py"]
    assert entries["lovelaceada_101"].also == ("101", "lovelaceada")
    assert modules(entries["turingalan_102"]) == ["conv.py"]
    assert entries["turingalan_102"].late
    assert not entries["lovelaceada_101"].late
    assert entries["hoppergrace_103"].path.name == "essay.docx"
    assert "but essay.docx" in said(taken, "hoppergrace_103")
    assert "typed into Canvas" in said(taken, "noetheremmy_104")
    assert entries["diracpaul_105"].path.name == "work.zip"


def test_the_last_version_of_a_canvas_file_is_graded(lms, tmp_path: Path) -> None:
    files = {
        f"lovelaceada_101_90{n:02}_conv{again}.py": f"x = {n}".encode() for n, again in ((1, ""), (2, "-1"), (12, "-2"))
    }
    taken = take_in(lms(files | {"turingalan_102_9003_conv.py": SOURCE}), tmp_path / "work")
    entry = by_student(taken)["lovelaceada_101"]
    assert entry.path.name == "conv.py"
    assert entry.path.read_bytes() == b"x = 12"
    assert "the last, conv-2.py, is graded" in said(taken, "lovelaceada_101")


def test_of_canvas_files_of_one_name_the_one_that_came_last_counts(lms, tmp_path: Path) -> None:
    """Both once took the place of the other, and nothing was left to grade."""
    files = {"lovelaceada_101_9006_conv.py": SOURCE, "lovelaceada_101_9005_conv.py": b"def conv_single(): return 1\n"}
    taken = take_in(lms(files | {"turing_102_3_lab.py": SOURCE}), tmp_path / "work")
    assert by_student(taken)["lovelaceada_101"].path.read_bytes() == SOURCE
    assert said(taken, "lovelaceada_101") == "conv.py came 2 times; what Canvas got last is graded"


def test_canvas_files_that_write_other_functions_are_parts(lms, tmp_path: Path) -> None:
    other = SOURCE.replace(b"conv_single", b"conv_map")
    files = {"lovelaceada_101_1_lab-1.py": SOURCE, "lovelaceada_101_2_lab-2.py": other, "turing_102_3_lab.py": SOURCE}
    taken = take_in(lms(files), tmp_path / "work")
    assert modules(by_student(taken)["lovelaceada_101"]) == ["lab-1.py", "lab-2.py"]
    assert "lab-1.py, lab-2.py: parts of one submission, graded together" in said(taken, "lovelaceada_101")


def test_of_canvas_files_that_write_the_same_functions_the_one_that_came_last_counts(lms, tmp_path: Path) -> None:
    files = {"lovelaceada_101_7_conv-1.py": SOURCE, "lovelaceada_101_5_conv-2.py": b"def conv_single(): return 1\n"}
    taken = take_in(lms(files | {"turing_102_3_lab.py": SOURCE}), tmp_path / "work")
    assert modules(by_student(taken)["lovelaceada_101"]) == ["conv.py"]
    assert by_student(taken)["lovelaceada_101"].path.read_bytes() == SOURCE
    assert "versions of one file; the newest, conv-1.py, is graded" in said(taken, "lovelaceada_101")


@pytest.mark.parametrize("newer", ["conv (copy).py", "conv.ipynb", "conv_final.py"])
def test_what_canvas_got_last_is_the_newest_whatever_it_is_called(newer: str, lms, tmp_path: Path) -> None:
    work = b"def conv_single(): return 1\n"
    if newer.endswith("ipynb"):
        work = NOTEBOOK.replace(b"x = 1", b"def conv_single(): return 1")
    files = {"lovelaceada_101_7_conv.py": SOURCE, f"lovelaceada_101_8_{newer}": work}
    taken = take_in(lms(files | {"turing_102_3_lab.py": SOURCE}), tmp_path / "work")
    assert modules(by_student(taken)["lovelaceada_101"]) == [newer]
    assert f"the newest, {newer}, is graded" in said(taken, "lovelaceada_101")


def test_a_file_added_by_hand_is_no_reason_to_read_canvas_otherwise(lms, tmp_path: Path) -> None:
    files = {"lovelaceada_101_1_conv.py": SOURCE, "turingalan_102_2_conv.py": SOURCE, "grace.py": SOURCE}
    taken = take_in(lms(files), tmp_path / "work")
    assert taken.source == "canvas"
    assert "is not named as Canvas names" in said(taken, "grace.py")
    assert by_student(taken)["grace.py"].also == ("grace",)


@given(st.from_regex(canvas.NAME, fullmatch=True))
def test_a_canvas_name_says_who_and_what(name: str) -> None:
    parts = canvas.parse(name)
    assert parts
    assert parts["user"].isdigit()
    assert (parts["rest"] is None) != (parts["typed"] is None)


# --------------------------------------------------------------------------------------------- Moodle


def test_a_display_name_that_holds_the_separator_takes_over_nobody(lms, tmp_path: Path) -> None:
    eve = "Ada Lovelace_5001_assignsubmission_file_x_6666_assignsubmission_file"
    files = {"Ada Lovelace_5001_assignsubmission_file/conv.py": SOURCE, f"{eve}/conv.py": b"stolen = 1\n"}
    taken = take_in(lms(files), tmp_path / "work", source="moodle")
    entries = by_student(taken)
    assert sorted(entries) == ["Ada Lovelace_5001", "Ada Lovelace_5001_assignsubmission_file_x_6666"]
    assert entries["Ada Lovelace_5001"].path.read_bytes() == SOURCE


def test_a_file_s_name_that_holds_the_separator_is_nobody_s_for_certain(lms, tmp_path: Path) -> None:
    flat = "Eve_6666_assignsubmission_file_x_5001_assignsubmission_file_conv.py"
    files = {"Ada Lovelace_5001_assignsubmission_file_conv.py": SOURCE, flat: b"stolen = 1\n"}
    taken = take_in(lms(files), tmp_path / "work", source="moodle")
    entries = by_student(taken)
    assert "Participant 5001" not in entries[flat].also
    assert "is not named as Moodle names" in said(taken, flat)


def test_a_display_name_that_two_have_tells_neither(lms, tmp_path: Path) -> None:
    files = {f"Ada Lovelace_{n}_assignsubmission_file/conv.py": SOURCE for n in (5001, 6666)}
    taken = take_in(lms(files), tmp_path / "work", source="moodle")
    assert all("Ada Lovelace" not in entry.also for entry in taken.entries)
    for student in ("Ada Lovelace_5001", "Ada Lovelace_6666"):
        assert "2 participants are called Ada Lovelace" in said(taken, student)


@pytest.mark.parametrize("between", ["/", "_"], ids=["folders", "flat"])
def test_moodle_has_a_full_name_and_a_number(between: str, lms, tmp_path: Path) -> None:
    taken = take_in(
        lms(
            {
                f"Ada Lovelace_5001_assignsubmission_file{between}conv.py": SOURCE,
                f"Zoë Müller-Øst_5002_assignsubmission_file{between}conv.ipynb": NOTEBOOK,
                f"Alan Turing_5003_assignsubmission_onlinetext{between}onlinetext.html": b"<p>see repo</p>",
            }
        ),
        tmp_path / "work",
    )
    assert taken.source == "moodle"
    entries = by_student(taken)
    assert sorted(entries) == ["Ada Lovelace_5001", "Alan Turing_5003", "Zoë Müller-Øst_5002"]
    assert entries["Ada Lovelace_5001"].also == ("Ada Lovelace", "Participant 5001")
    assert modules(entries["Ada Lovelace_5001"]) == ["conv.py"]
    assert modules(entries["Zoë Müller-Øst_5002"]) == ["conv.ipynb"]
    assert "typed into Moodle" in said(taken, "Alan Turing_5003")


def test_moodles_older_folders_end_in_an_underscore(lms, tmp_path: Path) -> None:
    files = {
        "Ada Lovelace_1_assignsubmission_file_/a/conv.py": SOURCE,
        "Al Turing_2_assignsubmission_file_/conv.py": SOURCE,
    }
    taken = take_in(lms(files), tmp_path / "work")
    assert modules(by_student(taken)["Ada Lovelace_1"]) == ["a/conv.py"]


# --------------------------------------------------------------------------------------------- Gradescope

METADATA = b"""---
submission_11:
  :submitters:
  - :name: Ada Lovelace
    :sid: '3031'
    :email: ada@example.edu
  :created_at: 2026-11-20 17:59:00.123456000 Z
  :score: 8.0
  :results:
    tests: [{name: "a: b", output: "- x"}]
submission_12:
  :submitters:
  - :name: Alan Turing
    :email: alan@example.edu
  - :name: Grace Hopper
    :sid: 3033
  :created_at: 2026-11-20 18:01:00 +01:00
submission_13:
  :submitters:
  - :name: Paul Dirac
"""


def test_gradescope_says_who_and_when(lms, tmp_path: Path) -> None:
    files = {"submission_11/conv.py": SOURCE, "submission_12/conv.py": SOURCE, "submission_99/conv.py": SOURCE}
    taken = take_in(lms(files | {"submission_metadata.yml": METADATA}), tmp_path / "work")
    assert taken.source == "gradescope"
    entries = by_student(taken)
    assert sorted(entries) == ["3031", "3033", "alan@example.edu", "submission_99"]
    assert entries["3031"].also == ("ada@example.edu", "Ada Lovelace")
    assert entries["3031"].submitted == datetime(2026, 11, 20, 17, 59, 0, 123456, UTC)
    assert entries["3033"].submitted == datetime(2026, 11, 20, 17, 1, tzinfo=UTC)
    assert entries["3033"].notes == ("handed in together by Alan Turing and Grace Hopper",)
    assert modules(entries["alan@example.edu"]) == ["conv.py"]
    assert entries["alan@example.edu"].path == entries["3033"].path
    assert "does not say whose submission_99 is" in said(taken, "submission_99")
    assert "lists submission_13, but it is not there" in said(taken, "Paul Dirac")


def test_a_time_that_is_an_object_of_rails_is_read(lms, tmp_path: Path) -> None:
    written = """submission_11:
  :submitters:
  - :name: Ada Lovelace
  :created_at: !ruby/object:ActiveSupport::TimeWithZone
    utc: &1 2026-11-20 17:59:00 Z
    zone: !ruby/object:ActiveSupport::TimeZone
      name: America/Los_Angeles
    time: *1
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    tests: !ruby/array:Any []
    score: !float 1
"""
    taken = take_in(
        lms({"submission_11/conv.py": SOURCE, "submission_metadata.yml": written.encode()}), tmp_path / "work"
    )
    assert by_student(taken)["Ada Lovelace"].submitted == datetime(2026, 11, 20, 17, 59, tzinfo=UTC)


LAUGHS = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 113)
)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"!!python/object/apply:os.system ['touch hacked']", "no YAML"),
        (b"\x00\xff", "no YAML"),
        (b"[" * 100_000, "no YAML"),
        (b"[" * 900 + b"]" * 900, "no list of submissions"),
        (b"a: 2026-99-99\n", "no YAML"),
        (b"- 1\n", "no list of submissions"),
        (b"? [a]\n: b\n", "no YAML"),
    ],
    ids=["a call", "bytes", "deep", "less deep", "no date", "a list", "a key"],
)
def test_metadata_that_is_none_is_named(data: bytes, message: str, tmp_path: Path) -> None:
    folder = lay(tmp_path / "class", {"submission_1/conv.py": SOURCE, "submission_metadata.yml": data})
    with pytest.raises(OperatorError, match=message):
        take_in(folder, tmp_path / "work")
    assert not Path("hacked").exists()


def test_metadata_that_folds_up_is_not_unfolded(tmp_path: Path) -> None:
    data = LAUGHS + b"submission_1: {':submitters': [{':name': *p, ':sid': *p}]}\n"
    folder = lay(tmp_path / "class", {"submission_1/conv.py": SOURCE, "submission_metadata.yml": data})
    assert [entry.student for entry in take_in(folder, tmp_path / "work").entries] == ["submission_1"]


# --------------------------------------------------------------------------------------------- nbgrader


def test_nbgraders_tree_says_when(lms, tmp_path: Path) -> None:
    files = {
        "submitted/ada/lab/conv.ipynb": NOTEBOOK,
        "submitted/ada/lab/timestamp.txt": b"2026-11-20 17:59:00.000000 UTC\n",
        "submitted/alan/lab/conv.ipynb": NOTEBOOK,
        "submitted/alan/lab/timestamp.txt": b"2026-11-20 12:59:00 America/New_York",
        "submitted/grace/lab/conv.ipynb": NOTEBOOK,
        "submitted/grace/lab/timestamp.txt": b"yesterday",
        "submitted/paul/other/conv.ipynb": NOTEBOOK,
        "submitted/note.txt": b"hello",
        "release/lab/conv.ipynb": NOTEBOOK,
    }
    taken = take_in(lms(files), tmp_path / "work", assignment="lab")
    assert taken.source == "nbgrader"
    entries = by_student(taken)
    assert sorted(entries) == ["ada", "alan", "grace", "note.txt"]
    assert taken.absent == (("paul", "nothing was handed in: there is no lab in the folder paul"),)
    assert entries["ada"].submitted == entries["alan"].submitted == datetime(2026, 11, 20, 17, 59, tzinfo=UTC)
    assert entries["grace"].submitted is None
    assert "'yesterday', which is no time" in said(taken, "grace")
    assert modules(entries["ada"]) == ["conv.ipynb"]


def test_which_of_several_nbgrader_assignments_is_asked(tmp_path: Path) -> None:
    files = {f"submitted/ada/{lab}/timestamp.txt": b"" for lab in ("one", "two")}
    with pytest.raises(OperatorError, match="one, two in it"):
        take_in(lay(tmp_path / "class", files), tmp_path / "work")


# --------------------------------------------------------------------------------------------- hostile archives


def archive_of(path: Path, entries: list[tuple[zipfile.ZipInfo, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for info, data in entries:
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


def named(name: str, mode: int = 0) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    ("info", "data", "rule"),
    [
        (named("../../eve.py"), SOURCE, "traversal"),
        (named("/etc/eve.py"), SOURCE, "absolute name"),
        (named("C:\\eve.py"), SOURCE, "absolute name"),
        (named("eve/\u202eyp.evil.py"), SOURCE, "control character"),
        (named("eve/" + "d/" * 30 + "conv.py"), SOURCE, "long name"),
        (named("eve/conv.py", stat.S_IFLNK | 0o777), b"/etc/passwd", "link"),
        (named("eve/conv.py", stat.S_IFIFO), b"", "device"),
        (named("eve/conv.py"), b"#" * (3 << 20), "bomb"),
        (named("bob/conv.py"), SOURCE, "duplicate"),
        (named("bob/conv.py/net.py"), SOURCE, "duplicate"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_entry_is_named_with_its_rule_and_the_class_is_graded(
    info: zipfile.ZipInfo, data: bytes, rule: str, tmp_path: Path
) -> None:
    others = [(named("ada.py"), SOURCE), (named("bob/conv.py"), SOURCE), (named("bob/other.py"), SOURCE)]
    archive = archive_of(tmp_path / "class.zip", [*others, (info, data)])
    before = set(tmp_path.rglob("*"))
    taken = take_in(archive, tmp_path / "work")
    assert any(f"rule: {rule}" in problem.reason for problem in taken.problems)
    assert {"ada", "bob"} <= {entry.student for entry in taken.entries}
    written = set(tmp_path.rglob("*")) - before
    assert all((tmp_path / "work") in (path, *path.parents) for path in written)
    assert not any(path.is_symlink() for path in written)


def test_an_archive_whose_entries_overlap_is_refused(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ada.py": SOURCE, "bob.py": SOURCE})
    data = bytearray(path.read_bytes())
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")  # the second entry points at the first
    path.write_bytes(data)
    with pytest.raises(OperatorError, match="bomb"):
        take_in(path, tmp_path / "work")


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all"])
def test_what_is_no_archive_is_said_to_be_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "class.zip").write_bytes(data)
    with pytest.raises(OperatorError, match="cannot be unpacked"):
        take_in(tmp_path / "class.zip", tmp_path / "work")


def test_an_entry_that_is_damaged_costs_its_own_author(tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ada.py": os.urandom(4000), "bob.py": SOURCE})
    data = bytearray(path.read_bytes())
    data[200:220] = bytes(20)
    path.write_bytes(data)
    taken = take_in(path, tmp_path / "work")
    assert "cannot be unpacked" in said(taken, "ada")
    assert modules(by_student(taken)["bob"]) == ["bob.py"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    folder = lay(tmp_path / "class", {"lovelaceada_101_1_conv.py": b"", "turingalan_102_2_conv.py": SOURCE})
    os.truncate(folder / "lovelaceada_101_1_conv.py", 8 << 30)
    taken = take_in(folder, tmp_path / "work")
    assert "too large to be looked at (8589934592 bytes)" in said(taken, "lovelaceada_101")
    assert "too large" in str(load_submission(by_student(taken)["lovelaceada_101"].path).problem)


def test_what_an_earlier_run_took_in_is_gone(tmp_path: Path) -> None:
    work = tmp_path / "work"
    take_in(zipped(tmp_path / "a.zip", {"ada/conv.py": SOURCE, "ada/net.py": SOURCE, "bob.py": SOURCE}), work)
    taken = take_in(zipped(tmp_path / "b.zip", {"ada/conv.py": SOURCE, "bob.py": SOURCE}), work)
    assert modules(by_student(taken)["ada"]) == ["conv.py"]
    assert sum(path.is_file() for path in work.rglob("*")) == 2


def test_the_work_folder_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "taken").symlink_to(tmp_path)
    with pytest.raises(OperatorError, match="is a link"):
        take_in(lay(tmp_path / "class", {"ada.py": SOURCE}), tmp_path / "work")


@pytest.mark.parametrize("source", ["gradescope", "nbgrader", "github"])
def test_a_layout_that_is_not_there_is_named(source: str, tmp_path: Path) -> None:
    path = zipped(tmp_path / "class.zip", {"ada.py": SOURCE, "bob.py": SOURCE})
    with pytest.raises(OperatorError):
        take_in(path, tmp_path / "work", source=source)


NAMES = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0") | st.sampled_from("./\\:_"),
    min_size=1,
    max_size=30,
)


@given(names=st.lists(NAMES, min_size=1, max_size=8, unique=True))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_every_name_of_an_archive_has_an_entry_inside_the_work_folder(
    names: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    archive = zipped(folder / "class.zip", dict.fromkeys([*names, "bob.py"], SOURCE))
    taken = take_in(archive, folder / "work", source="plain")
    assert {entry.name for entry in taken.entries} >= {"bob.py"}
    assert len(taken.entries) == len(read_tree(archive).top())
    assert {path for path in folder.rglob("*") if path.is_file()} - set((folder / "work").rglob("*")) == {archive}
    for entry in taken.entries:
        assert (folder / "work") in entry.path.parents
        load_submission(entry.path, entry.name)
