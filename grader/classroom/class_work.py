"""A class as it was handed in: what a run grades, whose it is, and what it has to say of the rest."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.classroom.entry import Entry, in_order, told_apart
from grader.classroom.groups import Groups
from grader.classroom.intake import Problem, Taken
from grader.classroom.reading import may_be_source
from grader.classroom.roster_matching import match
from grader.classroom.times import Times, with_times
from grader.model import Student

NOT_ON_ROSTER = "not on the roster"


@dataclass(frozen=True, kw_only=True)
class ClassWork:
    """Whose submissions there are. Several of one student are attempts; the course's policy picks one."""

    entries: Sequence[tuple[Student, Entry]]
    reasons: Mapping[str, str] = field(default_factory=dict)  # why there is nothing of a student, by id
    listed: Sequence[str] = ()  # for people to look at, a sentence each


def gather_class(
    taken: Taken,
    roster: Sequence[Student] | None,
    groups: Groups | None = None,
    times: Times | None = None,
    due: dt.datetime | None = None,
    extended: Collection[str] = (),
    former: Mapping[str, str] | None = None,
) -> ClassWork:
    """Return a class as it was taken in, matched with the roster where there is one, with the times that are known.

    What is nobody's on the roster is graded all the same, under the name that it came with: so nothing is lost if the
    roster is mended, and no student has to hand in again. `extended` are the students with a later deadline, `former`
    the ids that students had before.
    """
    listed = [str(problem) for problem in taken.problems]
    if roster is None:
        alone = [(Student(id=entry.student), entry) for entry in taken.entries]
        timed, said = with_times(alone, times or Times(), taken.source, due, extended)
        return ClassWork(entries=timed, reasons=dict(taken.absent), listed=[*listed, *said])
    absent = [Problem(name=student, student=student, reason=reason) for student, reason in taken.absent]
    matched = match(taken.entries, roster, [*taken.problems, *absent], groups, former)
    entries: list[tuple[Student, Entry]] = []
    for student, own in matched.entries:
        work = in_order([entry for entry in own if len(own) == 1 or may_be_source(entry)] or own)
        entries += [(student, entry) for entry in work]
        if len(work) > 1:
            names = ", ".join(told_apart(work))
            listed.append(f"{student.id}: {len(work)} submissions, {names}; the policy picks one")
        listed += [
            f"{student.id}: {entry.name} is no source and does not count, because there is {work[0].name} too"
            for entry in own
            if entry not in work
        ]
    known = {student.id for student in roster}
    for entry, reason in matched.unmatched:
        name = entry.student if entry.student not in known else f"{entry.student} (unmatched)"
        note = f"{NOT_ON_ROSTER}: {reason}"
        entries.append((Student(id=name), replace(entry, notes=(*entry.notes, note))))
        listed.append(f"{entry.student}: {note}")
    for entry, group, members in matched.shared:
        listed.append(f"{entry.name}: of the group {group}, so it is graded for {', '.join(one.id for one in members)}")
    timed, said = with_times(entries, times or Times(), taken.source, due, extended)
    return ClassWork(
        entries=timed, reasons={student.id: reason for student, reason in matched.missing}, listed=[*listed, *said]
    )
