"""A roster as CSV into members. Who is no longer on it stays, with all their work, and is not active any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import F

from grader.classroom import roster
from grader.files import scratch_folder
from grader.model import Student
from portal.models import Course, Member, Role


@dataclass(frozen=True, kw_only=True)
class Changed:
    """How many members a roster added, kept and let go."""

    added: int
    kept: int
    gone: int


def take(course: Course, text: str) -> Changed:
    """Make a roster's text a course's students.

    Raises
    ------
    OperatorError
        If it cannot be used; the message has every problem with its line.
    """
    with scratch_folder() as folder:
        path = Path(folder) / "roster.csv"
        path.write_text(text, encoding="utf-8")
        students, groups = roster.read(path), roster.read_groups(path)
    return enrol(course, students, groups)


def enrol(course: Course, students: tuple[Student, ...], groups: Mapping[str, str] | None = None) -> Changed:
    """Make students members; those there are keep their pseudonyms, and their groups where none are named."""
    added = 0
    with transaction.atomic():
        there = {one.roster_id: one for one in Member.objects.filter(course=course)}
        for student in students:
            facts = {name: getattr(student, name) for name in ("name", "email", "login", "sis_id", "section")}
            facts |= {"group": groups[student.id][:200]} if groups else {}
            member = there.get(student.id)
            if member is None:
                member = Member.objects.create(course=course, roster_id=student.id, **facts)
                added += 1
            else:
                Member.objects.filter(pk=member.pk).update(is_active=True, **facts)
        listed = [student.id for student in students]
        rest = Member.objects.filter(course=course, role=Role.STUDENT, is_active=True).exclude(roster_id__in=listed)
        gone = rest.update(is_active=False)
        Course.objects.filter(pk=course.pk).update(roster_version=F("roster_version") + 1)
    return Changed(added=added, kept=len(students) - added, gone=gone)
