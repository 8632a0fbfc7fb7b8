"""A small course for a test: one assignment that is graded quickly, and people of every role."""

import itertools
from dataclasses import dataclass

from django.test import Client

from grader.gradebook import Gradebook
from portal.courses import gradebook_of
from portal.models import Course, Job, Member, Offer, Person
from portal.writer import Writer

NUMBERS = itertools.count(1)
RIGHT_AND_WRONG = b"""
def conv_parameters(filters, channels, height, width):
    return filters * channels * (height * width + 1)

def output_size_strict(length, window, stride):
    if (length - window) % stride or window > length:
        raise ValueError("no")
    return (length - window) // stride + 1
"""
ASSIGNMENT = "dimensions"


@dataclass(frozen=True)
class School:
    """A course and who is in it."""

    course: Course
    offer: Offer
    student: Member
    other: Member
    assistant: Member
    instructor: Member


def make_school(keep_jobs: bool = False) -> School:
    """Make a course of its own for a test."""
    number = next(NUMBERS)
    if not keep_jobs:
        Job.objects.all().delete()  # of other tests
    course = Course.objects.create(slug=f"course-{number}", name=f"Course {number}")
    offer = Offer.objects.create(course=course, assignment=ASSIGNMENT, title="Dimensions", points="40")
    roles = {"ada": "student", "ben": "student", "tina": "assistant", "ida": "instructor"}
    members = [make_member(course, f"{name}{number}", role) for name, role in roles.items()]
    with Gradebook.open(gradebook_of(course), write=True) as book:
        book.require_course(course.slug, keep=True)
    return School(course, offer, *members)


def make_member(course: Course, name: str, role: str) -> Member:
    """Make somebody who can sign in."""
    person = Person.objects.create(email=f"{name}@example.org", name=name)
    return Member.objects.create(course=course, person=person, role=role, roster_id=name, name=name)


def client_of(member: Member | None) -> Client:
    """Return a browser in which somebody has signed in."""
    client = Client()
    if member is not None:
        assert member.person is not None
        client.force_login(member.person)
    return client


def grade_all(worker: object) -> None:
    """Let the worker do everything there is to do."""
    writer = Writer(worker.gradings)  # type: ignore[attr-defined]
    while worker.step() or writer.step():  # type: ignore[attr-defined]
        pass
