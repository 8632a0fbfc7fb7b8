"""A deadline without times does nothing in silence; times are read wherever they are, and days are the calendar's."""

import datetime as dt
import zipfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from grader.classroom.class_work import ClassWork, gather_class
from grader.classroom.intake import take_in
from grader.classroom.policy import late_days
from grader.classroom.times import read_time, read_times
from grader.classroom.zones import zone_named
from grader.model import Student

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
DUE = dt.datetime(2026, 10, 24, 20, tzinfo=BERLIN)
SOURCE = "def conv_single(x, w, b):\n    return 1\n"


def archived(path: Path, files: dict[str, tuple[int, ...]]) -> Path:
    """Write an archive whose entries have these times."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, when in files.items():
            archive.writestr(zipfile.ZipInfo(name, (*when, 0)), SOURCE)  # type: ignore[arg-type]
    return path


def gathered(tmp_path: Path, archive: Path, sheet: str = "", listed: list[Student] | None = None) -> ClassWork:
    (tmp_path / "times.csv").write_text(sheet or "id,submitted\n", encoding="utf-8")
    times = read_times(tmp_path / "times.csv", BERLIN)
    return gather_class(take_in(archive, tmp_path / "work"), listed, times=times, due=DUE)


def times_of(work: ClassWork) -> dict[str, dt.datetime | None]:
    return {student.id: entry.submitted for student, entry in work.entries}


def test_of_moodle_and_plain_archives_the_times_of_files_count_and_it_is_said(tmp_path: Path) -> None:
    late = {"Ada Lovelace_1_assignsubmission_file/conv.py": (2026, 10, 25, 9, 30)}
    work = gathered(tmp_path, archived(tmp_path / "moodle.zip", late))
    assert times_of(work) == {"Ada Lovelace_1": dt.datetime(2026, 10, 25, 9, 30, tzinfo=BERLIN)}
    assert any("taken from the times of the files in the archive" in line for line in work.listed)
    work = gathered(tmp_path, archived(tmp_path / "plain.zip", {"ada.py": (2026, 10, 24, 19, 0)}))
    assert times_of(work) == {"ada": dt.datetime(2026, 10, 24, 19, 0, tzinfo=BERLIN)}


def test_a_sheet_comes_before_the_times_of_files(tmp_path: Path) -> None:
    archive = archived(tmp_path / "plain.zip", {"ada.py": (2026, 10, 24, 19, 0), "bob.py": (2026, 10, 24, 19, 0)})
    work = gathered(tmp_path, archive, 'id,Submitted at\nada,"Sunday, 25 October 2026, 7:30 AM"\n')
    assert times_of(work)["ada"] == dt.datetime(2026, 10, 25, 7, 30, tzinfo=BERLIN)
    assert times_of(work)["bob"] == dt.datetime(2026, 10, 24, 19, 0, tzinfo=BERLIN)


def test_a_deadline_without_times_is_refused_loudly(tmp_path: Path) -> None:
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "ada.py").write_text(SOURCE)
    work = gathered(tmp_path, folder)
    assert times_of(work) == {"ada": None}
    assert any("nobody knows when 1 of 1 submissions came: it is not applied to ada" in line for line in work.listed)
    assert "nobody knows when it came, so the deadline was not applied to it" in work.entries[0][1].notes


def test_canvas_says_late_and_not_by_how_much(tmp_path: Path) -> None:
    names = {"lovelaceada_LATE_101_1_conv.py": (2026, 1, 1, 0, 0), "turing_102_2_conv.py": (2026, 1, 1, 0, 0)}
    work = gathered(tmp_path, archived(tmp_path / "canvas.zip", names))
    assert set(times_of(work).values()) == {None}
    assert any(
        "Canvas marks 1 of 2 submissions as late and does not say by how many days" in line for line in work.listed
    )
    assert all(entry.notes == () for _, entry in work.entries)


def test_a_worksheet_counts_for_the_numbers_in_it_alone(tmp_path: Path) -> None:
    sheet = tmp_path / "worksheet.csv"
    sheet.write_text(
        'ID,"Vollständiger Name","Zuletzt geändert (Abgabe)"\n'
        '"Teilnehmer/in 1","Ada Lovelace","Sonntag, 25. Oktober 2026, 09:30"\n'
    )
    times = read_times(sheet, BERLIN, is_worksheet=True)
    listed = [Student(id="Teilnehmer/in 1", name="Ada Lovelace")]
    for name, expected in (("Ada Lovelace_1", 9), ("Ada Lovelace_4", 7)):  # of this assignment, and of another one
        archive = archived(tmp_path / "m.zip", {f"{name}_assignsubmission_file/c.py": (2026, 10, 25, 7, 30)})
        work = gather_class(take_in(archive, tmp_path / "work"), listed, times=times, due=DUE)
        assert work.entries[0][1].submitted == dt.datetime(2026, 10, 25, expected, 30, tzinfo=BERLIN)


def test_a_time_that_nobody_can_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("id,submitted\nada,05/06/2026 10:00\n")
    assert "line 2: '05/06/2026 10:00' is no time" in read_times(tmp_path / "times.csv", BERLIN).problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "Friday, 20 November 2026, 5:59 PM",
        "Freitag, 20. November 2026, 17:59",
        "vendredi 20 novembre 2026, 17:59",
        "viernes, 20 de noviembre de 2026, 17:59",
        "venerdì, 20 novembre 2026, 17:59",
        "vrijdag, 20 november 2026, 17:59 PM",
        "sexta-feira, 20 de novembro de 2026 às 17:59",
        "sexta-feira, 20 nov. 2026, 17:59",
        "November 20, 2026, 5:59 p.m.",
        "2026-11-20 17:59",
        "2026-11-20T16:59:00Z",
        "2026-11-20 16:59:00 UTC",
        "20.11.2026 17:59",
        "11/20/2026 17:59",
    ],
)
def test_a_time_is_read_in_the_languages_of_moodle(text: str) -> None:
    assert read_time(text, BERLIN) == dt.datetime(2026, 11, 20, 17, 59, tzinfo=BERLIN)


# ------------------------------------------------------------------------------------------ days


@pytest.mark.parametrize(
    ("submitted", "days"),
    [
        (dt.datetime(2026, 10, 25, 19, 30, tzinfo=BERLIN), 1),  # 24.5 hours later, the same day by the clock
        (dt.datetime(2026, 10, 25, 20, 0, tzinfo=BERLIN), 1),
        (dt.datetime(2026, 10, 25, 20, 1, tzinfo=BERLIN), 2),
        (dt.datetime(2026, 10, 25, 19, 1, tzinfo=dt.UTC), 2),
        (dt.datetime(2026, 10, 24, 18, 0, tzinfo=dt.UTC), 0),
    ],
)
def test_a_day_late_is_a_day_of_the_calendar_when_clocks_go_back(submitted: dt.datetime, days: int) -> None:
    assert late_days(submitted, DUE) == days


def test_a_day_late_is_a_day_of_the_calendar_when_clocks_go_forward() -> None:
    due = dt.datetime(2026, 3, 28, 20, tzinfo=BERLIN)
    assert late_days(dt.datetime(2026, 3, 29, 20, 0, tzinfo=BERLIN), due) == 1  # 23 hours later
    assert late_days(dt.datetime(2026, 3, 29, 20, 30, tzinfo=BERLIN), due) == 2


def test_who_hands_in_during_the_hour_that_comes_twice_is_late() -> None:
    due = dt.datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    assert late_days(dt.datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=BERLIN), due) == 1


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        ("PST", -8),
        ("PDT", -7),
        ("EST", -5),
        ("CEST", 2),
        ("JST", 9),
        ("UTC", 0),
        ("+0530", 5.5),
        ("-03", -3),
        ("IST", 5.5),
    ],
)
def test_the_names_of_time_zones_are_understood(name: str, hours: float) -> None:
    zone = zone_named(name, dt.datetime(2026, 7, 1, 12))
    assert zone is not None
    assert dt.datetime(2026, 7, 1, 12, tzinfo=zone).utcoffset() == dt.timedelta(hours=hours)


def test_a_name_of_several_zones_is_the_courses_own() -> None:
    shanghai = zone_named("CST", dt.datetime(2026, 1, 1), ZoneInfo("Asia/Shanghai"))
    assert dt.datetime(2026, 1, 1, tzinfo=shanghai).utcoffset() == dt.timedelta(hours=8)
    chicago = zone_named("CST", dt.datetime(2026, 1, 1), NEW_YORK)
    assert dt.datetime(2026, 1, 1, tzinfo=chicago).utcoffset() == dt.timedelta(hours=-6)
    assert zone_named("XYZT", dt.datetime(2026, 1, 1)) is None


def test_of_two_times_for_one_student_neither_is_taken_and_it_is_said(tmp_path: Path) -> None:
    lines = ["login,name,submitted", "ada,A,2026-05-04 10:00", "ada,A,2026-05-05 10:00", "bob,A,2026-05-04 10:00"]
    (tmp_path / "times.csv").write_text("\n".join([*lines, "bob,A,2026-05-04 10:00"]))
    times = read_times(tmp_path / "times.csv", BERLIN)
    assert times.problems == ("times.csv line 3: a second time for ada; neither of the two is taken",)
    assert times.submitted == {}
