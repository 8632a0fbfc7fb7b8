"""An LMS that is registered here, and its course joined to a school's."""

from tests.portal.course import School
from tests.portal.lms import LEARNER, TEACHER, Lms


def make_lms(client_id: str = "client-1") -> Lms:
    """Start an LMS with a teacher and a student, and register it."""
    from portal.models import Platform

    made = Lms(client_id=client_id)
    made.enrol("prof", TEACHER, name="Pia Prof")
    made.enrol("anna", LEARNER, name="Anna Lms", email="anna@lms.example")
    made.links["link-1"] = {"title": "Dimensions", "custom": {"assignment": "dimensions"}}
    Platform.objects.filter(issuer=made.url("")).delete()  # of a test that had the same port
    Platform.objects.create(
        issuer=made.url(""),
        client_id=client_id,
        name="The LMS",
        auth_login_url=made.url("/auth"),
        auth_token_url=made.url("/token"),
        key_set_url=made.url("/keys"),
        deployments=["1"],
    )
    made.portal_keys()
    return made


def join(lms: Lms, school: School) -> None:
    """Join an LMS's course to a school's, as a code does."""
    from portal.models import LmsCourse, Platform
    from tests.portal.lms import CONTEXT

    platform = Platform.objects.get(issuer=lms.url(""))
    LmsCourse.objects.create(platform=platform, deployment="1", number=CONTEXT, course=school.course)
