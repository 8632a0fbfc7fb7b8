"""Every mistake in a TOML file is reported at once, with its path, however deep it lies."""

import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import pytest

from grader.toml import converted, read_table


class Inner(msgspec.Struct, forbid_unknown_fields=True):
    points: Annotated[float, msgspec.Meta(gt=0)]
    word: str = ""


class Outer(msgspec.Struct, forbid_unknown_fields=True):
    rows: Annotated[tuple[Inner, ...], msgspec.Meta(min_length=2)] = ()
    pair: tuple[int, int] = (0, 0)
    table: dict[str, int | tuple[int, int]] = {}
    inner: Inner | None = None
    names: list[str] | str = ""
    by_name: dict[str, Inner] = {}
    choice: Literal["one", "two", "three"] | None = None
    form: Annotated[str, msgspec.Meta(pattern="^[a-z]+$")] = ""


MISTAKES = [
    ({"rows": [{"points": 0}, {"points": -1}]}, ["rows[0].points", "rows[1].points"]),
    ({"rows": [{"points": 0, "word": 3}, {}]}, ["rows[0].points", "rows[0].word", "rows[1].points"]),
    ({"rows": [{"points": "x", "wrod": ""}]}, ["rows", "rows[0]", "rows[0].points"]),
    ({"rows": {"points": 1}}, ["rows"]),
    ({"rows": [1, "x"]}, ["rows[0]", "rows[1]"]),
    ({"pair": ["x", "y"]}, ["pair[0]", "pair[1]"]),
    ({"pair": [1, 2, 3]}, ["pair"]),
    ({"pair": ["x"]}, ["pair", "pair[0]"]),
    ({"table": {"H": "x", "W": [1, "y"], "C": ["z", 1.5]}}, [f"table.{it}" for it in ("C[0]", "C[1]", "H", "W[1]")]),
    ({"inner": {"points": 0, "word": 1}}, ["inner.points", "inner.word"]),
    ({"inner": 3}, ["inner"]),
    ({"names": ["a", 1, 2]}, ["names[1]", "names[2]"]),
    ({"names": 1.5}, ["names"]),
    ({"by_name": {"a": {"points": 0}, "b": {}}}, ["by_name.a.points", "by_name.b.points"]),
    ({"name": 1, "pair": 2, "table": 3}, ["pair", "table", "there is no key 'name'. Did you mean names? There are"]),
    (3, ["a table is due, not 3"]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "paths"), MISTAKES, ids=[" ".join(paths) for _, paths in MISTAKES])
def test_every_mistake_is_said_with_its_path(value: object, paths: list[str]) -> None:
    problems: list[str] = []
    assert converted("a.toml", value, Outer, problems) is None
    assert all(problem.startswith("a.toml: ") for problem in problems)
    assert sorted(problem.removeprefix("a.toml: ").split(": ")[0] for problem in problems) == sorted(paths), problems


SENTENCES = [
    ({"pair": ["x", 2]}, "pair[0]: a whole number is due, not the text 'x'"),
    ({"rows": [{"points": True}, {"points": 1}]}, "rows[0].points: a number is due, not true"),
    ({"rows": [{"points": 0}, {"points": 1}]}, "rows[0].points: a number above 0 is due, not 0"),
    ({"rows": [{"points": 1}]}, "rows: a list with at least 2 entries is due, not a list"),
    ({"inner": [1]}, "inner: a table is due, not a list"),
    ({"inner": {}}, "inner.points: it is missing"),
    ({"choice": "thre"}, "choice: there is no choice 'thre'. Did you mean three? There are: one, two, three."),
    ({"form": "a b"}, "form: a text of the form [a-z]+ is due, not the text 'a b'"),
    ({"form": datetime.date(2026, 5, 4)}, "form: a text is due, not 2026-05-04"),
]


@pytest.mark.parametrize(("value", "sentence"), SENTENCES, ids=[sentence for _, sentence in SENTENCES])
def test_a_mistake_is_said_in_words_of_the_file_not_of_a_library(value: object, sentence: str) -> None:
    problems: list[str] = []
    assert converted("a.toml", value, Outer, problems) is None
    assert problems == [f"a.toml: {sentence}"]


def test_what_is_no_toml_is_shown_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('name = "a"\n\ndeduction = 10 %\n')
    (tmp_path / "b.toml").write_bytes(b'name = "a"\nwho = "M\xfcller"\n')
    problems: list[str] = []
    assert read_table(tmp_path / "a.toml", problems) == read_table(tmp_path / "b.toml", problems) == {}
    assert problems[0].startswith("a.toml: line 3: ")
    assert problems[0].endswith(", in 'deduction = 10 %'")
    assert problems[1] == "b.toml: line 2: it is not in UTF-8; save the file as UTF-8"


def test_what_is_right_is_converted_without_a_problem() -> None:
    problems: list[str] = []
    value = {"rows": [{"points": 1}, {"points": 2}], "table": {"H": 1, "W": [1, 2]}, "inner": {"points": 1}}
    assert converted("a.toml", value, Outer, problems) == Outer(
        rows=(Inner(1), Inner(2)), table={"H": 1, "W": (1, 2)}, inner=Inner(1)
    )
    assert problems == []


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("zone = “Europe/Berlin”", 'write straight quotes, "'),
        ('roster = "C:\\Users\\ada\\roster.csv"', "write a path with / in the place of \\"),
        ("due = 2026-05-04T23:59", "from 00:00:00 to 23:59:59"),
        ("due = 2026-05-04T24:00:00", "from 00:00:00 to 23:59:59"),
        ("zone: Europe/Berlin", "write = in the place of the colon"),
    ],
)
def test_of_a_line_that_is_no_toml_is_said_what_to_write(tmp_path: Path, line: str, advice: str) -> None:
    path, problems = tmp_path / "course.toml", []
    path.write_text(f"# first\n{line}\n")
    assert read_table(path, problems) == {}
    assert problems[0].startswith("course.toml: line 2: ")
    assert problems[0].endswith(advice)


def test_the_mark_of_an_editor_is_no_part_of_a_file(tmp_path: Path) -> None:
    path, problems = tmp_path / "course.toml", []
    path.write_bytes(b'\xef\xbb\xbfzone = "UTC"\n')
    assert (read_table(path, problems), problems) == ({"zone": "UTC"}, [])
