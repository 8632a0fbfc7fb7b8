"""Marks: what people give for manual parts. A sheet to fill in, and what stands in one that was filled in. Pure.

In: the manual parts of an assignment, students, and what is given already.  Out: a CSV or a page; or marks, or every
mistake at once with its line.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from grader.classroom.sheet import find_spoiled
from grader.errors import OperatorError, say_unknown
from grader.headings import sheet_text
from grader.languages import Say, as_it_is
from grader.model import ManualPart, Mark, Student
from grader.model.numbers import number_in
from grader.report.document import decimal
from grader.report.escape import csv_cell, one_line

COLUMNS = ("student", "name", "exercise", "part", "points", "of", "comment")
NEEDED = ("student", "exercise", "part", "points")


@dataclass(frozen=True, kw_only=True)
class Marking:
    """What can be marked: whose work, and which parts of it."""

    parts: Sequence[ManualPart]
    students: Sequence[Student]
    given: Mapping[str, Sequence[Mark]]  # by student

    def mark(self, student: str, part: str) -> Mark | None:
        """Return what is given already."""
        return next((one for one in self.given.get(student, ()) if one.part == part), None)


def to_sheet(marking: Marking) -> bytes:
    """Return the CSV to fill in: a line for each student and part, with what is given already."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for student in marking.students:
        for part in marking.parts:
            mark = marking.mark(student.id, part.name)
            points, comment = ("", "") if mark is None else (_plain(mark.points), mark.comment)
            who = (csv_cell(student.id), csv_cell(student.name), part.exercise, part.id)
            writer.writerow([*who, points, _plain(part.points), csv_cell(comment, 5000)])
    return text.getvalue().encode()


def from_sheet(data: bytes, marking: Marking, who: str, at: str) -> list[Mark]:
    """Return the marks of a sheet that was filled in; a line without points gives none.

    Raises
    ------
    OperatorError
        With every mistake in it.
    """
    rows = _rows(data)
    by_part = {(part.exercise, part.id): part for part in marking.parts}
    students = {_key(student.id): student.id for student in marking.students}
    problems: list[str] = []
    found: dict[tuple[str, str], tuple[int, Mark]] = {}
    for line, row in rows:
        if not row["points"]:
            if row.get("comment"):
                problems.append(f"line {line}: a comment without points; give points, 0 where there are none")
            continue
        student = find_spoiled(row["student"], students)
        part = by_part.get((row["exercise"], row["part"]))
        if student is None:
            problems.append(f"line {line}: nothing of {row['student']!r} was graded")
        if part is None:
            wanted, names = f"{row['exercise']}.{row['part']}", [one.name for one in marking.parts]
            problems.append(f"line {line}: {say_unknown('nobody grades', wanted, names)}")
        points = _points(row["points"], part, line, problems)
        if student is None or part is None or points is None:
            continue
        mark = new_mark(student, part, points, row.get("comment", ""), who, at)
        before = found.setdefault((student, part.name), (line, mark))
        if before[1] != mark:
            problems.append(f"lines {before[0]}, {line}: two marks of {student} for {part.name}")
    if problems:
        raise OperatorError("the marks cannot be used, and none was kept:" + "".join(f"\n  {one}" for one in problems))
    return [mark for _, mark in found.values()]


def new_mark(student: str, part: ManualPart, points: Fraction, comment: str, who: str, at: str) -> Mark:
    """Return a mark for a part."""
    return Mark(
        student=student,
        part=part.name,
        points=points,
        possible=part.points,
        comment=comment,
        who=who,
        at=at,
        about=part.about,
    )


def points_of(text: str, part: ManualPart) -> Fraction:
    """Return points that a person wrote.

    Raises
    ------
    OperatorError
        If they are no number from 0 to what the part is worth.
    """
    problems: list[str] = []
    points = _points(text, part, 0, problems)
    if points is None:
        raise OperatorError(problems[0].removeprefix("line 0: "))
    return points


def marks_text(marks: Sequence[Mark], say: Say = as_it_is) -> str:
    """Return marks as they stand at the end of a student's report; nothing where there are none."""
    if not marks:
        return ""
    lines = ["", say("What people graded")]
    for mark in marks:
        points = say(f"{_plain(mark.points)} of {_plain(mark.possible)}")
        lines.append(f"  {mark.part}: {points}  ({one_line(mark.who)})")
        lines += [f"    {one_line(line, 500)}" for line in mark.comment.splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


def _rows(data: bytes) -> list[tuple[int, dict[str, str]]]:
    text = sheet_text(data, "the sheet of marks")
    text = re.sub(r'\A"?sep=.?"?\n', "", text, flags=re.IGNORECASE)  # what Excel begins a sheet with
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        headings = [heading.strip().casefold() for heading in next(reader, [])]
        lines = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise OperatorError(f"the marks, line {reader.line_num}: {error}. Save the sheet as CSV again.") from None
    lacking = [name for name in NEEDED if name not in headings]
    if lacking:
        raise OperatorError(
            f"the marks have no column {', '.join(lacking)}; `grader mark … --sheet FILE` writes a sheet to fill in"
        )
    return [
        (number, {name: _cell(cell) for name, cell in zip(headings, row + [""] * len(headings), strict=False)})
        for number, row in lines
    ]


def _cell(text: str) -> str:
    """Return a cell without the sign that keeps a spreadsheet from computing it."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@", "'") else text


def _points(text: str, part: ManualPart | None, line: int, problems: list[str]) -> Fraction | None:
    try:
        points = number_in(text)
    except ValueError:
        problems.append(f"line {line}: {text!r} is no number of points")
        return None
    if points < 0 or (part is not None and points > part.points):
        most = f"from 0 to {_plain(part.points)}" if part is not None else "0 or more"
        problems.append(f"line {line}: {text} points; {most} can be given")
        return None
    return points


def _key(student: str) -> str:
    return student.strip().casefold()


def _plain(value: Fraction) -> str:
    return f"{decimal(value):.10g}"
