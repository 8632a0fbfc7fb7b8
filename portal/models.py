"""The portal's nouns. What a submission earned is none of them: the gradebook alone says that (docs/decisions/0071)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class People(BaseUserManager["Person"]):
    """Everyone who can sign in."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find somebody by an address; capital letters make no difference."""
        return self.get(email=(username or "").strip().casefold())


class Person(AbstractBaseUser):
    """Somebody who can sign in, whatever courses they are in."""

    email = models.EmailField(unique=True)  # in small letters
    name = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=64, blank=True)  # of time; "" for the course's
    is_active = models.BooleanField(default=True)
    issuer = models.CharField(max_length=255, blank=True)  # of the LMS that they come from; "" for none
    subject = models.CharField(max_length=255, blank=True)  # its name for them
    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="subject_once", condition=~models.Q(issuer=""))
        ]


class Course(models.Model):
    """A course. Its seed and gradebook lie in a folder of its own, unless the gradebook has a URL."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    gradebook = models.CharField(max_length=500, blank=True)  # a URL; "" for a file in the course's folder
    level = models.CharField(max_length=1, default="C")  # the weakest to grade at
    zone = models.CharField(max_length=64, default="UTC")
    counts = models.CharField(max_length=4, default="last")  # which attempt: best or last
    contact = models.CharField(max_length=200, blank=True)
    deduction = models.CharField(max_length=20, default="0")  # of every day late that has begun: a fraction
    roster_version = models.PositiveIntegerField(default=1)  # counts changes, for the writer
    stuck_after = models.PositiveIntegerField(null=True, blank=True)  # attempts without progress; None: nobody is named
    keep_days = models.PositiveIntegerField(null=True, blank=True)  # after its end; None: students' work stays

    def tzinfo(self) -> ZoneInfo:
        """Return the course's zone of time."""
        return ZoneInfo(self.zone)


class Role(models.TextChoices):
    """What somebody is in a course."""

    STUDENT = "student"
    ASSISTANT = "assistant"
    INSTRUCTOR = "instructor"


def new_key() -> str:
    """Return a pseudonym: it tells nothing, and is read out easily."""
    return "m" + "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(9))


class Member(models.Model):
    """One person's place in one course; there before the person signs in for the first time."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL)
    key = models.CharField(max_length=16, unique=True, default=new_key)  # what the gradebook calls them
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.STUDENT)
    roster_id = models.CharField(max_length=200)  # what the roster tells students apart by
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    login = models.CharField(max_length=200, blank=True)
    sis_id = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=200, blank=True)  # whom they hand in with
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "roster_id"], name="member_once"),
            models.UniqueConstraint(fields=["course", "person"], name="person_once"),
        ]

    @property
    def title(self) -> str:
        """What to call them."""
        return self.name or self.email or self.roster_id

    @property
    def is_staff(self) -> bool:
        """Whether they see everyone's work."""
        return self.role in (Role.ASSISTANT, Role.INSTRUCTOR)


class Once(models.Model):
    """A text that lets somebody do something, once. The text itself is not kept, only its digest."""

    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Invitation(Once):
    """A link that joins a person to a member."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE)


class Token(models.Model):
    """What `grader submit` signs in with. The token itself is not kept, only its digest."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField(default=timezone.now)
    used = models.DateTimeField(null=True, blank=True)


class Offer(models.Model):
    """An assignment in a course: when, how often, and how fast one may hand in."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    assignment = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    points = models.CharField(max_length=40)  # a fraction
    place = models.PositiveIntegerField(default=0)
    opens = models.DateTimeField(null=True, blank=True)
    due = models.DateTimeField(null=True, blank=True)
    closes = models.DateTimeField(null=True, blank=True)  # nothing is taken after it
    attempts = models.PositiveIntegerField(null=True, blank=True)  # None: as many as one likes
    cool_down = models.PositiveIntegerField(default=0)  # seconds between two of them
    by_group = models.BooleanField(default=False)  # whether what one hands in is everybody's in their group
    anonymous = models.BooleanField(default=False)  # whether people mark it without names, in an order that is drawn
    seconds = models.FloatField(default=1.0)  # that grading one takes, as the last ones did

    class Meta:
        ordering: ClassVar = ["place", "assignment"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["course", "assignment"], name="offer_once")]


class Submission(models.Model):
    """What a member handed in, once. It never changes."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT)
    member = models.ForeignKey(Member, on_delete=models.PROTECT)
    digest = models.CharField(max_length=64, db_index=True)  # of the bytes, which are in the blob store
    name = models.CharField(max_length=255)  # of the file, as its author calls it
    size = models.PositiveBigIntegerField()
    submitted = models.DateTimeField()
    by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")  # of the group; None: itself

    class Meta:
        ordering: ClassVar = ["submitted"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "member", "submitted"], name="attempt_once")]


class Job(models.Model):
    """A submission that has to be graded. It goes when its result is in the gradebook."""

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_until = models.FloatField(default=0.0)  # seconds since 1970
    attempts = models.PositiveIntegerField(default=0)  # how often it was leased
    result = models.BinaryField(null=True)  # what a grader made of it, until a writer keeps it


class Posting(models.Model):
    """What a person decided in a page, for a writer to tell the gradebook, in order."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE)
    offer = models.ForeignKey(Offer, null=True, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE)  # whose grade it is about
    kind = models.CharField(max_length=10)  # decide, ask, answer, mark, tell (the LMS)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)


class Extension(models.Model):
    """A later deadline of one member."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    who = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "member"], name="extension_once")]


class Override(models.Model):
    """A grade that a person gave."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    member = models.ForeignKey(Member, on_delete=models.CASCADE)
    grade = models.CharField(max_length=40)  # a fraction
    reason = models.CharField(max_length=500)
    who = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["offer", "member"], name="override_once")]


class AuditEntry(models.Model):
    """Who saw or changed what. Added, never changed."""

    course = models.ForeignKey(Course, null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(default=timezone.now)
    who = models.CharField(max_length=254)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=300, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["course", "-id"], name="audit_of_course")]


def note(
    who: object, course: Course | None, what: str, about: object = "", data: Mapping[str, Any] | None = None
) -> None:
    """Write down who did what."""
    AuditEntry.objects.create(
        course=course, who=str(who)[:254], what=what, about=str(about)[:300], data=dict(data or {})
    )


def is_open(offer: Offer, now: datetime) -> bool:
    """Whether students see an offer by now."""
    return offer.opens is None or offer.opens <= now


class Platform(models.Model):
    """An LMS that people may come from, as it and we were registered with each other (LTI 1.3)."""

    issuer = models.CharField(max_length=255)
    client_id = models.CharField(max_length=255)
    name = models.CharField(max_length=200, blank=True)
    auth_login_url = models.CharField(max_length=2000)
    auth_token_url = models.CharField(max_length=2000)
    key_set_url = models.CharField(max_length=2000)
    audience = models.CharField(max_length=2000, blank=True)  # of tokens, where it is not the token's URL
    deployments = models.JSONField(default=list)  # empty: whatever it says
    not_before = models.FloatField(default=0)  # it is not asked anything until then
    failures = models.PositiveIntegerField(default=0)  # in a row, of the platform itself

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["issuer", "client_id"], name="platform_once")]

    @property
    def title(self) -> str:
        """What to call it."""
        return self.name or self.issuer


class LmsCourse(models.Model):
    """A platform's course that an instructor has joined to one of ours."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE)
    deployment = models.CharField(max_length=255)
    number = models.CharField(max_length=255)  # the platform's, of the course
    title = models.CharField(max_length=200, blank=True)
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    members_url = models.CharField(max_length=2000, blank=True)
    columns_url = models.CharField(max_length=2000, blank=True)
    makes_columns = models.BooleanField(default=False)  # whether we may make columns there
    sends = models.BooleanField(default=True)  # False: what would be sent is only shown
    roster_due = models.FloatField(null=True, blank=True)  # since when its roster is to be taken, and not before
    roster_taken = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=300, blank=True)  # what came of it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["platform", "deployment", "number"], name="lms_course_once")
        ]


class Seat(models.Model):
    """A member as a platform's course knows them."""

    lms_course = models.ForeignKey(LmsCourse, on_delete=models.CASCADE)
    subject = models.CharField(max_length=255)  # the platform's name for the person
    member = models.ForeignKey(Member, on_delete=models.CASCADE)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lms_course", "subject"], name="seat_once"),
            models.UniqueConstraint(fields=["lms_course", "member"], name="seat_of_member_once"),
        ]


class Column(models.Model):
    """A column of a platform's gradebook that grades of an offer go into: a line item of LTI."""

    lms_course = models.ForeignKey(LmsCourse, on_delete=models.CASCADE)
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE)
    url = models.CharField(max_length=2000, blank=True)  # "" until we have made it there
    not_before = models.FloatField(default=0)
    tries = models.PositiveIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["lms_course", "offer", "url"], name="column_once")]


class Delivery(models.Model):
    """A grade on its way to a platform: what is to be there, and what it was told last. The last value alone counts."""

    column = models.ForeignKey(Column, on_delete=models.CASCADE)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    grade = models.CharField(max_length=40, blank=True)  # a fraction; "" for none
    comment = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)  # counts changes of the two
    sent_version = models.PositiveIntegerField(default=0)  # the last that the platform has accepted
    sent_grade = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    stamp = models.FloatField(default=0)  # of the last try, as the platform was told; it only ever grows
    claimed_until = models.FloatField(default=0)
    not_before = models.FloatField(default=0)
    tries = models.PositiveIntegerField(default=0)  # without success
    said = models.CharField(max_length=300, blank=True)  # what was answered last

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["column", "seat"], name="delivery_once")]
        indexes: ClassVar = [
            models.Index(
                fields=["not_before"], name="deliveries_due", condition=~models.Q(version=models.F("sent_version"))
            )
        ]


class Launch(models.Model):
    """A launch that was let in: its state and nonce are used up. With a ticket, it waits for an instructor's choice."""

    digest = models.CharField(max_length=64, unique=True)  # of the state
    at = models.DateTimeField(default=timezone.now, db_index=True)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE)
    ticket = models.CharField(max_length=64, blank=True, db_index=True)  # its digest; "" once it was used
    browser = models.CharField(max_length=64, blank=True)  # digest of the browser's cookie; "" in a frame
    claims = models.JSONField(default=dict)


class LmsCode(Once):
    """A code that lets an LMS be registered, or a course of it be joined to ours."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE)
    purpose = models.CharField(max_length=10)  # register, join
