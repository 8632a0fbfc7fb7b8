"""docs/exports.md says what the code says."""

import re
from pathlib import Path

from grader import pytest_plugin
from grader.export import FORMATS
from grader.export.table import COLUMNS

PAGE = (Path(__file__).parent.parent.parent / "docs" / "exports.md").read_text(encoding="utf-8")
COMMANDS = (Path(__file__).parent.parent.parent / "docs" / "commands.md").read_text(encoding="utf-8")


def part(heading: str) -> str:
    """Return what stands below a heading, up to the next of any rank."""
    return re.split(r"\n#+ ", PAGE.split(f"# {heading}\n", 1)[1], maxsplit=1)[0]


def test_every_format_stands_in_the_overview_with_a_part_of_its_own() -> None:
    rows = re.findall(r"^\| \[`(\w+)`\]\(#\w+\) \| .* \| (yes|no) \| .+ \|$", PAGE, re.MULTILINE)
    assert dict(rows) == {name: "yes" if one.single is not None else "no" for name, one in FORMATS.items()}
    assert [name for name, _ in rows] == list(FORMATS)
    for name in FORMATS:
        assert part(name)


def test_the_command_names_every_format() -> None:
    (line,) = re.findall(r"^\| `--format NAME` \| (.*) \|$", COMMANDS, re.MULTILINE)
    assert re.findall(r"`(\w+)`", line) == list(FORMATS)


def test_the_columns_of_the_table_are_documented() -> None:
    documented = [
        name for row in re.findall(r"^\| (`.*?) \|", part("csv"), re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    ]
    assert documented == list(COLUMNS)


def test_the_options_of_pytest_are_documented() -> None:
    source = Path(pytest_plugin.__file__).read_text(encoding="utf-8")
    used = re.findall(r'addoption\("(--[a-z-]+)"', source)
    documented = re.findall(r"^\| `(--[a-z-]+)(?: [A-Z]+)?` \|", part("pytest"), re.MULTILINE)
    assert sorted(documented) == sorted(used)


def test_the_format_of_the_example_works() -> None:
    (source,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    made: dict[str, object] = {}
    exec(source, made)
    from grader.export import Options

    from .sample import ROWS

    found = made["FORMAT"].export(ROWS, Options())  # type: ignore[attr-defined]
    assert found.files[""].startswith(b"101;10\n")
