"""A CSV of students as courses' sites and spreadsheets write it, made into lines by what their columns mean.

In: a file.  Out: lines with their numbers, or every mistake at once. What spreadsheets did to numbers is put right
where it is certain: ``="5001"`` and ``5001.0`` are 5001. A number that lost its digits is a mistake, with its line.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from grader.errors import OperatorError
from grader.headings import HEADINGS, meanings, plain, sheet_text

MAX_BYTES = 32 << 20
MAX_TITLE_LINES = 15  # among which a list's headings are looked for
MARKDOWN_RULE = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")  # below the headings of a table
DELIMITERS = ",;\t|"
NUMBERS = ("id", "sis_id", "login", "former")  # columns in which spreadsheets find numbers
AS_TEXT = re.compile(r'=\s*"(.*)"')
FLOAT = re.compile(r"\d+[.,]0+")
GROUPED = re.compile(r"\d{1,3}(,\d{3})+")  # 5,001: a spreadsheet put commas between thousands
SHORTENED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
BRIGHTSPACE = "endoflineindicator"  # a column of its exports, which mark numbers and logins with #
NOTHING = frozenset({"nan", "none", "null", "n/a", "#n/a", "-"})
PARTICIPANT = re.compile(r"(?P<word>[^\W\d_][^\d]{2,}?)\s*(?P<number>\d+)")

Line = tuple[int, dict[str, str]]
T = TypeVar("T")


def read_sheet(path: Path, kind: str = "roster") -> list[Line]:
    """Return the lines of a sheet by what their columns mean, with their numbers.

    Parameters
    ----------
    path : Path
        A CSV with a line of headings; commas, semicolons or tabs; UTF-8 or UTF-16.
    kind : str
        What it is meant to be, for messages.

    Raises
    ------
    OperatorError
        If it cannot be used.
    """
    text, delimiter = _without_separator_line(_out_of_markdown(_text(path, kind)))
    text, above = _from_the_headings(text, delimiter)
    first = text.partition("\n")[0]
    delimiter = delimiter or max(DELIMITERS, key=lambda mark: _columns_known(first, mark))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        headings = next(reader, [])
        rows = [(above + reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise OperatorError(f"{path}, line {above + reader.line_num}: {error}. Save it as CSV again.") from None
    hash_mark = "#" if BRIGHTSPACE in map(plain, headings) else ""
    cells = [(number, [_cell(cell).removeprefix(hash_mark) for cell in row]) for number, row in rows]
    _refuse_without_headings(path, headings)
    if cells and all(any(row[len(headings) :]) for _, row in cells):  # in one line it is a remark
        raise OperatorError(
            f"{path}, line {cells[0][0]}: it has more columns than there are headings, as where a comma stands in a "
            "name without quotes. Export it again, or write quotes around such names."
        )
    fields = _fields(headings, [row for _, row in cells])
    twice = sorted({field for field in fields if field and fields.count(field) > 1})
    if not any(fields):
        known = ", ".join(HEADINGS)
        raise OperatorError(f"{path} has no heading that is known here, in its first line; call columns {known}.")
    if twice:
        raise OperatorError(f"{path} has several columns that mean {', '.join(twice)}; keep one of each.")
    lines = [(number, _line(fields, row)) for number, row in cells]
    for field in NUMBERS:
        _unspoil(lines, field)
    return [(number, line) for number, line in lines if any(line.values())]


def shortened_numbers(lines: Sequence[Line]) -> list[str]:
    """Return a sentence for every number that a spreadsheet shortened: its last digits are lost."""
    return [
        f"line {number}: {line[field]} as {field}: a spreadsheet shortened this number. Export the list again, and do "
        "not save it from a spreadsheet"
        for number, line in lines
        for field in NUMBERS
        if SHORTENED.fullmatch(line.get(field, ""))
    ]


def find_spoiled(text: str, known: Mapping[str, T]) -> T | None:
    """Return whose identifier this is, which a spreadsheet may have changed: ``="0077"``, ``77``, ``77.0`` are 0077.

    None where nothing, or more than one, may be meant.
    """
    cell = _cell(text).casefold()
    if cell in known:
        return known[cell]
    number = re.split("[.,]", cell)[0] if FLOAT.fullmatch(cell) else cell
    if not number.isdecimal():
        return None
    digits = number.lstrip("0")
    same = {key: value for key, value in known.items() if key.isdecimal() and key.lstrip("0") == digits}
    return next(iter(same.values())) if len(same) == 1 else None


def participant_of(text: str) -> str:
    """Return the number in Moodle's ``Participant 4711``, in any language; "" for another text."""
    found = PARTICIPANT.fullmatch(text.strip())
    word = found["word"].strip().casefold() if found else ""
    return "" if found is None or len(word) < 4 or word in ("student", "user", "login", "name") else found["number"]


# --------------------------------------------------------------------------------------------- the file


def _text(path: Path, kind: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OperatorError(f"{path} is too large to be a {kind}; give the CSV of one course.")
        data = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}; check that place.") from None
    return sheet_text(data, str(path))


def _without_separator_line(text: str) -> tuple[str, str]:
    """Return a text without Excel's ``sep=;`` line, and the separator that it names."""
    first, end, rest = text.partition("\n")
    found = re.fullmatch(r'"?sep=(.)"?', first.strip(" \r"), re.IGNORECASE)
    return (f"{end}{rest}".removeprefix("\n"), found[1]) if found else (text, "")


def _from_the_headings(text: str, delimiter: str) -> tuple[str, int]:
    """Return a text from its headings on, and how many lines stand above them: a course's title, a date."""
    lines = text.split("\n", MAX_TITLE_LINES)[:MAX_TITLE_LINES]
    known = [max(len({*_meant(line, mark)} - {""}) for mark in delimiter or DELIMITERS) for line in lines]
    if not known[0] and "@" not in lines[0]:  # else it is a student's line, which would be lost
        above = next((number for number, count in enumerate(known) if count > 1), 0)
        return "\n".join(text.split("\n")[above:]), above
    return text, 0


def _out_of_markdown(text: str) -> str:
    """Return a table of Markdown as bars part it, on the same lines; any other text as it is."""
    lines = text.split("\n")
    if len(lines) < 2 or not (MARKDOWN_RULE.fullmatch(lines[1]) and "|" in lines[0]):
        return text
    lines[1] = ""
    return "\n".join(line.strip().removeprefix("|").removesuffix("|") for line in lines)


def _columns_known(first: str, mark: str) -> tuple[int, int]:
    meant = _meant(first, mark)
    return len(set(meant)), len(meant)


def _meant(line: str, mark: str) -> list[str]:
    """Return what the columns of a line of headings mean; "" for one that means nothing."""
    try:
        return meanings(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:  # reading the whole of it says what is wrong
        return []


# ------------------------------------------------------------------------------------------- its columns


def _refuse_without_headings(path: Path, headings: Sequence[str]) -> None:
    """Refuse a sheet whose first line is a student's already: that student would be lost without a word."""
    said = [_cell(heading) for heading in headings]
    address = next((text for text in said if re.fullmatch(r"\S+@\S+\.\S+", text)), "")
    if address and not any(meanings(said)):
        raise OperatorError(
            f"{path}, line 1: {address} is an address and no heading; write a line of headings above it, such as "
            f"{', '.join(('id', 'name', 'email'))}."
        )


def _fields(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what the columns mean, by their headings; by what is in them where the language is not known here."""
    fields = meanings([*headings])
    if not rows:
        return fields
    if {"id", "sis_id", "login", "email", "github"} & {*fields}:
        return _with_full_names(fields, rows)
    for column in range(len(fields)):
        values = [row[column] for row in rows if column < len(row) and row[column]]
        if fields[column] or len(values) < len(rows) or not values:
            continue
        if all("@" in value for value in values) and "email" not in fields:
            fields[column] = "email"
        elif all(map(participant_of, values)) and "id" not in fields:
            fields[column] = "id"
    known = {"id", "email"} & {*fields}
    if known and not {"name", "first", "last"} & {*fields}:
        named = [column for column, field in enumerate(fields) if not field and _holds_names(rows, column)]
        if named:
            fields[named[0]] = "name"
    return fields


def _with_full_names(fields: list[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return what columns mean, where students are told apart: names are in the one column that can hold only them."""
    if {"name", "first", "last"} & {*fields}:
        return fields
    full = [column for column, field in enumerate(fields) if not field and _holds_names(rows, column)]
    full = [column for column in full if all(re.search(r"\w[ ,]+\w", row[column]) for row in rows)]
    full = [column for column in full if len({row[column] for row in rows}) == len(rows)]
    return ["name" if [column] == full else field for column, field in enumerate(fields)]


def _holds_names(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds what may be full names: letters alone, most of them different."""
    values = [row[column] for row in rows if column < len(row) and row[column]]
    are_letters = all(re.fullmatch(r"[^\W\d_][^\d@:]*", value) for value in values)
    return len(values) == len(rows) and are_letters and len(set(values)) > len(values) / 2


def _line(fields: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {field: cell for field, cell in zip(fields, row, strict=False) if field}


def _cell(cell: str) -> str:
    """Return a cell's text, without what nobody sees and what Excel needs to take a number for a text."""
    text = " ".join("".join(c for c in cell if unicodedata.category(c) != "Cf").split())
    found = AS_TEXT.fullmatch(text)
    text = found[1] if found else text
    return text[1:] if re.fullmatch(r"'\d+", text) else text


def _unspoil(lines: Sequence[Line], field: str) -> None:
    """Make whole numbers of a column that pandas made fractions of, for want of a number in one line.

    So of one whose thousands are parted by commas, where all are that have any.
    """
    for _, line in lines:
        if line.get(field, "").casefold() in NOTHING:
            line[field] = ""
    values = [line[field] for _, line in lines if line.get(field)]
    is_grouped = all(GROUPED.fullmatch(value) or (value.isdecimal() and len(value) < 4) for value in values)
    if is_grouped and any(GROUPED.fullmatch(value) and not FLOAT.fullmatch(value) for value in values):
        for _, line in lines:
            line[field] = line.get(field, "").replace(",", "")
    elif any(map(FLOAT.fullmatch, values)) and all(FLOAT.fullmatch(value) or value.isdecimal() for value in values):
        for _, line in lines:
            line[field] = re.split("[.,]", line.get(field, ""))[0]
