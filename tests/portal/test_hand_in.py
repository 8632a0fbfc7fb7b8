"""A student's whole way: a link, a file, a report, and what the course's rules allow."""

import datetime as dt
import io
import re

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")


def upload(client, school, data: bytes, name: str = "dimensions.py"):
    file = io.BytesIO(data)
    file.name = name
    return client.post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"file": file}, follow=True)


@pytest.fixture
def school():
    from tests.portal.course import make_school

    return make_school()


@pytest.fixture
def ada(school):
    from tests.portal.course import client_of

    return client_of(school.student)


def test_an_invitation_makes_an_account_once(school) -> None:
    from django.test import Client

    from portal.models import Member
    from portal.tokens import invite

    member = Member.objects.create(course=school.course, roster_id="new", name="Nora")
    link = f"/invitation/{invite(member)}"
    client = Client()
    page = client.get(link)
    assert "Welcome, Nora" in page.content.decode()
    # With "no-referrer" a browser sends "Origin: null", and Django takes the form for another site's.
    assert page["Referrer-Policy"] == "same-origin"
    weak = client.post(link, {"email": "nora@example.org", "password": "1234"})
    assert "too short" in weak.content.decode()
    answer = client.post(link, {"email": "Nora@Example.org", "password": "a window of 25 weights"})
    assert answer.status_code == 302
    assert client.get(f"/c/{school.course.slug}/").status_code == 200
    assert Client().get(link).status_code == 404
    again = Client()
    signed = again.post("/sign-in", {"username": "NORA@example.org", "password": "a window of 25 weights"})
    assert signed.status_code == 302


def test_what_is_handed_in_is_graded_and_the_report_shown(school, ada, worker) -> None:
    from portal.models import Job
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    page = upload(ada, school, RIGHT_AND_WRONG).content.decode()
    assert "number 1 in the queue" in page
    assert 'hx-trigger="every 2s"' in page
    grade_all(worker)
    assert not Job.objects.filter(submission__member=school.student).exists()
    page = ada.get(f"/c/{school.course.slug}/a/dimensions/").content.decode()
    assert "this one counts" in page
    assert "every 2s" not in page
    (address,) = set(re.findall(rf"/c/{school.course.slug}/s/\d+/", page))
    report = ada.get(f"{address}report")
    assert "How many numbers does one filter add at the end" in report.content.decode()
    assert "sandbox allow-top-navigation-by-user-activation" in report["Content-Security-Policy"]
    assert "script-src" not in report["Content-Security-Policy"]
    assert report["X-Frame-Options"] == "SAMEORIGIN"


def test_a_report_with_a_view_may_run_that_script_and_no_other(school, ada, worker, monkeypatch) -> None:
    from grader.model import GradeRow, Student
    from grader.report.pages import _environment
    from portal import grades
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    def page_of(script: str) -> str:
        row = GradeRow(student=Student(id="ada"), assignment="a", status="missing", reason="'sha256-bad='", possible=1)
        return _environment().get_template("student.html").render(row=row, body="", public="", script=script)

    page = upload(ada, school, RIGHT_AND_WRONG).content.decode()
    grade_all(worker)
    (address,) = set(re.findall(rf"/c/{school.course.slug}/s/\d+/", page))
    monkeypatch.setattr(grades, "report_page", lambda *_: page_of("sha256-abc+/="))
    policy = ada.get(f"{address}report")["Content-Security-Policy"]
    assert "script-src 'sha256-abc+/='" in policy
    assert "sandbox allow-scripts allow-top-navigation-by-user-activation" in policy
    assert "default-src 'none'" in policy
    assert "bad" not in policy
    monkeypatch.setattr(grades, "report_page", lambda *_: page_of(""))
    policy = ada.get(f"{address}report")["Content-Security-Policy"]
    assert "script" not in policy


def test_an_upload_comes_back_as_a_file_and_never_as_a_page(school, ada) -> None:
    page = upload(ada, school, b"<script>alert(1)</script>", "page.html").content.decode()
    (address,) = set(re.findall(rf"/c/{school.course.slug}/s/\d+/", page))
    answer = ada.get(f"{address}bytes")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_name_of_a_file_is_shown_and_leads_nowhere(school, ada) -> None:
    from portal.models import Submission

    upload(ada, school, b"x = 1", "../../<img src=x>\u202e.py")
    (one,) = Submission.objects.filter(member=school.student)
    assert "/" not in one.name
    page = ada.get(f"/c/{school.course.slug}/a/dimensions/").content.decode()
    assert "<img" not in page
    assert "\u202e" not in page


def test_functions_can_be_pasted(school, ada) -> None:
    from portal.models import Submission

    ada.post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"text": "def f():\r\n    pass\r\n"})
    (one,) = Submission.objects.filter(member=school.student)
    assert one.name == "dimensions.py"


def test_functions_that_are_too_long_to_be_pasted_are_told_so(school, ada) -> None:
    from portal.models import Submission

    answer = ada.post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"text": "x = 1\n" * 200_000})
    assert (answer.status_code, "as a file" in answer.content.decode()) == (400, True)
    assert not Submission.objects.filter(member=school.student).exists()


def test_a_form_of_another_site_hands_nothing_in(school) -> None:
    from django.test import Client

    from portal.models import Submission

    client = Client(enforce_csrf_checks=True)
    client.force_login(school.student.person)
    refused = upload(client, school, b"x = 1")
    assert (refused.status_code, "open for too long" in refused.content.decode()) == (403, True)
    assert not Submission.objects.filter(member=school.student).exists()


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"attempts": 1}, "all of your 1 attempts"),
        ({"cool_down": 600}, "Please wait"),
        ({"closes": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "closed"),
    ],
)
def test_the_courses_rules_hold(school, ada, terms, said) -> None:
    from portal.models import Offer, Submission

    if "closes" not in terms:
        upload(ada, school, b"x = 1")
    before = Submission.objects.filter(member=school.student).count()
    Offer.objects.filter(pk=school.offer.pk).update(**terms)
    assert said in upload(ada, school, b"x = 2").content.decode()
    assert Submission.objects.filter(member=school.student).count() == before


def test_an_assignment_that_is_not_open_is_not_there(school, ada) -> None:
    from django.utils import timezone

    from portal.models import Offer

    Offer.objects.filter(pk=school.offer.pk).update(opens=timezone.now() + dt.timedelta(days=1))
    assert ada.get(f"/c/{school.course.slug}/a/dimensions/").status_code == 404
    assert "Dimensions" not in ada.get(f"/c/{school.course.slug}/").content.decode()


def test_a_deadline_is_shown_in_the_readers_zone(school, ada) -> None:
    from portal.models import Offer, Person

    Offer.objects.filter(pk=school.offer.pk).update(due=dt.datetime(2030, 6, 1, 12, 0, tzinfo=dt.UTC))
    Person.objects.filter(pk=school.student.person.pk).update(zone="Asia/Tokyo")
    assert "Sat 01 Jun 2030, 21:00 (Asia/Tokyo)" in ada.get(f"/c/{school.course.slug}/").content.decode()


def test_starters_can_be_fetched(school, ada) -> None:
    answer = ada.get(f"/c/{school.course.slug}/a/dimensions/files/dimensions.py")
    assert b"def output_size" in answer.content
    assert ada.get(f"/c/{school.course.slug}/a/dimensions/files/lesson.py").status_code == 404


def test_a_program_hands_in_with_a_token(school, worker) -> None:
    from django.test import Client

    from portal.tokens import make_token
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    header = {"Authorization": f"Bearer {make_token(school.student.person)}"}
    file = io.BytesIO(RIGHT_AND_WRONG)
    file.name = "dimensions.py"
    where = f"/api/c/{school.course.slug}"
    assert Client().post(f"{where}/a/dimensions/hand-in", {"file": file}).status_code == 401
    file.seek(0)
    taken = Client(enforce_csrf_checks=True).post(f"{where}/a/dimensions/hand-in", {"file": file}, headers=header)
    assert taken.status_code == 201
    grade_all(worker)
    answer = Client().get(f"{where}/s/{taken.json()['number']}", headers=header).json()
    assert answer["state"] == "graded"
    assert 0 < answer["score"] < answer["possible"] == 40


def test_the_command_hands_in_and_says_what_it_earned(school, worker, tmp_path) -> None:
    import threading
    from wsgiref.simple_server import make_server

    from click.testing import CliRunner
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    from grader.cli import submit_command
    from portal.tokens import make_token
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    (tmp_path / "dimensions.py").write_bytes(RIGHT_AND_WRONG)
    token = tmp_path / "token"
    token.write_text(make_token(school.student.person))
    token.chmod(0o600)
    with make_server("127.0.0.1", 0, get_wsgi_application()) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = f"http://127.0.0.1:{server.server_port}/c/{school.course.slug}/a/dimensions/"
        arguments = [str(tmp_path / "dimensions.py"), "--to", page, "--token-file", str(token)]
        sent = CliRunner().invoke(submit_command.command, [*arguments, "--no-wait"], catch_exceptions=False)
        assert f"{settings.PORTAL.address}/c/{school.course.slug}/s/" in sent.output.replace("\n", "")
        grade_all(worker)
        portal = submit_command_portal(page, token.read_text())
        number = int(re.findall(r"/s/(\d+)/", sent.output.replace("\n", ""))[0])
        assert 0 < portal.state(number)["score"] < 40
        server.shutdown()


def submit_command_portal(page: str, token: str):
    from grader.cli.portal_client import Portal

    return Portal.at(page, token)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://grader.example.org/c/first/a/pooling/", "https://grader.example.org"),
        ("https://grader.example.org/", "no page of an assignment"),
        ("file:///c/first/a/pooling/", "no page of an assignment"),
    ],
)
def test_a_token_goes_nowhere_else(address: str, said: str) -> None:
    from grader.errors import OperatorError

    with pytest.raises(OperatorError, match=said):
        submit_command_portal(address, "token")


def test_attempts_say_what_changed_since_the_one_before(school, ada, worker) -> None:
    from tests.portal.course import RIGHT_AND_WRONG, grade_all

    mended = RIGHT_AND_WRONG.replace(b"channels * (height * width + 1)", b"(channels * height * width + 1)")
    for data in (RIGHT_AND_WRONG, mended, mended + b"# done\n"):
        upload(ada, school, data)
    grade_all(worker)
    page = ada.get(f"/c/{school.course.slug}/a/dimensions/").content.decode()
    said = re.findall(r"Since the attempt before: ([^<]*)<", page)
    assert len(said) == 1  # the first has none before, the third changed nothing
    assert re.fullmatch(r"conv_parameters [0-3](\.\d+)? → 4", said[0])
