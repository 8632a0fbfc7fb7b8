"""A fresh data folder: tables, a first course with every assignment, a demo class, and links for two people."""

import datetime as dt
from importlib import resources

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from grader.model import Student
from portal.access import address_of
from portal.courses import make_gradebook, make_offer, offerable
from portal.hand_in import hand_in
from portal.lti.keys import read_key
from portal.lti.registering import read_file
from portal.models import Course, Member, Offer, Role, note
from portal.rosters import enrol
from portal.tokens import invite
from portal.uploads import blobs

ORDER = "fully-connected convolution-1d image-filters dimensions conv-layer pooling receptive-field convnet"
CLASS = ("Ada Demo", "Ben Demo", "Chidi Demo", "Dilek Demo", "Emre Demo", "Fatima Demo", "Gita Demo", "Hugo Demo")
DEMO_STUDENT = "demo-student"
WEEK = dt.timedelta(days=7)


def prepare() -> list[tuple[str, str]]:
    """Bring the tables up to date; in an empty database make the first course; return whose link is which."""
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
    return [(whose, address_of(reverse("invitation", args=[invite(one)]))) for whose, one in pairs]


def make_offers(course: Course) -> None:
    """Offer every assignment that comes with the grader: one a week, from now on open."""
    known, found = ORDER.split(), offerable(course)  # as the lecture goes; others after them
    ordered = [*(name for name in known if name in found), *(name for name in found if name not in known)]
    end_of_day = timezone.now().replace(hour=23, minute=59, second=0, microsecond=0)
    for place, name in enumerate(ordered):
        make_offer(course, name, found[name], place, end_of_day + (place + 1) * WEEK)


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
