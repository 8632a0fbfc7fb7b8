"""Every mistake in a TOML file is reported at once, with its path, however deep it lies."""

from typing import Annotated

import msgspec
import pytest

from grader.toml import converted


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


MISTAKES = [
    ({"rows": [{"points": 0}, {"points": -1}]}, ["$.rows[0].points", "$.rows[1].points"]),
    ({"rows": [{"points": 0, "word": 3}, {}]}, ["$.rows[0].points", "$.rows[0].word", "$.rows[1]"]),
    ({"rows": [{"points": "x", "wrod": ""}]}, ["$.rows", "$.rows[0]", "$.rows[0].points"]),
    ({"rows": {"points": 1}}, ["$.rows"]),
    ({"rows": [1, "x"]}, ["$.rows[0]", "$.rows[1]"]),
    ({"pair": ["x", "y"]}, ["$.pair[0]", "$.pair[1]"]),
    ({"pair": [1, 2, 3]}, ["$.pair"]),
    ({"pair": ["x"]}, ["$.pair", "$.pair[0]"]),
    ({"table": {"H": "x", "W": [1, "y"], "C": ["z", 1.5]}}, [f"$.table.{it}" for it in ("C[0]", "C[1]", "H", "W[1]")]),
    ({"inner": {"points": 0, "word": 1}}, ["$.inner.points", "$.inner.word"]),
    ({"inner": 3}, ["$.inner"]),
    ({"names": ["a", 1, 2]}, ["$.names[1]", "$.names[2]"]),
    ({"names": 1.5}, ["$.names"]),
    ({"by_name": {"a": {"points": 0}, "b": {}}}, ["$.by_name.a.points", "$.by_name.b"]),
    ({"name": 1, "pair": 2, "table": 3}, ["", "$.pair", "$.table"]),
    (3, [""]),
]  # fmt: skip


@pytest.mark.parametrize(("value", "paths"), MISTAKES, ids=[" ".join(paths) for _, paths in MISTAKES])
def test_every_mistake_is_said_with_its_path(value: object, paths: list[str]) -> None:
    problems: list[str] = []
    assert converted("a.toml", value, Outer, problems) is None
    assert all(problem.startswith("a.toml: ") for problem in problems)
    assert sorted(problem.partition(" - at `")[2].removesuffix("`") for problem in problems) == paths, problems


def test_what_is_right_is_converted_without_a_problem() -> None:
    problems: list[str] = []
    value = {"rows": [{"points": 1}, {"points": 2}], "table": {"H": 1, "W": [1, 2]}, "inner": {"points": 1}}
    assert converted("a.toml", value, Outer, problems) == Outer(
        rows=(Inner(1), Inner(2)), table={"H": 1, "W": (1, 2)}, inner=Inner(1)
    )
    assert problems == []
