"""Whose submission is whose: entries and roster, matched by what is certain. Pure.

A number, login or address that a roster line has decides; else a name, both ways round, if it is one student's only.
Where two of them disagree, or a name fits two students, nothing is guessed: it is listed.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from grader.classroom.entry import Entry
from grader.classroom.intake.taken import Problem
from grader.model import Student


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A roster, and what was handed in: each student has entries or a reason, each entry a student or a reason."""

    entries: tuple[tuple[Student, tuple[Entry, ...]], ...]  # in the order of the roster; entries as they came
    missing: tuple[tuple[Student, str], ...]  # students without an entry, and why
    unmatched: tuple[tuple[Entry, str], ...]  # entries of nobody, and why

    @property
    def twice(self) -> tuple[tuple[Student, tuple[Entry, ...]], ...]:
        """Students with several entries, of which the course's policy picks one."""
        return tuple((student, entries) for student, entries in self.entries if len(entries) > 1)


def match(entries: Sequence[Entry], roster: Sequence[Student], problems: Sequence[Problem] = ()) -> Matched:
    """Match entries and students.

    Parameters
    ----------
    entries : sequence of Entry
    roster : sequence of Student
    problems : sequence of Problem, optional
        What intake said; of students without an entry it becomes the reason.

    Returns
    -------
    matched : Matched
    """
    register = _Register(roster)
    found: dict[str, list[Entry]] = defaultdict(list)
    unmatched: list[tuple[Entry, str]] = []
    near: dict[str, list[Entry]] = defaultdict(list)  # students that an unmatched entry may be of
    for entry in entries:
        students = register.find((entry.student, *entry.also))
        if len(students) == 1:
            found[students[0].id].append(entry)
            continue
        unmatched.append((entry, _why_not(students)))
        for student in students:
            near[student.id].append(entry)
    said: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        students = register.find((problem.student,)) if problem.student else []
        if len(students) == 1:
            said[students[0].id].append(problem.reason)
    missing = tuple(
        (student, _reason(near[student.id], said[student.id])) for student in roster if student.id not in found
    )
    matched = tuple((student, tuple(found[student.id])) for student in roster if student.id in found)
    return Matched(entries=matched, missing=missing, unmatched=tuple(unmatched))


def _why_not(students: Sequence[Student]) -> str:
    if not students:
        return "no line of the roster has this name, number or address"
    who = " or ".join(f"{student.name or student.id} ({student.id})" for student in students[:5])
    return f"may be of {who}: rename it after the id of the right one"


def _reason(near: Sequence[Entry], said: Sequence[str]) -> str:
    if near:
        return f"not certain whose {', '.join(entry.name for entry in near[:5])} is; nothing else was handed in"
    return "; ".join(said) or "nothing was handed in"


class _Register:
    """Students by everything that identifies them."""

    def __init__(self, roster: Iterable[Student]) -> None:
        self.certain: dict[str, list[Student]] = defaultdict(list)
        self.forms: list[tuple[Callable[[str], str], dict[str, list[Student]]]] = []
        students = list(roster)
        for student in students:
            own = (student.id, student.sis_id, student.login, student.email, student.github)
            for value in {one.strip().casefold() for one in own if one.strip()}:
                self.certain[value].append(student)
        for form in (_as_written, _without_accents, _letters_only):
            names: dict[str, list[Student]] = defaultdict(list)
            for student in students:
                for name in {form(order) for order in _orders(student.name)} - {""}:
                    names[name].append(student)
            self.forms.append((form, names))

    def find(self, candidates: Sequence[str]) -> list[Student]:
        """Return the students that may be meant; exactly one where it is certain."""
        certain = _unique(s for one in candidates for s in self.certain.get(one.strip().casefold(), []))
        named = self._named(candidates)
        if not certain or not named:
            return certain or named
        both = [student for student in certain if student in named]
        return both if len(both) == 1 else _unique([*certain, *named])

    def _named(self, candidates: Sequence[str]) -> list[Student]:
        for form, names in self.forms:  # the strictest first: Muller is Müller only if nobody is called Muller
            found = _unique(s for one in candidates for s in names.get(form(one), []))
            if found:
                return found
        return []


def _unique(students: Iterable[Student]) -> list[Student]:
    return list({student.id: student for student in students}.values())


def _orders(name: str) -> list[str]:
    """Return a name first name first and last name first; without a comma the last word may be the last name."""
    last, comma, first = name.partition(",")
    if comma:
        return [f"{last} {first}", f"{first} {last}"]
    words = name.split()
    return [name, " ".join([*words[-1:], *words[:-1]])]


def _as_written(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace(",", " ").split())


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFKD", _as_written(name))
    return "".join(c for c in parts if not unicodedata.combining(c))


def _letters_only(name: str) -> str:
    """Return a name as Canvas writes it in a file's name: without blanks, hyphens and apostrophes."""
    return "".join(c for c in _without_accents(name) if c.isalnum())
