"""The sender: takes what platforms are to be told from the outbox, tells them, and notes what they answered.

It may die after any instruction. A grade's time stamp is written down before it is sent, and only ever grows; a
platform keeps the newest. So what is sent twice, late or out of order leaves the last value there, and a row is done
only when the platform has accepted the version that it has now.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, cast
from urllib.parse import urlsplit, urlunsplit

import requests
from django.db.models import F
from django.utils import timezone
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.exception import LtiServiceException
from pylti1p3.grade import Grade
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.service_connector import ServiceConnector
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from portal.lti import people, tool
from portal.lti.choosing import column_of
from portal.models import Column, Course, Delivery, LmsCourse, Platform

LOG = logging.getLogger("portal")
LEASE_SECONDS = 90.0  # longer than a request may take, with its token
FIRST_SECONDS, MOST_SECONDS = 5.0, 3600.0  # between tries, where the platform will mend itself
FIRST_OF_REFUSED, MOST_OF_REFUSED = 300.0, 86_400.0  # where a person has to mend something
COUNT_AGAIN_SECONDS = 3600.0  # after which the gradebook is compared with the outbox
TICK_SECONDS = 0.002  # between two time stamps of a grade, which are told in milliseconds
MOST_PAGES = 1000
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
COLUMN = "https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"
OF_PLATFORM = (401, 408, 425, 429)  # and all above 500: it is the platform, and not what it was told


class Connector(ServiceConnector):
    """A platform's services. Its tokens are kept by platform: several registrations may share an issuer."""

    def __init__(self, platform: Platform) -> None:
        super().__init__(tool.registration_of(platform), tool.outward())
        self.tokens: dict[str, tuple[str, float]] = {}

    def _get_cached_access_token(self, scope_key: str) -> str | None:
        token, until = self.tokens.get(scope_key, ("", 0.0))
        return token if time.monotonic() < until else None

    def _cache_access_token(self, scope_key: str, access_token: str, expires_in: float) -> None:
        self.tokens[scope_key] = access_token, time.monotonic() + max(0.0, float(expires_in) - 30)

    def post(self, scope: str, url: str, kind: str, text: str) -> requests.Response:
        """Post a text with a token for a scope."""
        headers = {"Authorization": f"Bearer {self.get_access_token([scope])}", "Content-Type": kind}
        return self._requests_session.post(url, data=text.encode(), headers=headers)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came of a try."""

    said: str
    is_done: bool = False
    is_the_platform: bool = False  # down, slow or overloaded: nothing else is asked of it for a while
    seconds: float = 0.0  # that it wants to be left alone


class Sender:
    """Tells platforms what there is to tell."""

    def __init__(self) -> None:
        self.connectors: dict[int, Connector] = {}
        self.counted = 0.0

    def step(self) -> bool:
        """Do one thing, if there is one to do."""
        self.count_again()
        return self.make_column() or self.take_roster() or self.deliver()

    def count_again(self) -> None:
        """Let the writer compare gradebooks with the outbox, now and then: a command may have graded, too."""
        if time.monotonic() < self.counted:
            return
        self.counted = time.monotonic() + COUNT_AGAIN_SECONDS
        for course in Course.objects.filter(lmscourse__column__isnull=False).distinct():
            people.tell_writer(course)

    def connector(self, platform: Platform) -> Connector:
        """Return a platform's services."""
        if platform.pk not in self.connectors:
            self.connectors[platform.pk] = Connector(platform)
        return self.connectors[platform.pk]

    # ---- grades

    def deliver(self) -> bool:
        """Send one grade."""
        now = time.time()
        due = Delivery.objects.exclude(version=F("sent_version")).filter(
            not_before__lte=now,
            claimed_until__lte=now,
            column__url__gt="",
            column__lms_course__sends=True,
            column__lms_course__platform__not_before__lte=now,
        )
        related = due.select_related("seat", "column__offer", "column__lms_course__platform")
        row = related.order_by("not_before", "pk").first()
        if row is None:
            return False
        stamp = max(now, row.stamp + TICK_SECONDS)
        mine = Delivery.objects.filter(pk=row.pk, claimed_until__lte=now, version=row.version, stamp=row.stamp)
        if mine.update(claimed_until=now + LEASE_SECONDS, stamp=stamp):
            platform = row.column.lms_course.platform
            answer = self.ask(platform, lambda: self.send(row, stamp))
            note_answer(row, stamp, answer)
            note_platform(platform, answer)
        return True

    def send(self, row: Delivery, stamp: float) -> requests.Response:
        """Send a grade."""
        connector = self.connector(row.column.lms_course.platform)
        kind = "application/vnd.ims.lis.v1.score+json"
        return connector.post(SCORE, scores_url(row.column.url), kind, score_of(row, stamp))

    # ---- columns

    def make_column(self) -> bool:
        """Make one column, or find it where an earlier try has made it."""
        now = time.time()
        wanted = Column.objects.filter(
            url="",
            not_before__lte=now,
            lms_course__sends=True,
            lms_course__makes_columns=True,
            lms_course__columns_url__gt="",
            lms_course__platform__not_before__lte=now,
        )
        column = wanted.select_related("offer__course", "lms_course__platform").first()
        if column is None:
            return False
        lms_course = column.lms_course
        found: list[str] = []
        answer = self.ask(lms_course.platform, lambda: found.append(self.find_or_make(column)))
        later = now + pause_of(answer, column.tries)
        values = {"said": answer.said[:300], "not_before": later, "tries": column.tries + 1}
        if found and Column.objects.filter(lms_course=lms_course, offer=column.offer, url=found[0]).exists():
            column.delete()  # a launch has shown it meanwhile
        elif found:
            Column.objects.filter(pk=column.pk).update(url=found[0], said="", tries=0)
        else:
            Column.objects.filter(pk=column.pk).update(**values)
        note_platform(lms_course.platform, answer)
        return True

    def find_or_make(self, column: Column) -> str:
        """Return the address of a column on the platform."""
        offer, connector = column.offer, self.connector(column.lms_course.platform)
        name = f"{offer.course.slug}/{offer.assignment}"
        data = {"scope": [COLUMN], "lineitems": column.lms_course.columns_url}
        service = AssignmentsGradesService(connector, cast(Any, data))
        made = service.find_or_create_lineitem(column_of(offer), condition=lambda one: one.get("resourceId") == name)
        address = tool.url(made.get_id())
        if not address:
            raise ValueError("the platform gave the column no address")
        return address

    # ---- rosters

    def take_roster(self) -> bool:
        """Take one roster."""
        now = time.time()
        due = LmsCourse.objects.filter(roster_due__lte=now, members_url__gt="", platform__not_before__lte=now)
        lms_course = due.select_related("platform", "course").first()
        if lms_course is None:
            return False
        LmsCourse.objects.filter(pk=lms_course.pk).update(roster_due=now + LEASE_SECONDS)  # another sender's, if we die
        said: list[str] = []
        answer = self.ask(lms_course.platform, lambda: said.append(self.fetch_roster(lms_course)))
        later = None if said else now + max(pause_of(answer, 4), LEASE_SECONDS)
        values: dict[str, Any] = {"roster_due": later, "said": said[0] if said else answer.said[:300]}
        if said:
            values["roster_taken"] = timezone.now()
        LmsCourse.objects.filter(pk=lms_course.pk).update(**values)
        note_platform(lms_course.platform, answer)
        return True

    def fetch_roster(self, lms_course: LmsCourse) -> str:
        """Take a platform's roster; return what came of it, in a sentence."""
        connector = self.connector(lms_course.platform)
        service = NamesRolesProvisioningService(connector, {"context_memberships_url": lms_course.members_url})
        listed: list[people.Attendant] = []
        url: str | None = lms_course.members_url
        for _ in range(MOST_PAGES):
            if url is None:
                break
            page, url = service.get_members_page(url)
            listed += [attendant(one) for one in page if one.get("status", "Active") == "Active"]
        taken = people.take_roster(lms_course, [one for one in listed if one.subject and len(one.subject) <= 255])
        return f"{taken.added} added, {taken.kept} kept, {taken.gone} no longer active."

    def ask(self, platform: Platform, what: Callable[[], object]) -> Answer:
        """Do something that asks a platform, and say what came of it."""
        try:
            answered = what()
        except LtiServiceException as error:
            response = error.response
        except requests.RequestException as error:
            return Answer(said=f"no answer: {error}", is_the_platform=True)
        except Exception as error:  # whatever a platform answers, the sender goes on with the others
            LOG.warning("platform %s: %s: %s", platform.pk, type(error).__name__, error)
            return Answer(said=f"an answer that makes no sense: {type(error).__name__}: {error}")
        else:
            if not isinstance(answered, requests.Response):
                return Answer(said="", is_done=True)
            response = answered
        if response.status_code == 401:
            self.connectors.pop(platform.pk, None)  # its token is not good any more, or our registration is not
        return read_answer(response)


def scores_url(column: str) -> str:
    """Return where a column's scores go: its path is longer, its query stays."""
    parts = urlsplit(column)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/scores"))


def score_of(row: Delivery, stamp: float) -> str:
    """Return a grade as a platform reads it; without points where there is none any more."""
    said = Grade().set_user_id(row.seat.subject).set_comment(row.comment)
    said.set_timestamp(datetime.fromtimestamp(stamp, UTC).isoformat(timespec="milliseconds"))
    if row.grade:
        said.set_score_given(float(Fraction(row.grade))).set_score_maximum(float(Fraction(row.column.offer.points)))
        said.set_activity_progress("Completed").set_grading_progress("FullyGraded")
    else:
        said.set_activity_progress("Submitted").set_grading_progress("Pending")
    return said.get_value()


def attendant(one: Mapping[str, Any]) -> people.Attendant:
    """Return somebody of a platform's roster."""
    return people.Attendant(
        subject=tool.plain(one.get("user_id")),
        role=tool.role_of(one.get("roles")),
        name=tool.name_of(one),
        email=tool.plain(one.get("email"))[:254],
        sis_id=tool.plain(one.get("lis_person_sourcedid"))[:200],
    )


def read_answer(response: requests.Response) -> Answer:
    """Say what a platform's answer means."""
    code = response.status_code
    if 200 <= code < 300:
        return Answer(said=f"{code} {response.reason}", is_done=True)
    text = " ".join(tool.plain(response.text[:400]).split())
    is_the_platform = code in OF_PLATFORM or code >= 500
    return Answer(
        said=f"{code} {response.reason}: {text}", is_the_platform=is_the_platform, seconds=_retry_after(response)
    )


def _retry_after(response: requests.Response) -> float:
    try:
        return min(Retry().parse_retry_after(response.headers.get("Retry-After", "0")), MOST_SECONDS)
    except (InvalidHeader, OverflowError):
        return 0.0


def pause_of(answer: Answer, tries: int) -> float:
    """Return how long to wait after an answer, having tried so often before."""
    if answer.is_the_platform or answer.said.startswith("409"):  # our clock is behind, or a newer grade is there
        return max(answer.seconds, min(FIRST_SECONDS * 2.0 ** min(tries, 20), MOST_SECONDS))
    return max(answer.seconds, min(FIRST_OF_REFUSED * 2.0 ** min(tries, 20), MOST_OF_REFUSED))


def note_answer(row: Delivery, stamp: float, answer: Answer) -> None:
    """Note what came of a try; nothing where another sender has it by now. A newer version stays to be sent."""
    mine = Delivery.objects.filter(pk=row.pk, stamp=stamp)
    values: dict[str, Any] = {"said": answer.said[:300], "claimed_until": 0.0}
    if answer.is_done:
        done = {"sent_version": row.version, "sent_grade": row.grade, "sent_at": timezone.now()}
        mine.update(**values, **done, tries=0)
    else:
        mine.update(**values)
        later = time.time() + pause_of(answer, row.tries)
        mine.filter(version=row.version).update(not_before=later, tries=row.tries + 1)


def note_platform(platform: Platform, answer: Answer) -> None:
    """Leave a platform alone for a while that is down; the grade that waited longest is the one that tries it again."""
    if answer.is_the_platform:
        later = time.time() + pause_of(answer, platform.failures)
        Platform.objects.filter(pk=platform.pk).update(not_before=later, failures=F("failures") + 1)
    elif platform.failures:
        Platform.objects.filter(pk=platform.pk).update(not_before=0, failures=0)
