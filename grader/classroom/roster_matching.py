"""Whose submission is whose: entries and roster, matched by what is certain. Pure.

A number, login or address that a roster line has decides; else a name, both ways round, if it is one student's only.
Where two of them disagree, or a name fits two students, nothing is guessed: it is listed. What a group handed in is
everybody's in it, if somebody said who that is.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.classroom.entry import Entry, told_apart
from grader.classroom.groups import Groups, is_default, letters
from grader.classroom.intake.taken import Problem
from grader.classroom.sheet import PARTICIPANT, participant_of
from grader.model import Student

NAMED_SO = (
    "a student may have taken on the group's name. Rename the folder of the right one after the id of one of them"
)
REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")  # pronouns, a course, a year, behind a name
SHORTEST_KEY = 3  # characters of a login that counts as a word of a name
DATE = re.compile(r"20\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])(\d{4}|\d{6})?")
SHORT_NUMBER, LONG_NUMBER = 4, 6  # digits of a student's number that a name begins with, or that stands in one


@dataclass(frozen=True, kw_only=True)
class Matched:
    """A roster, and what was handed in: each student has entries or a reason, each entry a student or a reason."""

    entries: tuple[tuple[Student, tuple[Entry, ...]], ...]  # in the order of the roster; entries as they came
    missing: tuple[tuple[Student, str], ...]  # students without an entry, and why
    unmatched: tuple[tuple[Entry, str], ...]  # entries of nobody, and why
    shared: tuple[tuple[Entry, str, tuple[Student, ...]], ...] = ()  # what a group handed in: its name, who is in it

    @property
    def twice(self) -> tuple[tuple[Student, tuple[Entry, ...]], ...]:
        """Students with several entries, of which the course's policy picks one."""
        return tuple((student, entries) for student, entries in self.entries if len(entries) > 1)


def match(
    entries: Sequence[Entry],
    roster: Sequence[Student],
    problems: Sequence[Problem] = (),
    groups: Groups | None = None,
    former: Mapping[str, str] | None = None,
) -> Matched:
    """Match entries and students.

    Parameters
    ----------
    entries : sequence of Entry
    roster : sequence of Student
    problems : sequence of Problem, optional
        What intake said; of students without an entry it becomes the reason.
    groups : Groups, optional
        Who works with whom. What a group handed in is everybody's in it.
    former : mapping of str to str, optional
        Ids that students had before, by those that they have now: files may be called by either.

    Returns
    -------
    matched : Matched
    """
    register = _Register(roster, former or {})
    groups = groups or Groups()
    found: dict[str, list[Entry]] = defaultdict(list)
    shared: list[tuple[Entry, str, tuple[Student, ...]]] = []
    unmatched: list[tuple[Entry, str]] = []
    near: dict[str, list[Entry]] = defaultdict(list)  # students that an unmatched entry may be of
    owners = [_owners(entry, register, groups) for entry in entries]
    claims = Counter(
        group for entry, (own, group, _) in zip(entries, owners, strict=True) if not own and _is_numbered(entry)
    )
    for entry, (students, group, members) in zip(entries, owners, strict=True):
        if members and not students and _is_numbered(entry) and claims[group] > 1:
            unmatched.append((entry, f"{claims[group]} entries are called {group}, and a group has one: {NAMED_SO}"))
            for member in members:
                near[member.id].append(entry)
            continue
        if members and not students:
            shared.append((entry, group, members))
            note = f"handed in by the group {group}: {', '.join(one.name or one.id for one in members)}"
            for member in members:
                found[member.id].append(replace(entry, notes=(*entry.notes, note)))
            continue
        if len(students) == 1 and not members:
            found[students[0].id].append(entry)
            continue
        students = students or register.find((entry.who,), may_be_longer=False)  # a name that two entries have
        unmatched.append((entry, _why_not(entry, students, group)))
        for student in _unique([*students, *members]):
            near[student.id].append(entry)
    said: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        students = register.find((problem.student,)) if problem.student else []
        for student in students if len(students) == 1 else []:
            said[student.id].append(problem.reason)
    missing = tuple(
        (student, _reason(near[student.id], said[student.id])) for student in roster if student.id not in found
    )
    matched = tuple((student, tuple(found[student.id])) for student in roster if student.id in found)
    return Matched(entries=matched, missing=missing, unmatched=tuple(unmatched), shared=tuple(shared))


def _owners(entry: Entry, register: "_Register", groups: Groups) -> tuple[list[Student], str, tuple[Student, ...]]:
    """Return the students that an entry may be of; or the group whose it is, and who is in it."""
    names = (entry.who, entry.student, *entry.also) if entry.who else (entry.student, *entry.also)
    group, members = groups.find(names, _is_numbered(entry))
    inner = groups.without_group(entry.who)
    names = (inner,) if inner != entry.who else ()
    students = register.find((entry.student, *entry.also, *names), not entry.is_whole)
    if entry.who and len(students) == 1 and not _may_be(entry.who, students[0]):
        return [], group, members  # its number is a student's, its name is not: the number of a group
    return students, group, members


def _is_numbered(entry: Entry) -> bool:
    """Whether a site wrote a number behind the name."""
    return bool(entry.who) and entry.student != entry.who


def _may_be(who: str, student: Student) -> bool:
    """Whether a full name may be a student's: one word of it is, or nobody is named there."""
    words = {letters(word) for word in re.split(r"[\s,;_-]+", who)} - {""}
    last = letters(who.rpartition("-")[2])  # behind the name of a group
    own = {letters(word) for word in re.split(r"[\s,;_-]+", student.name)} - {""}
    word = PARTICIPANT.fullmatch(student.id)
    nobody = {"participant", letters(word["word"]) if word else "participant"}
    plain = {_letters_only(one) for one in words}
    return not own or words <= nobody or last in nobody or bool(plain & {_letters_only(one) for one in own})


def _why_not(entry: Entry, students: Sequence[Student], group: str) -> str:
    if students and group:
        return f"may be of {_named(students)} or of the group {group}: rename it after the id of the right one"
    if students:
        return f"may be of {_named(students)}: rename it after the id of the right one"
    if is_default(entry.who) and not _is_numbered(entry):
        return "handed in by those who are in no group; say who is in which with a file of groups (--groups)"
    if entry.who:
        return (
            f"no line of the roster is called {entry.who}. If that is a group, say who is in it: a column group in the "
            "roster, or a file (--groups)"
        )
    return "no line of the roster has this name, number or address"


def _named(students: Sequence[Student]) -> str:
    return " or ".join(f"{student.name or student.id} ({student.id})" for student in students[:5])


def _reason(near: Sequence[Entry], said: Sequence[str]) -> str:
    if near:
        return f"not certain whose {', '.join(told_apart(near[:5]))} is; nothing else was handed in"
    return "; ".join(said) or "nothing was handed in"


class _Register:
    """Students by everything that identifies them."""

    def __init__(self, roster: Iterable[Student], former: Mapping[str, str]) -> None:
        self.certain: dict[str, list[Student]] = defaultdict(list)
        self.numbers: dict[str, list[Student]] = defaultdict(list)  # spreadsheets take leading zeros away
        self.forms: list[tuple[Callable[[str], str], dict[str, list[Student]]]] = []
        students = list(roster)
        for student in students:
            before = former.get(student.id, "")
            own = (student.id, before, student.sis_id, student.login, student.email, student.github)
            for value in {one.strip().casefold() for one in own if one.strip()}:
                self.certain[value].append(student)
            number = participant_of(student.id)
            if number:  # of Moodle's worksheet, in whatever language
                self.certain[f"participant {number}"].append(student)
            for value in {one.lstrip("0") for one in own if one.isdecimal()} - {""}:
                self.numbers[value].append(student)
        for form in (_as_written, _without_accents, _letters_only, _without_remarks):
            names: dict[str, list[Student]] = defaultdict(list)
            for student in students:
                orders = [*_orders(student.name), *_orders(REMARK.sub(" ", student.name))]
                for name in {form(order) for order in orders} - {""}:
                    names[name].append(student)
            self.forms.append((form, names))
        self.spelled: dict[tuple[str, ...], list[Student]] = defaultdict(list)  # full names, word by word
        for student in students:
            for order in _orders(REMARK.sub(" ", student.name)):
                if len(words := _words(order)) > 1:
                    self.spelled[words].append(student)
        self.lengths = sorted({len(words) for words in self.spelled})

    def find(self, candidates: Sequence[str], may_be_longer: bool = True) -> list[Student]:
        """Return the students that may be meant; exactly one where it is certain.

        Those that a number or address and a name both mean come before those that only one of them means. A name that
        people or programs gave may be longer: then a word of it may be a login.
        """
        certain = _unique(s for one in candidates for s in self.certain.get(one.strip().casefold(), []))
        if not certain:
            digits = [one.strip().lstrip("0") for one in candidates if one.strip().isdecimal()]
            certain = _unique(s for one in digits for s in self.numbers.get(one, []))
        named = self._named(candidates)
        if not certain and not named:
            return self._in_words(candidates) if may_be_longer else []
        return [student for student in certain if student in named] or _unique([*certain, *named])

    def _in_words(self, candidates: Sequence[str]) -> list[Student]:
        """Return the students whose login, address, number or full name is a part of a name: ``hw1_ada1``.

        A short number may be anything's, so it counts at the beginning alone, where people write whose a file is.
        """
        words = {word for one in candidates for word in re.split(r"[\s_,;()\[\]]+|\.(?=py$|ipynb$)", one.casefold())}
        telling = {word for word in words if len(word) >= SHORTEST_KEY and re.search(r"[^\W\d_]", word)}
        logged = _unique(s for word in sorted(telling) for s in self.certain.get(word, []))
        numbers = {number for one in candidates for number in _numbers(one)}
        logged = logged or _unique(s for number in sorted(numbers) for s in self.certain.get(number, []))
        return logged or _unique(s for one in candidates for s in self._spelled_in(_words(one)))

    def _spelled_in(self, words: tuple[str, ...]) -> Iterator[Student]:
        """Yield the students whose full name stands in a longer one: ``[Group 3] Ada Lovelace - exercise 2``."""
        for length in self.lengths:
            for start in range(len(words) - length + 1):
                yield from self.spelled.get(words[start : start + length], [])

    def _named(self, candidates: Sequence[str]) -> list[Student]:
        for form, names in self.forms:  # the strictest first: Muller is Müller only if nobody is called Muller
            found = _unique(s for one in candidates for s in names.get(form(one), []))
            if found:
                return found
        return []


def _unique(students: Iterable[Student]) -> list[Student]:
    return list({student.id: student for student in students}.values())


def _numbers(name: str) -> Iterator[str]:
    """Yield the numbers in a name that may be a student's: long ones that are no date, and what it begins with."""
    begins = re.match(r"\W*(\d+(?:\s*[+&,]\s*\d+)*)", name)
    first = {*re.findall(r"\d+", begins[1])} if begins else set()
    for number in re.findall(r"\d+", name):
        is_long = len(number) >= LONG_NUMBER and not DATE.fullmatch(number)
        if is_long or (number in first and len(number) >= SHORT_NUMBER):
            yield number


def _words(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W\d_]+", _without_accents(name)))


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


def _without_remarks(name: str) -> str:
    """Return the letters of a name without what stands in brackets: ``Ada Lovelace (she/her)``."""
    return _letters_only(REMARK.sub(" ", name))
