"""What is written down for whoever runs the portal is JSON, line by line, and nothing of what people handed in."""

import json
import logging

import pytest

pytest.importorskip("django")
pytestmark = pytest.mark.usefixtures("portal")
WROTE = "def conv_parameters(): pass  # by Ada"


def line_of(record: logging.LogRecord) -> dict[str, object]:
    from portal.logs import Lines

    (line,) = Lines().format(record).splitlines()
    return dict(json.loads(line))


def test_an_error_is_its_kind_and_places_and_not_its_words(caplog) -> None:
    try:
        raise ValueError(WROTE)
    except ValueError:
        logging.getLogger("portal").exception("job %s waits", 7)
    facts = line_of(caplog.records[-1])
    assert (facts["level"], facts["of"], facts["said"], facts["error"]) == (
        "ERROR",
        "portal",
        "job 7 waits",
        "ValueError",
    )
    assert "test_logs.py" in str(facts["places"])
    assert WROTE not in json.dumps(facts)


def test_a_line_is_one_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("portal", logging.INFO, __file__, 1, "one\ntwo \u2028 %s", ("\x1b[31m",), None)
    assert line_of(record)["said"] == "one\ntwo \u2028 \x1b[31m"


def test_a_page_that_fails_says_nothing_of_the_request(caplog, monkeypatch) -> None:
    from django.conf import settings

    from portal.views import student
    from tests.portal.course import client_of, make_school

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(WROTE)

    monkeypatch.setattr(student, "hand_in", fail)
    school = make_school()
    client = client_of(school.student)
    client.raise_request_exception = False
    assert client.post(f"/c/{school.course.slug}/a/dimensions/hand-in", {"text": WROTE}).status_code == 500
    facts = [line_of(one) for one in caplog.records if one.name == "django.request"]
    assert facts[-1]["error"] == "RuntimeError"
    assert WROTE not in json.dumps(facts)
    assert settings.LOGGING["handlers"]["err"]["formatter"] == "lines"


def test_gunicorn_writes_lines_too(portal, capfd) -> None:
    from portal.web import Web

    web = Web(portal)
    log = web.cfg.logger_class(web.cfg)
    try:
        raise ValueError(WROTE)
    except ValueError:
        log.exception("Error handling request %s", "/c/first/")
    facts = json.loads(capfd.readouterr().err)
    assert (facts["said"], facts["error"]) == ("Error handling request /c/first/", "ValueError")
    assert WROTE not in json.dumps(facts)
