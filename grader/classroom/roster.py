"""The roster of a course: a CSV from any of several systems, made into students. All its mistakes at once.

What its columns mean, `grader.headings` knows; how a file is read, `grader.classroom.sheet`.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.classroom.groups import is_default
from grader.classroom.sheet import Line, read_sheet, shortened_numbers
from grader.errors import OperatorError
from grader.model import Student

KEYS = ("id", "sis_id", "login", "email", "github")  # in this order: the first that every line has is the course's
PLACES = ("section", "group")  # one student may be in several
STAFF = re.compile(  # roles that hand in nothing for a grade, by their words in several languages
    r"teacher|instructor|lecturer|tutor|trainer|dozent|lehrende|enseignant|profes|docent|leraar|manager|gestionnaire"
    r"|gestor|creator|kursersteller|designer|observer|guest|grader|assistant|\bh?ta\b"
)
LEARNER = re.compile(
    r"student|étudiant|estudiant|studente|estudante|alumn|aluno|learner|teilnehm|participant|deelnemer"
)
TOTAL = re.compile(
    r"(total|sum|count|number of|summe|gesamt|anzahl)\b[\w ]*[:=]?\s*\d+(\s+[^\W\d]+)?\s*$", re.IGNORECASE
)
POINTS, TEST_STUDENT = "points possible", "student, test"  # lines of Canvas that are nobody


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
    lines, key = _usable(path)
    return tuple(_student(line, key) for _, line in lines)


def read_groups(path: Path) -> dict[str, str]:
    """Return the group of each student of a roster, by the student's id; nothing where the roster names no groups."""
    lines, key = _usable(path)
    named = {line[key]: line.get("group", "") for _, line in lines}
    return (
        {student: "" if is_default(group) else group for student, group in named.items()} if any(named.values()) else {}
    )


def former_ids(path: Path) -> dict[str, str]:
    """Return the ids that students had before, by those that they have now.

    Raises
    ------
    OperatorError
        If one is somebody's still, or was several students'.
    """
    lines, key = _usable(path)
    former = {line[key]: line["former"] for _, line in lines if line.get("former")}
    here, counts = {line[key] for _, line in lines}, Counter(former.values())
    problems = [
        f"line {number}: {line['former']} as the former id of {line[key]} is the id of a student on the roster"
        for number, line in lines
        if line.get("former") and line["former"] != line[key] and line["former"] in here
    ]
    twice = sorted(old for old, count in counts.items() if count > 1)
    problems += [f"{old} is the former id of several students" for old in twice]
    if problems:
        raise OperatorError("\n  ".join([f"{path} cannot be used as a roster:", *problems]))
    return {new: old for new, old in former.items() if new != old}


def _usable(path: Path) -> tuple[list[Line], str]:
    lines = _joined([(number, line) for number, line in read_sheet(path) if not _is_nobody(line)])
    if not lines:
        raise OperatorError(f"{path} lists no student: it should have a line of headings, and one line per student.")
    key = next((key for key in KEYS if all(line.get(key) for _, line in lines)), None)
    problems = [*_problems(lines, key), *shortened_numbers(lines)]
    if problems:
        raise OperatorError("\n  ".join([f"{path} cannot be used as a roster:", *problems]))
    assert key is not None
    return lines, key


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return lines of which no two differ in section and group alone: such a student is in both."""
    kept: list[Line] = []
    seen: dict[tuple[tuple[str, str], ...], dict[str, str]] = {}
    for number, line in lines:
        about = tuple(sorted((field, text) for field, text in line.items() if text and field not in PLACES))
        first = seen.get(about)
        if first is None or not any(line.get(key) for key in KEYS):  # two of one name may be two students
            kept.append((number, seen.setdefault(about, dict(line))))
            continue
        for field in PLACES:
            named = [*first.get(field, "").split("; "), line.get(field, "")]
            first[field] = "; ".join(dict.fromkeys(filter(None, named)))
    return kept


def _student(line: dict[str, str], key: str) -> Student:
    name = line.get("name") or ", ".join(filter(None, (line.get("last", ""), line.get("first", ""))))
    rest = {field: line.get(field, "") for field in ("email", "login", "sis_id", "github")}
    section = "; ".join(filter(None, (line.get("section", ""), line.get("group", ""))))
    return Student(id=line[key], name=name, section=section, **rest)


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


def _is_nobody(line: dict[str, str]) -> bool:
    name, role = line.get("name", "").casefold(), line.get("role", "").casefold()
    filled = [cell for cell in line.values() if cell]
    if len(filled) == 1 < len(line) and TOTAL.match(filled[0]):
        return True  # a line below the list
    is_staff = STAFF.search(role) is not None and LEARNER.search(role) is None
    return is_staff or name == POINTS or (name == TEST_STUDENT and not line.get("sis_id"))
