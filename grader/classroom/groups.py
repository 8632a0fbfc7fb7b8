"""Who works with whom: groups, by the roster's own column or by a file that says it.

In: a roster, a file.  Out: the students of each group. A group is a thing of its own: its name and its number are never
taken for a student's, and what it hands in is everybody's in it.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from grader.classroom.sheet import find_spoiled, read_sheet
from grader.errors import OperatorError
from grader.model import Student

SEVERAL = re.compile(r"[,;|]")  # between the groups of one student
# What Moodle calls those who are in no group; it has no number
DEFAULT = frozenset(
    (
        *("defaultgroup", "defaultteam", "standardgruppe", "groupepardéfaut", "grupopordefecto", "grupopredeterminado"),
        *("gruppodidefault", "standaardgroep", "grupopredefinido", "grupopadrão", "defaultgroep", "grupperdefecte"),
    )
)


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The students of each group, by the group's name without what makes no difference."""

    members: Mapping[str, tuple[Student, ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # as they are written
    alone: tuple[Student, ...] = ()  # in no group, where there are groups

    def find(self, candidates: Sequence[str], is_numbered: bool = False) -> tuple[str, tuple[Student, ...]]:
        """Return the group that one of these names is, and who is in it; ("", ()) for no group.

        Those who are in no group have no number: whoever has one only calls themselves so.
        """
        for candidate in candidates:
            key = letters(candidate)
            if key in self.members:
                return self.names[key], self.members[key]
            if key in DEFAULT and self.members and not is_numbered:
                return candidate, self.alone
        return "", ()

    def without_group(self, name: str) -> str:
        """Return a full name without the group that Moodle writes before it: ``Team 1-Ada Lovelace``."""
        before, dash, after = name.partition("-")
        while dash:
            if letters(before) in self.members or letters(before) in DEFAULT:
                return after.strip()
            more, dash, after = after.partition("-")
            before = f"{before}-{more}"
        return name


def letters(name: str) -> str:
    """Return a name without case, blanks and signs."""
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())


def is_default(name: str) -> bool:
    """Whether a name is what Moodle calls those who are in no group."""
    return letters(name) in DEFAULT


def groups_of(roster: Sequence[Student], file: Path | None = None) -> Groups:
    """Return the groups of a course.

    Parameters
    ----------
    roster : sequence of Student
        Whose sections may be groups.
    file : Path, optional
        A CSV with a column ``group`` and one that tells students apart; a line per student, or per group and student.

    Raises
    ------
    OperatorError
        If the file cannot be used, with all its mistakes.
    """
    pairs = [(name, student) for student in roster for name in SEVERAL.split(student.section)]
    pairs += _in_file(roster, file) if file is not None else []
    members: dict[str, list[Student]] = defaultdict(list)
    names: dict[str, str] = {}
    for name, student in pairs:
        key = letters(name)
        if key and student not in members[key]:
            members[key].append(student)
            names.setdefault(key, name.strip())
    grouped = {student.id for students in members.values() for student in students}
    return Groups(
        members={key: tuple(students) for key, students in members.items()},
        names=names,
        alone=tuple(student for student in roster if student.id not in grouped),
    )


def _in_file(roster: Sequence[Student], file: Path) -> list[tuple[str, Student]]:
    known: dict[str, list[Student]] = defaultdict(list)
    for student in roster:
        for value in {student.id, student.sis_id, student.login, student.email, student.github, student.name} - {""}:
            known[value.casefold()].append(student)
    pairs, problems = [], []
    for number, line in read_sheet(file, "file of groups"):
        group = line.get("group") or line.get("section")
        keys = [line[one] for one in ("id", "sis_id", "login", "email", "github") if line.get(one)]
        found = _students_of(keys, known)
        if not found:  # a name is no key: two students may have it
            name = line.get("name") or ", ".join(filter(None, (line.get("last"), line.get("first"))))
            keys += [name] * bool(name)
            found = _students_of([name], known)
        if not group:
            problems.append(f"line {number}: no group for {' '.join(keys) or 'nobody'}")
        elif len(found) != 1:
            who = " ".join(keys) or "nobody"
            what = "is not on the roster" if not found else "may be several students of the roster"
            problems.append(f"line {number}: {who} {what}")
        else:
            pairs += [(name, student) for name in SEVERAL.split(group) for student in found.values()]
    if problems:
        raise OperatorError("\n  ".join([f"{file} cannot be used as a file of groups:", *problems]))
    return pairs


def _students_of(keys: Sequence[str], known: Mapping[str, Sequence[Student]]) -> dict[str, Student]:
    return {student.id: student for key in keys for student in find_spoiled(key, known) or ()}
