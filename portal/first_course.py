"""A fresh data folder: tables, a first course with every assignment, a demo class, and links for two people."""

import datetime as dt
from dataclasses import dataclass
from importlib import resources

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from grader.authoring.assignment import assignment_ids, load_contents
from grader.gradebook import Gradebook
from grader.model import Student
from grader.topics.loading import assignments_folder
from portal.access import address_of
from portal.courses import folder_of, gradebook_of
from portal.hand_in import hand_in
from portal.lti.keys import read_key
from portal.lti.registering import read_file
from portal.models import Course, Member, Offer, Role, note
from portal.rosters import enrol
from portal.tokens import invite
from portal.uploads import blobs

ORDER = (  # as the lecture goes; others after them
    "fully-connected",
    "convolution-1d",
    "image-filters",
    "dimensions",
    "conv-layer",
    "pooling",
    "receptive-field",
    "convnet",
)
CLASS = ("Ada Demo", "Ben Demo", "Chidi Demo", "Dilek Demo", "Emre Demo", "Fatima Demo", "Gita Demo", "Hugo Demo")
DEMO_STUDENT = "demo-student"
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Link:
    """An address that makes somebody a member, once."""

    whose: str
    address: str


def prepare() -> list[Link]:
    """Bring the tables up to date; in an empty database make the first course, and return the links into it."""
    call_command("migrate", verbosity=0, interactive=False)
    read_key(settings.PORTAL.data)
    read_file(settings.PORTAL.data)
    if Course.objects.exists():
        return []
    with transaction.atomic():
        course = Course.objects.create(slug="first", name="Convolutional networks")
        make_offers(course)
        instructor = Member.objects.create(
            course=course, role=Role.INSTRUCTOR, roster_id="instructor", name="The first instructor"
        )
        students = [Student(id=name.split()[0].lower() + "-demo", name=name) for name in CLASS]
        enrol(course, (*students, Student(id=DEMO_STUDENT, name="Demo student")))
        note("grader serve", course, "made the first course")
    make_gradebook(course)
    hand_in_demo(course)
    student = Member.objects.get(course=course, roster_id=DEMO_STUDENT)
    pairs = (("the first instructor", instructor), ("a demo student", student))
    return [Link(whose=whose, address=address_of(reverse("invitation", args=[invite(one)]))) for whose, one in pairs]


def make_offers(course: Course) -> None:
    """Offer every assignment that comes with the grader: one a week, from now on open."""
    where = assignments_folder()
    names = assignment_ids(where)
    ordered = [name for name in ORDER if name in names] + [name for name in names if name not in ORDER]
    end_of_day = timezone.now().replace(hour=23, minute=59, second=0, microsecond=0)
    for place, name in enumerate(ordered):
        contents = load_contents(where / name)
        Offer.objects.create(
            course=course,
            assignment=name,
            title=contents.title,
            points=str(contents.points),
            place=place,
            due=end_of_day + (place + 1) * WEEK,
        )


def make_gradebook(course: Course) -> None:
    """Make a course's gradebook, so that pages can read it."""
    with Gradebook.open(gradebook_of(course), write=True) as book:
        book.require_course(course.slug, keep=True)
    folder_of(course)


def hand_in_demo(course: Course) -> None:
    """Hand in what the demo class wrote: mistakes that many make."""
    offer = Offer.objects.filter(course=course, assignment="dimensions").first()
    folder = resources.files("portal").joinpath("demo")
    files = sorted((one for one in folder.iterdir() if one.name.endswith(".txt")), key=lambda one: one.name)
    members = (
        Member.objects.filter(course=course, role=Role.STUDENT).exclude(roster_id=DEMO_STUDENT).order_by("roster_id")
    )
    for member, file in zip(members, files, strict=False):
        if offer is not None:
            incoming = blobs().receive()
            incoming.write(file.read_bytes())
            size, digest = incoming.size, incoming.keep()
            hand_in(offer, member, digest=digest, name="dimensions.py", size=size, now=timezone.now())
