"""The roster of a course: a CSV from any of several systems, made into students. All its mistakes at once.

Headings are known by what Canvas, Moodle, Gradescope, GitHub Classroom and nbgrader write, in any order and case.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.errors import OperatorError
from grader.model import Student

MAX_BYTES = 32 << 20
DELIMITERS = ",;\t"
HEADINGS = {  # what a column means, by its heading without blanks, hyphens and underscores
    "id": ("id", "studentid", "studentnumber", "matriculationnumber", "identifier", "participant", "userid"),
    "sis_id": ("sisuserid", "sisid", "sid", "idnumber", "registrationnumber"),
    "login": ("sisloginid", "login", "loginid", "username", "netid", "account", "lmsuserid"),
    "email": ("email", "emailaddress", "mail"),
    "github": ("github", "githubusername", "githublogin"),
    "name": ("name", "student", "fullname", "studentname", "sortablename"),
    "first": ("firstname", "givenname", "forename"),
    "last": ("lastname", "surname", "familyname"),
    "section": ("section", "sections", "group", "groups"),
}
MEANING = {heading: field for field, headings in HEADINGS.items() for heading in headings}
KEYS = ("id", "sis_id", "login", "email", "github")  # in this order: the first that every line has is the course's
POINTS, TEST_STUDENT = "points possible", "student, test"  # lines of Canvas that are nobody

Line = tuple[int, dict[str, str]]


def read(path: Path) -> tuple[Student, ...]:
    """Return the students of a roster, in the order of its lines.

    Parameters
    ----------
    path : Path
        A CSV with a line of headings; commas, semicolons or tabs; UTF-8 or UTF-16.

    Raises
    ------
    OperatorError
        If it cannot be used. The message has every problem with its line.
    """
    lines = _lines(path)
    if not lines:
        raise OperatorError(f"{path} lists no student: it should have a line of headings, and one line per student.")
    key = next((key for key in KEYS if all(line.get(key) for _, line in lines)), None)
    problems = list(_problems(lines, key))
    if problems:
        raise OperatorError("\n  ".join([f"{path} cannot be used as a roster:", *problems]))
    assert key is not None
    return tuple(_student(line, key) for _, line in lines)


def _student(line: dict[str, str], key: str) -> Student:
    name = line.get("name") or ", ".join(filter(None, (line.get("last", ""), line.get("first", ""))))
    rest = {field: line.get(field, "") for field in ("email", "login", "sis_id", "section", "github")}
    return Student(id=line[key], name=name, **rest)


def _problems(lines: Sequence[Line], key: str | None) -> Iterator[str]:
    """Yield what is wrong with the lines of a roster."""
    if key is None:
        present = [one for one in KEYS if any(line.get(one) for _, line in lines)]
        if not present:
            yield f"no column tells students apart; name one of them {', '.join(KEYS)}"
        best = max(present, key=lambda one: sum(bool(line.get(one)) for _, line in lines), default=None)
        for number, line in lines:
            if best and not line.get(best):
                yield f"line {number}: no {best} for {line.get('name') or 'this student'}"
    for field in KEYS:
        seen: dict[str, list[int]] = defaultdict(list)
        for number, line in lines:
            if line.get(field):
                seen[line[field].casefold()].append(number)
        for value, numbers in seen.items():
            if len(numbers) > 1:
                yield f"lines {', '.join(map(str, numbers))}: the same {field}, {value}"


# --------------------------------------------------------------------------------------------- the file


def _lines(path: Path) -> list[Line]:
    """Return the lines by what their columns mean, with their numbers; those of nobody are left out."""
    text = _text(path)
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=lambda mark: len(set(_fields(next(csv.reader([first], delimiter=mark), [])))))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        headings = next(reader, [])
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise OperatorError(f"{path}, line {reader.line_num}: {error}. Save it as CSV again.") from None
    fields = _fields(headings)
    twice = sorted({field for field in fields if field and fields.count(field) > 1})
    if not any(fields):
        known = ", ".join(field for field in HEADINGS)
        raise OperatorError(f"{path} has no heading that is known here, in its first line; call columns {known}.")
    if twice:
        raise OperatorError(f"{path} has several columns that mean {', '.join(twice)}; keep one of each.")
    lines = [(number, _line(fields, row)) for number, row in rows]
    return [(number, line) for number, line in lines if any(line.values()) and not _is_nobody(line)]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise OperatorError(f"{path} is too large to be a roster; give the CSV of one course.")
        data = path.read_bytes()
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}; check that place.") from None
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise OperatorError(f"{path} is no text in UTF-8; save it as “CSV UTF-8”, so that names stay right.") from None
    if "\0" in text:
        raise OperatorError(f"{path} is no CSV; export the list of students as CSV.")
    return text


def _fields(headings: Sequence[str]) -> list[str]:
    """Return what each column means; "" for one that means nothing here."""
    plain = ("".join(c for c in heading.casefold() if c.isalnum()) for heading in headings)
    return [MEANING.get(heading, "") for heading in plain]


def _line(fields: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    return {field: " ".join(cell.split()) for field, cell in zip(fields, row, strict=False) if field}


def _is_nobody(line: dict[str, str]) -> bool:
    name = line.get("name", "").casefold()
    return name == POINTS or (name == TEST_STUDENT and not line.get("sis_id"))
