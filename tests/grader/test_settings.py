"""course.toml: read once, everything wrong with it at once, and documented key by key."""

import datetime as dt
import re
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest

from grader.classroom import settings
from grader.classroom.extensions import ExtensionRow
from grader.classroom.settings import (
    CourseFile,
    LateTable,
    OverrideRow,
    RepairTable,
    TotalTable,
    load_settings,
    read_seed,
    salted,
)
from grader.errors import OperatorError
from grader.grading.grade import stretch
from tests.test_docs import blocks, by_key, default_of, in_code, literals, named_files


@pytest.fixture
def course(tmp_path: Path):
    """Write files of a course; load its settings."""

    def load(text: str, **files: str):
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_text(content)
        (tmp_path / "course.toml").write_text(text)
        return load_settings(tmp_path / "course.toml")

    return load


def problems(load, text: str, **files: str) -> list[str]:
    with pytest.raises(OperatorError) as error:
        load(text, **files)
    first, *rest = str(error.value).split("\n  ")
    assert first.endswith("cannot be used:")
    return rest


def test_an_empty_file_is_a_course(course, tmp_path: Path) -> None:
    found = course("")
    assert found.gradebook == str(tmp_path / "gradebook.db")
    assert (found.attempts, found.late, found.deadlines, found.overrides) == ("last", settings.Late(), {}, ())
    assert found.seed_file is None


def test_a_backslash_that_became_another_character_is_explained(course) -> None:
    (said,) = problems(course, 'roster = "data\\tables\\roster.csv"')
    assert said.endswith("there is no file 'data\\tables\\roster.csv'; write a path with / in the place of \\")


def test_everything_is_read(course, tmp_path: Path) -> None:
    found = course(
        """
        seed_file = "seed.txt"
        gradebook = "postgresql://ada@localhost/grades"
        roster = "roster.csv"
        overrides = "overrides.toml"
        timezone = "Europe/Berlin"
        attempts = "best"
        [deadlines]
        conv-layer = 2026-05-04T23:59:00
        pooling = 2026-05-11T12:00:00-04:00
        [late]
        grace_minutes = 15
        deduction = "10 %"
        of = "score"
        cap = 0.3
        days = 5
        """,
        seed_txt="x",
        roster_csv="id\n",
        overrides_toml='[[override]]\nstudent = "ada"\nassignment = "conv-layer"\n'
        'grade = "91/2"\nreason = "was ill"\nwho = "W"\n',
    )
    assert found.seed_file == tmp_path / "seed.txt"
    assert found.gradebook == "postgresql://ada@localhost/grades"
    assert found.deadlines["conv-layer"] == dt.datetime(2026, 5, 4, 21, 59, tzinfo=dt.UTC)
    assert found.deadlines["pooling"] == dt.datetime(2026, 5, 11, 16, tzinfo=dt.UTC)
    assert found.late == settings.Late(
        grace=dt.timedelta(minutes=15), deduction=Fraction(1, 10), of="score", cap=Fraction(3, 10), days=5
    )
    assert found.override("ada", "conv-layer").grade == Fraction(91, 2)
    assert found.override("ada", "pooling") is None


def test_every_mistake_is_said_at_once(course) -> None:
    said = problems(
        course,
        """
        seed = 1
        roster = 5
        attempts = "first"
        [late]
        days = -1
        """,
    )
    assert len(said) == 4
    for part in (
        "there is no key 'seed'",
        "roster: a text is due, not 5",
        "attempts: there is no choice 'first'",
        "late.days",
    ):
        assert any(part in line for line in said), part
    said = problems(
        course,
        """
        roster = "none.csv"
        seed_file = "none.txt"
        overrides = "overrides.toml"
        [deadlines]
        conv-layer = 2026-05-04T23:59:00
        [late]
        deduction = "a tenth"
        cap = 2
        """,
        overrides_toml='[[override]]\nstudent = "a"\nassignment = "b"\ngrade = -1\nreason = " "\nwho = "W"\n'
        '[[override]]\nstudent = "a"\nassignment = "b"\ngrade = 1\nwho = "W"\n[other]\n',
    )
    parts = (
        "roster: there is no file",
        "seed_file: there is no file",
        "deadlines.conv-layer: no time zone",
        "late.deduction: 'a tenth' is no number",
        "late.cap: 2 is not from 0 to 1",
        "override[0].grade: -1 is below 0",
        "override[0].reason: it is blank",
        "override[1]: reason: it is missing",
        "unknown key other",
    )
    for part in parts:
        assert any(part in line for line in said), (part, said)
    assert len(said) == len(parts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a = ", "Invalid value"),
        ('timezone = "Mars/Olympus"', "knows no time zone 'Mars/Olympus'"),
        ('timezone = "EST"', "'EST' has no summer time, so deadlines would be an hour off for half of the year"),
        ('timezone = "MST"', "write America/Denver (or America/Phoenix"),
        ('timezone = "../../etc/passwd"', "knows no time zone"),
        ('timezone = "Europe/Berlin"\n[deadlines]\nx = 2026-03-29T02:30:00', "clocks are put forward"),
        ("[deadlines]\nx = 2026-05-04", "deadlines"),
        ('[late]\ndeduction = "1/0"', "is no number"),
    ],
)
def test_a_mistake_is_said(course, text: str, said: str) -> None:
    assert any(said in line for line in problems(course, text))


def test_all_mistakes_are_said_at_once(course) -> None:
    rows = '[[override]]\nstudent = ""\nassignment = 1\ngrade = 1\nreason = "r"\nwho = "W"\n'
    lines = problems(
        course,
        'attempts = "all"\nroster = "none.csv"\noverrides = "overrides.toml"\n'
        '[deadlines]\na = 1\nb = 2\n[late]\ndays = -1\ngrace_minutes = "x"\n',
        overrides_toml=rows,
    )
    parts = (
        "attempts: there is no choice 'all'",
        "deadlines.a: 1 is no time",
        "deadlines.b: 2 is no time",
        "late.days",
        "late.grace_minutes",
        "course.toml: roster",
    )
    parts += ("override[0]: student", "override[0]: assignment")
    assert len(lines) == len(parts)
    for part in parts:
        pattern = ".*".join(re.escape(end) for end in part.split(".*"))
        assert any(re.search(pattern, line) for line in lines), (part, lines)


@pytest.mark.parametrize("key", ["timezone = 3", "[late]\ndays = -1"])
def test_a_mistake_hides_none_and_makes_none(course, key: str) -> None:
    text = f"{key}\n[deadlines]\nx = 2026-05-04T23:59:00+02:00\n"
    assert len(problems(course, text)) == 1


def test_two_overrides_of_one_grade_are_none(course) -> None:
    row = '[[override]]\nstudent = "a"\nassignment = "b"\ngrade = 1\nreason = "r"\nwho = "W"\n'
    assert any(
        "more than one override" in line
        for line in problems(course, 'overrides = "overrides.toml"', overrides_toml=row + row)
    )


def test_a_seed_in_a_repository_is_refused(course, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (said,) = problems(course, 'seed_file = "seed.txt"', seed_txt="secret")
    assert "lies in the repository" in said
    assert "secret" not in said


def test_settings_that_are_not_there_are_said(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="No such file"):
        load_settings(tmp_path / "course.toml")


def test_a_seed_is_text_and_not_nothing(tmp_path: Path) -> None:
    (tmp_path / "seed").write_text(" correct horse \n")
    assert read_seed(tmp_path / "seed") == "correct horse"
    for content in (b"", b" \n", b"7", b"hello", b"\xff\xfe\x00"):
        (tmp_path / "seed").write_bytes(content)
        with pytest.raises(OperatorError):
            read_seed(tmp_path / "seed")


def test_a_rule_for_totals_is_read_exactly(course) -> None:
    rule = course(
        '[total]\nout_of = 20\nmissing = "left out"\n[total.weights]\na = 0.1\n[total.extra]\nb = "5 %"'
    ).total
    assert (rule.out_of, rule.weights, rule.extra) == (20, {"a": Fraction(1, 10)}, {"b": Fraction(1, 20)})
    assert rule.missing == "left out"


def test_every_mistake_in_a_rule_for_totals_is_said(course) -> None:
    text = '[total]\nout_of = 0\n[total.weights]\na = -1\nb = "much"\n[total.extra]\na = 1'
    assert [line.removeprefix("course.toml: total") for line in problems(course, text)] == [
        ": a is in weights and in extra; it either counts or adds to what counts",
        ".out_of: 0 is not above 0",
        ".weights.a: -1 is not above 0",
        '.weights.b: \'much\' is no number; write 0.1, "1/10" or "10 %"',
    ]


# -------------------------------------------------------------------------- docs/course.md

TABLES = {
    CourseFile: "Top level",
    LateTable: "[late]",
    TotalTable: "[total]",
    RepairTable: "[repair]",
    OverrideRow: "Overrides",
    ExtensionRow: "Extensions",
}
FIELDS = [(kind, one) for kind in TABLES for one in msgspec.structs.fields(kind)]


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_key_is_documented(kind: type) -> None:
    assert list(by_key("course.md", TABLES[kind])) == list(kind.__struct_fields__)


@pytest.mark.parametrize(("kind", "one"), FIELDS, ids=[f"{kind.__name__}.{one.name}" for kind, one in FIELDS])
def test_a_keys_default_and_choices_are_those_of_the_code(kind: type, one: msgspec.structs.FieldInfo) -> None:
    _, choices, default, meaning = by_key("course.md", TABLES[kind])[one.name]
    assert default == default_of(one)
    assert in_code(choices) == [f'"{choice}"' for choice in literals(one.type)]
    assert meaning


def test_the_example_of_the_page_is_a_course(course) -> None:
    files = named_files("course.md")
    found = course(files["course.toml"], roster_csv="id\n", overrides_toml=files["overrides.toml"])
    assert found.deadlines
    assert found.overrides
    assert found.late.deduction
    assert blocks("course.md", "toml")


def test_a_course_s_name_salts_its_seed(tmp_path: Path) -> None:
    """The same seed in two courses draws other cases, and a file with the name on its second line the same ones."""
    seed = tmp_path / "seed.txt"
    seed.write_text("long enough to be one\n")
    one, other = (salted(read_seed(seed), name) for name in ("cnn 2026", "cnn 2027"))
    assert len({stretch(one), stretch(other), stretch(read_seed(seed))}) == 3
    seed.write_text("long enough to be one\ncnn 2026\n")
    assert stretch(read_seed(seed)) == stretch(salted(read_seed(seed), "another name")) == stretch(one)
    seed.write_text("short\nand a long line beneath it, which everybody knows\n")
    with pytest.raises(OperatorError, match="holds only 5 characters on its first line"):
        read_seed(seed)
