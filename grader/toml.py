"""TOML files to structs, and every mistake in them at once, with its path. Pure, but for reading the file."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import msgspec

Row = TypeVar("Row")


def read_table(path: Path, problems: list[str]) -> dict[str, Any]:
    """Return what a TOML file says; nothing, and a problem, where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problems.append(f"{path.name}: {error.strerror}")
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        problems.append(f"{path.name}: {error}")
    return {}


def converted(where: str, value: object, kind: type[Row], problems: list[str]) -> Row | None:
    """Return a value as a struct; None, and a problem for every wrong key, where it is none."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problems += [f"{where}: {problem}" for problem in _field_problems(value, kind) or [str(error)]]
        return None


def _field_problems(value: object, kind: type[Row]) -> list[str]:
    """Return what is wrong with a row, key by key: a conversion stops at the first."""
    if not isinstance(value, dict):
        return []
    fields = {field.name: field for field in msgspec.structs.fields(kind)}  # type: ignore[arg-type]
    problems = [f"Object contains unknown field `{name}`" for name in value if name not in fields]
    for name, field in fields.items():
        if name not in value:
            problems += [f"Object missing required field `{name}`"] if field.required else []
            continue
        try:
            msgspec.convert(value[name], field.type)
        except msgspec.ValidationError as error:
            what, _, path = str(error).partition(" - at `$")
            problems.append(f"{what} - at `$.{name}{path or '`'}")
    return problems
