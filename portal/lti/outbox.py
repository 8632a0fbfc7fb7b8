"""The outbox: what each cell of a platform's gradebook is to say. A gradebook's writer fills it, the sender empties it.

A row is a cell, and not a message: a newer grade takes the older one's place, and the sender sends what is there. Rows
change in the transaction in which the writer's jobs and postings go, so no grade is forgotten.
"""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.db.models import F

from grader.gradebook import Gradebook
from grader.model import GradeRow
from portal.models import Column, Course, Delivery, Seat

FEW = 20  # members whose grades are read one by one


def cells_of(book: Gradebook, course: Course, keys: Collection[str] | None) -> list[Delivery]:
    """Return what the cells of some members are to say, or of all; reads the gradebook, changes nothing."""
    columns = list(Column.objects.filter(lms_course__course=course).select_related("offer"))
    if not columns or (keys is not None and not keys):
        return []
    seats = Seat.objects.filter(lms_course__course=course, member__role="student").select_related("member")
    seats = seats if keys is None else seats.filter(member__key__in=keys)
    rows = _rows(book, {one.member.key for one in seats})
    return [
        Delivery(
            column=column, seat=one, grade="" if row.grade is None else str(row.grade), comment=_comment(course, row)
        )
        for column in columns
        for one in seats
        if one.lms_course_id == column.lms_course_id
        and (row := rows.get((one.member.key, column.offer.assignment))) is not None
    ]


def _rows(book: Gradebook, keys: Collection[str]) -> Mapping[tuple[str, str], GradeRow]:
    rows = (
        (row for key in keys for row in book.rows_of(key))
        if len(keys) <= FEW
        else book.each_grade_row(with_reports=False)
    )
    return {(row.student.id, row.assignment): row for row in rows}


def _comment(course: Course, row: GradeRow) -> str:
    """Return one sentence; why a person decided something stays here."""
    said = "Set by a person" if row.is_overridden else "Graded"
    late = f", {row.late_days} {'day' if row.late_days == 1 else 'days'} late" if row.late_days else ""
    return f"{said}{late}: the report is at {settings.PORTAL.address}/c/{course.slug}/a/{row.assignment}/."


def fill(cells: Collection[Delivery]) -> None:
    """Write what cells are to say; a row whose words are the same stays. Call it in the writer's transaction."""
    there = Delivery.objects.filter(seat__in={one.seat_id for one in cells})
    known = {(one.column_id, one.seat_id): one for one in there}
    new = []
    for cell in cells:
        row = known.get((cell.column_id, cell.seat_id))
        if row is None and cell.grade:
            new.append(cell)
        elif row is not None and (row.grade, row.comment) != (cell.grade, cell.comment):
            Delivery.objects.filter(pk=row.pk).update(
                grade=cell.grade, comment=cell.comment, version=F("version") + 1, not_before=0, tries=0
            )
    Delivery.objects.bulk_create(new, batch_size=500)


def send_again(course: Course) -> int:
    """Let everything be sent once more; return how many cells."""
    return Delivery.objects.filter(column__lms_course__course=course).update(
        version=F("version") + 1, not_before=0, tries=0
    )
