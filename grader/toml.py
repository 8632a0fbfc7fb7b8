"""TOML files to structs, and every mistake in them at once, with its path. Pure, but for reading the file."""

import pickle
import re
import tomllib
import typing
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, TypeVar, Union

import msgspec

from grader.errors import say_unknown

Row = TypeVar("Row")
LIKELY = (  # what somebody meant who wrote a line that is no TOML, and what to write
    (re.compile(r"[“”„«»‘’]"), '; write straight quotes, "'),
    (re.compile(r'"[^"\n]*\\'), "; write a path with / in the place of \\"),
    (re.compile(r"\d{4}-\d\d?-\d\d?[T ]\d"), "; write a time with two digits each, from 00:00:00 to 23:59:59"),
    (re.compile(r"^\s*[\w.-]+\s*:"), "; write = in the place of the colon"),
)


def read_table(path: Path, problems: list[str]) -> dict[str, Any]:
    """Return what a TOML file says; nothing, and a problem, where it cannot be read."""
    try:
        table: dict[str, Any] = pickle.loads(_parsed(_text(path)))  # a copy for each caller
        return table
    except OSError as error:
        problems.append(f"{path.name}: {error.strerror}")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.append(f"{path.name}: line {line}: it is not in UTF-8; save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        problems.append(f"{path.name}: {_at_line(str(error), path)}")
    return {}


def _at_line(mistake: str, path: Path) -> str:
    """Return where a file is no TOML, with the line as it stands there."""
    found = re.fullmatch(r"(.*) \(at line (\d+), column \d+\)", mistake)
    if found is None:
        return mistake
    number = int(found[2])
    line = (_text(path).splitlines()[number - 1 : number] or [""])[0]
    advice = next((said for pattern, said in LIKELY if pattern.search(line)), "")
    return f"line {number}: {found[1]}, in {line.strip()[:80]!r}{advice}"


def _text(path: Path) -> str:
    """Return what a file says, without the mark that editors on Windows put before it."""
    return path.read_text(encoding="utf-8-sig")


@lru_cache(maxsize=128)
def _parsed(text: str) -> bytes:
    """Return a table as bytes: reading them takes a hundredth of the time, and every assignment reads all examples."""
    return pickle.dumps(tomllib.loads(text))


def read_rows(path: Path, key: str, kind: type[Row], problems: list[str]) -> Iterator[tuple[str, Row]]:
    """Yield the rows of a file that has one list of tables and nothing else, each with its place."""
    table = read_table(path, problems)
    problems += [f"{path.name}: unknown key {other}" for other in table.keys() - {key}]
    rows = table.get(key, [])
    if not isinstance(rows, list):
        problems.append(f"{path.name}: write [[{key}]], not [{key}]")
        return
    for number, value in enumerate(rows):
        where = f"{path.name}: {key}[{number}]"
        row = converted(where, value, kind, problems)
        if row is not None:
            yield where, row


def converted(where: str, value: object, kind: type[Row], problems: list[str]) -> Row | None:
    """Return a value as a struct; None, and a problem for every mistake at any depth, where it is none."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problems += [f"{where}: {problem}" for problem in list(_mistakes(value, kind, "$")) or [str(error)]]
        return None


def right_part(value: object, kind: Any) -> Any:
    """Return what is right of a table with mistakes, at any depth, so that what it says is judged too.

    Keys that are wrong have their defaults. A struct that lacks what it needs is None.
    """
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        types = {field.name: field.type for field in msgspec.structs.fields(kind)}
        parts = {name: right_part(value[name], types[name]) for name in value.keys() & types.keys()}
        try:
            return kind(**{name: part for name, part in parts.items() if part is not None})
        except TypeError:
            return None
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _mistakes(value: object, kind: Any, path: str) -> Iterator[str]:
    """Yield every mistake in a value, each with its path: a conversion stops at the first."""
    if typing.get_origin(kind) is Annotated:
        kind, *rules = typing.get_args(kind)
    else:
        rules = []
    if typing.get_origin(kind) in (Union, UnionType):
        kind = next((member for member in typing.get_args(kind) if _is_alike(value, member)), kind)
    items = list(_items(value, kind, path))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(value, dict):
        yield from _wrong_keys(value, kind, path)
    else:
        outer = _of_anything(kind) if items else kind
        try:
            msgspec.convert(value, Annotated[outer, *rules] if rules else outer)
        except msgspec.ValidationError as error:
            what, _, end = str(error).partition(" - at `$")
            yield _at(said(what, None if end else (value,), kind), path + end.removesuffix("`"))
    for item in items:
        yield from _mistakes(*item)


def _wrong_keys(row: dict[str, Any], kind: type[msgspec.Struct], path: str) -> Iterator[str]:
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    yield from (_at(say_unknown("there is no key", name, fields), path) for name in row if name not in fields)
    for name, field in fields.items():
        if field.required and name not in row:
            yield _at("it is missing", f"{path}.{name}")


def _items(value: object, kind: Any, path: str) -> Iterator[tuple[object, Any, str]]:
    """Yield the parts of a table or list that have a type of their own, with that type and their path."""
    origin, arguments = typing.get_origin(kind) or kind, typing.get_args(kind)
    if isinstance(value, dict) and isinstance(origin, type) and issubclass(origin, msgspec.Struct):
        for field in msgspec.structs.fields(origin):
            if field.name in value:
                yield value[field.name], field.type, f"{path}.{field.name}"
    elif isinstance(value, dict) and origin is dict and arguments:
        yield from ((item, arguments[1], f"{path}.{name}") for name, item in value.items())
    elif isinstance(value, list) and origin in (list, tuple) and arguments:
        is_long = origin is list or arguments[-1] is Ellipsis
        kinds = [arguments[0]] * len(value) if is_long else arguments
        for place, (item, its_kind) in enumerate(zip(value, kinds, strict=False)):
            yield item, its_kind, f"{path}[{place}]"


def _of_anything(kind: Any) -> Any:
    """Return the same kind of table or list, of anything: ``dict[str, int]`` is ``dict[str, Any]``."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is dict:
        return dict[arguments[0], Any]  # type: ignore[valid-type]
    return origin[tuple(Any if argument is not Ellipsis else argument for argument in arguments)]


def _is_alike(value: object, kind: Any) -> bool:
    """Whether a table or list is meant as this member of a union."""
    origin = typing.get_origin(kind) or kind
    if isinstance(value, dict):
        return isinstance(origin, type) and issubclass(origin, (dict, msgspec.Struct))
    return isinstance(value, list) and origin in (list, tuple)


def _at(mistake: str, path: str) -> str:
    """Return a mistake behind its place: ``late.days``."""
    place = path.removeprefix("$").removeprefix(".")
    return f"{place}: {mistake}" if place else mistake


KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}
LIMITS = {">=": "of at least", ">": "above", "<=": "of at most", "<": "below"}
EXPECTED = re.compile(
    r"Expected `(?P<kinds>[^`]+)`(?P<length> of length)?"
    r"(?: matching regex '(?P<form>.+)'| (?P<sign>[<>]=?) (?P<limit>\S+?))?(?:, got .*)?"
)


def said(mistake: str, given: tuple[object] | None, kind: Any) -> str:
    """Return what the library says of a value in words of TOML: what is due, and what there is.

    Parameters
    ----------
    mistake : str
        The library's sentence, without its place.
    given : tuple of object, optional
        The value, if it is known.
    kind : type
        What it should be.
    """
    if mistake.startswith("Invalid enum value") and given is not None:
        return say_unknown("there is no choice", str(given[0]), map(str, _choices(kind)))
    found = EXPECTED.fullmatch(mistake)
    if found is None:
        return mistake
    names = [KINDS.get(name, name) for name in found["kinds"].split(" | ") if name != "null"]
    if "a number" in names and "a whole number" in names:
        names.remove("a whole number")
    due = " or ".join(names)
    if found["form"]:
        due += f" of the form {found['form'].strip('^$')}"
    elif found["length"]:
        due = f"{due} with {LIMITS[found['sign']].removeprefix('of ')} {found['limit']} {_entries(found['limit'], due)}"
    elif found["sign"]:
        due += f" {LIMITS[found['sign']]} {float(found['limit']):g}"
    return f"{due} is due" + (f", not {_shown(given[0])}" if given is not None else "")


def _entries(limit: str, due: str) -> str:
    """Return what a list or a text is counted in."""
    what = ("entry", "entries") if "list" in due else ("letter", "letters")
    return what[limit != "1"]


def _choices(kind: Any) -> Iterator[object]:
    """Yield the values that a type lists."""
    if typing.get_origin(kind) is typing.Literal:
        yield from typing.get_args(kind)
    else:
        for part in typing.get_args(kind):
            yield from _choices(part)


def _shown(value: object) -> str:
    """Return a value as it stands in the file, if that is short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, dict | list):
        return ("an empty " if not value else "a ") + ("table" if isinstance(value, dict) else "list")
    return str(value)[:40]
