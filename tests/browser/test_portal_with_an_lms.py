"""An LMS and the portal in a real browser: a course is joined, a student comes in, a grade arrives.

The LMS is ``lti1p3platform`` behind a small server (tests/portal/lms.py), at another port of this machine.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.portal.serving import Serving, free_port, until

from .test_portal import MENDED, WRONG, Reader, grade_of

pytestmark = pytest.mark.browser
pytest.importorskip("django", reason="the extra `portal` is not installed")


@pytest.fixture(scope="module")
def lms_and_serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, Serving]]:
    from tests.portal.lms import LEARNER, TEACHER, Lms, toml_of

    port, data = free_port(), tmp_path_factory.mktemp("portal") / "data"
    lms = Lms(f"http://localhost:{port}")
    lms.enrol("prof", TEACHER, name="Pia Prof")
    lms.enrol("anna", LEARNER, name="Anna Lms", email="anna@lms.example")
    lms.enrol("otto", LEARNER, name="Otto Lms")
    data.mkdir(mode=0o700)
    (data / "lti.toml").write_text(toml_of(lms))
    serving = Serving(data, port, "--local-lms")
    yield lms, serving
    assert serving.end() == 0
    lms.close()


@pytest.fixture
def somebody(browser: Any, lms_and_serving: tuple[Any, Serving]) -> Iterator[Callable[[], Reader]]:
    contexts = []

    def sit_down() -> Reader:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id="Asia/Tokyo"))
        return Reader(contexts[-1].new_page(), lms_and_serving[0].portal)

    yield sit_down
    for context in contexts:
        context.close()


def test_an_lms_brings_people_and_gets_grades(
    lms_and_serving: tuple[Any, Serving], somebody: Callable[[], Reader]
) -> None:
    lms, serving = lms_and_serving
    instructor, teacher, student = somebody(), somebody(), somebody()
    instructor.accept(serving.links()[0], "ida@example.org")
    instructor.follow("LMS")
    instructor.look_through("lms-empty")
    instructor.press("Make a code")
    code = instructor.page.locator("code.link").first.inner_text()

    teacher.page.goto(lms.url("/"))
    teacher.follow("prof choose")
    teacher.sees("Which course is it here?")
    teacher.look_through("lti-join")
    teacher.fill("The code", code)
    teacher.press("Join")
    teacher.sees("The LMS makes a link to each")
    teacher.look_through("lti-choose")
    teacher.page.get_by_label("Dimensions").check()
    teacher.press("Link them")
    teacher.sees("Linked.")
    assert [one["title"] for one in lms.chosen] == ["Dimensions"]

    student.page.goto(lms.url("/"))
    student.follow("anna link-1")
    student.page.get_by_role("heading", name="Dimensions").wait_for()
    student.hand_in("dimensions.py", WRONG)
    before = grade_of(student)
    until(lambda: lms.score("anna") == before)
    student.hand_in("dimensions.py", MENDED)
    until(lambda: lms.score("anna") == grade_of(student) > before)

    teacher.page.goto(lms.url("/"))
    teacher.follow("prof link-1")
    teacher.follow("LMS")
    teacher.sees("accepted")
    teacher.page.reload()
    teacher.look_through("lms")
    teacher.follow("Roster")
    teacher.sees("Otto Lms")  # who has never come, and is on the LMS's roster

    framed = somebody()
    framed.page.goto(lms.url("/framed?user=otto&hint=link-1"))
    inside = framed.page.frame_locator("iframe")
    with framed.page.context.expect_page() as opened:
        inside.get_by_role("link", name="Open it").click()
    opened.value.get_by_role("heading", name="Dimensions").wait_for()
    framed.open(framed.page.frames[1].url.removeprefix(lms.portal))
    own = lms.url("")
    everything = [*instructor.said, *teacher.said, *student.said, *framed.said]
    assert [one for one in everything if not one.startswith(own) and "favicon" not in one] == []


def test_what_is_refused_is_a_page_that_says_so(
    lms_and_serving: tuple[Any, Serving], somebody: Callable[[], Reader]
) -> None:
    stranger = somebody()
    stranger.open("/lti/login?iss=https://lms.example&login_hint=x")
    stranger.sees("This LMS is not registered here")
    assert Path(lms_and_serving[1].folder, "lti-key.pem").stat().st_mode & 0o077 == 0
