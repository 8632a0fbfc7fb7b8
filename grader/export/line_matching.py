"""Which line of another system's file is which student. Pure.

A line is a student's if one of its keys says so and none says otherwise. A name counts only where no key is known,
and only if it occurs once on both sides. Whoever cannot be told for certain gets nothing, and is named.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.export.cells import Cell, header
from grader.model import GradeRow, Student

Key = Callable[[Student], tuple[str, ...]]  # what a column may hold of a student

MOST = 5  # lines named in a note
NUMBERED = re.compile(r"^\D+(?=\d+$)")
KEYS: Mapping[str, Key] = {
    "id": lambda student: (student.id,),
    "registrar": lambda student: (student.sis_id, student.id),
    "login": lambda student: (student.login, student.email, student.id),
    "email": lambda student: (student.email,),
    "participant": lambda student: (student.id, NUMBERED.sub("", student.id)),  # "Participant 4711" in any language
    "any": lambda student: (student.id, NUMBERED.sub("", student.id), student.email, student.login, student.sis_id),
}


@dataclass(frozen=True)
class Match:
    """The grade row that belongs to each line, by the line's number; and notes."""

    rows: Mapping[int, GradeRow]
    notes: tuple[str, ...]


def matched(
    lines: Sequence[Sequence[Cell]],
    rows: Sequence[GradeRow],
    columns: Mapping[str, str],
    name: str,
    first: int,
    clean: Callable[[str], str] = str.strip,
) -> Match:
    """Match lines to grade rows.

    Parameters
    ----------
    lines : sequence of lines of cells
        The first holds the columns' names.
    rows : sequence of GradeRow
        Of one assignment.
    columns : mapping of str to str
        Column → which of ``KEYS`` it holds.
    name : str
        The column with the students' names.
    first : int
        Number of the first line that may be a student's.
    clean : callable
        Makes a key of a cell's text.
    """
    places = header(lines)
    indexes = {column: _index(rows, KEYS[key]) for column, key in columns.items() if column in places}
    found: dict[int, list[GradeRow]] = {}
    for number, line in enumerate(lines[first:], first):
        texts = {column: clean(line[places[column]].text) for column in indexes if places[column] < len(line)}
        hits = [indexes[column].get(text.casefold()) for column, text in texts.items() if text]
        found[number] = list({hit.student.id: hit for hit in hits if hit is not None}.values())
    sure = {number: hits[0] for number, hits in found.items() if len(hits) == 1}
    notes = [
        f"line {number + 1}: left as it is, its keys belong to {' and '.join(hit.student.id for hit in hits)}"
        for number, hits in found.items()
        if len(hits) > 1
    ]
    sure.update(_by_name(lines, rows, places.get(name), [n for n, hits in found.items() if not hits], sure))
    keys = {number: next((text for text in _texts(lines[number], indexes, places) if text), "") for number in found}
    strangers = [f"{keys[n]} (line {n + 1})" for n, hits in found.items() if not hits and n not in sure and keys[n]]
    if strangers:
        more = f" and {len(strangers) - MOST} more" if len(strangers) > MOST else ""
        notes.append(
            f"no student here is certainly theirs, so lines are left as they are: {', '.join(strangers[:MOST])}{more}"
        )
    return _without_repeats(sure, rows, notes)


def _texts(line: Sequence[Cell], columns: Iterable[str], places: Mapping[str, int]) -> list[str]:
    return [line[places[column]].text.strip() for column in columns if places[column] < len(line)]


def _index(rows: Sequence[GradeRow], key: Key) -> dict[str, GradeRow]:
    """Return rows by key; a key that two students share tells neither."""
    pairs = [(value.casefold(), row) for row in rows for value in dict.fromkeys(key(row.student)) if value]
    counts = Counter(value for value, _ in pairs)
    return {value: row for value, row in pairs if counts[value] == 1}


def _by_name(
    lines: Sequence[Sequence[Cell]],
    rows: Sequence[GradeRow],
    column: int | None,
    open_lines: Sequence[int],
    sure: Mapping[int, GradeRow],
) -> dict[int, GradeRow]:
    """Return the lines that only a name tells, where that name is there once among lines and once among rows."""
    if column is None:
        return {}
    taken = {row.student.id for row in sure.values()}
    names = Counter(words(row.student.name) for row in rows)
    by_name = {words(row.student.name): row for row in rows if row.student.id not in taken and row.student.name}
    texts = {number: words(lines[number][column].text) for number in open_lines if column < len(lines[number])}
    counts = Counter(texts.values())
    return {
        number: by_name[text]
        for number, text in texts.items()
        if text in by_name and counts[text] == 1 and names[text] == 1
    }


def words(name: str) -> tuple[str, ...]:
    """Return a name so that ``Lovelace, Ada`` and ``Ada Lovelace`` are one."""
    return tuple(sorted(name.replace(",", " ").casefold().split()))


def _without_repeats(sure: Mapping[int, GradeRow], rows: Sequence[GradeRow], notes: list[str]) -> Match:
    counts = Counter(row.student.id for row in sure.values())
    for student, count in counts.items():
        if count > 1:
            places = ", ".join(str(number + 1) for number, row in sure.items() if row.student.id == student)
            notes.append(f"{student}: {count} lines are this student's ({places}); left as they are")
    notes += [f"{row.student.id}: not in that file" for row in rows if row.student.id not in counts]
    return Match({number: row for number, row in sure.items() if counts[row.student.id] == 1}, tuple(notes))
