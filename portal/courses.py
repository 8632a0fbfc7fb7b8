"""A course as the grader knows it: its folder, gradebook, seed, policy, and the order to grade an assignment.

In: rows of the portal's database.  Out: values of `grader`. The seed is read by the worker alone.
"""

from contextlib import suppress
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from grader.authoring.assignment import Contents, assignment_ids, load_assignment, load_contents
from grader.authoring.starters import said, starters
from grader.classroom.extensions import Extension as GraderExtension
from grader.classroom.order import Order, files_of
from grader.classroom.settings import Late, Settings, salted
from grader.classroom.settings import Override as GraderOverride
from grader.errors import AuthorError, OperatorError
from grader.gradebook import Gradebook
from grader.languages import ENGLISH
from grader.languages.loading import load_catalogue, load_lesson
from grader.model import Level, Student
from grader.submissions.dialects import AUTO
from grader.topics.loading import assignments_folder
from grader.topics.loading import folder_of as topic_folder
from portal.config import make_folder, read_secret
from portal.models import Course, Extension, Member, Offer, Override


def folder_of(course: Course) -> Path:
    """Return the folder of a course."""
    return make_folder(settings.PORTAL.data / "courses" / course.slug)


def gradebook_of(course: Course) -> str:
    """Return the place of a course's gradebook."""
    return course.gradebook or str(folder_of(course) / "gradebook.db")


def assignment_folder(offer: Offer) -> Path:
    """Return the folder of an offer's assignment: the course's own, or one that comes with the grader."""
    own = folder_of(offer.course) / "assignments" / offer.assignment
    return own if own.is_dir() else topic_folder(assignments_folder(), offer.assignment)


def offerable(course: Course) -> dict[str, Contents]:
    """Return what can be offered in a course, by its name; an assignment that cannot be read is none."""
    found = {}
    for name in assignment_ids(folder_of(course) / "assignments") + assignment_ids(assignments_folder()):
        with suppress(AuthorError, OperatorError):
            found[name] = handout(assignment_folder(Offer(course=course, assignment=name)))[0]
    return found


def make_offer(course: Course, name: str, contents: Contents, place: int, due: datetime | None) -> None:
    """Offer an assignment, from now on open."""
    facts = {"title": contents.title, "points": str(contents.points), "place": place, "due": due}
    Offer.objects.create(course=course, assignment=name, **facts)


def make_gradebook(course: Course) -> None:
    """Make the gradebook of a new course, so that pages can read it; from then on the writer alone writes to it."""
    with Gradebook.open(gradebook_of(course), write=True) as book:
        book.require_course(course.slug, keep=True)


@lru_cache(maxsize=100)
def handout(folder: Path, language: str = ENGLISH) -> tuple[Contents, dict[str, bytes]]:
    """Return what there is to write, and the files that students begin with. Cases and answers are not looked at."""
    files = starters(folder)
    if language != ENGLISH:
        words, lesson = load_catalogue(language, [folder]), load_lesson(language, folder)
        files = {name: said(name, data.decode(), words.say, lesson).encode() for name, data in files.items()}
    return load_contents(folder), files


def order_of(offer: Offer, layers: tuple[str, ...], landlock_abi: int | None) -> Order:
    """Return how an offer is graded; reads the course's seed."""
    assignment = load_assignment(assignment_folder(offer))
    level: Level = offer.course.level if offer.course.level in ("A", "B", "C") else "C"  # type: ignore[assignment]
    return Order(
        assignment=assignment.id,
        digest=assignment.digest,
        files=files_of(assignment),
        seed=salted(read_secret(folder_of(offer.course) / "seed"), offer.course.slug),
        dialect=AUTO,
        wanted=level,
        layers=layers,
        landlock_abi=landlock_abi,
        effort=Settings().effort,
    )


def settings_of(course: Course) -> Settings:
    """Return a course's policy."""
    offers = list(Offer.objects.filter(course=course))
    zone = course.tzinfo()
    late = Late(deduction=Fraction(course.deduction)) if Fraction(course.deduction) else Late()
    overrides = Override.objects.filter(offer__course=course).select_related("offer", "member")
    extensions = Extension.objects.filter(offer__course=course).select_related("offer", "member")
    return Settings(
        name=course.name,
        contact=course.contact,
        attempts="best" if course.counts == "best" else "last",
        deadlines={one.assignment: one.due.astimezone(zone) for one in offers if one.due is not None},
        late=late,
        overrides=tuple(
            GraderOverride(**_decided(one), grade=Fraction(one.grade), may_exceed=True) for one in overrides
        ),
        extensions=tuple(GraderExtension(**_decided(one), until=one.until.astimezone(zone)) for one in extensions),
    )


def _decided(one: Override | Extension) -> dict[str, str]:
    return {"student": one.member.key, "assignment": one.offer.assignment, "reason": one.reason, "who": one.who}


def roster_of(course: Course) -> tuple[Student, ...]:
    """Return a course's students, as the gradebook knows them: by their pseudonyms, and by nothing else."""
    students = Member.objects.filter(course=course, role="student", is_active=True).order_by("roster_id")
    return tuple(Student(id=one.key) for one in students)


def student_of(member: Member) -> Student:
    """Return a member as pages and other systems name them."""
    facts = {name: getattr(member, name) for name in ("name", "email", "login", "sis_id", "section")}
    return Student(id=member.key, **facts)
