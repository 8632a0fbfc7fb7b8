"""The names in a dialect's lines: each is one that its exercise knows, or a mistake. Pure.

In: a dialect, the text of its file, and what each exercise knows.  Out: sentences, with lines. A name that is wrong
would leave out every case without a word, because a parameter may also stand for a size that only other exercises have.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping

from grader.errors import say_unknown
from grader.submissions.dialect_rows import Dialect, Row
from grader.submissions.own_names import filled, laid_out
from grader.submissions.spoken import GENERATOR, IDENTITY
from grader.submissions.spoken_lines import expression, taken_apart
from grader.submissions.text import Text
from grader.topics.operation import DERIVED, Operation


def words_of(operations: Iterable[Operation]) -> dict[str, frozenset[str]]:
    """Return by exercise what its lines may name: inputs and sizes. One that draws its inputs itself is left out."""
    return {
        one.id: frozenset({*one.shapes, *one.symbols, *DERIVED})
        for one in operations
        if one.draw is None and one.shapes
    }


def unknown_names(dialect: Dialect, file: str, words: Mapping[str, frozenset[str]]) -> Iterator[str]:
    """Yield a sentence for each name of a dialect that nobody knows, with its line in the file."""
    everywhere = {name for known in words.values() for name in known} | {*dialect.absent}
    for exercise, rows in dialect.exercises.items():
        known = words.get(exercise)
        for row in rows:
            for laid in laid_out(row, dialect):
                whole = filled(laid, dialect, Text())
                targets = [name for line in whole.calls for name in taken_apart(line).targets]
                own = {IDENTITY, GENERATOR, *row.given, *targets}
                everywhere |= own
                if known is not None:
                    yield from _in_row(laid, whole, known | own, file, exercise)
    for key, table in (
        ("constructor", dialect.constructor),
        ("arguments", dialect.arguments),
        ("method", dialect.method),
    ):
        for name, value in table.items():
            for unknown in sorted(_names_in(value) - everywhere):
                place = _line(file, name, f'"{value}"')
                yield f"{place}{key}.{name}: {say_unknown(NOTHING, unknown, sorted(everywhere))}"


NOTHING = "there is no input, size or name"


def _in_row(row: Row, whole: Row, known: frozenset[str], file: str, exercise: str) -> Iterator[str]:
    """Yield what is unknown in one row."""
    values = [(text, ast.unparse(node)) for text in whole.calls for _, node in taken_apart(text).arguments]
    parts = [*values, *((text, text) for table in (whole.given, whole.answers) for text in table.values())]
    parts += [(text, text) for text in (*row.needs, *row.otherwise.values())]
    for text, value in parts:
        for unknown in sorted(_names_in(value) - known):
            place = _line(file, unknown, text)
            yield f"{place}exercises.{exercise}: {say_unknown(NOTHING, unknown, sorted(known))}"


def _names_in(text: str) -> set[str]:
    """Return the names in an expression; attributes are none, and no type is."""
    return {node.id for node in ast.walk(expression(text)) if isinstance(node, ast.Name)} - {float.__name__}


def _line(file: str, name: str, text: str) -> str:
    """Return "line 7: ", the first line with a name beside a text, or else with the name alone; or nothing."""
    lines = file.splitlines()
    found = [number for number, line in enumerate(lines, 1) if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line)]
    exact = [number for number in found if text in lines[number - 1]]
    return f"line {(exact or found)[0]}: " if found else ""
