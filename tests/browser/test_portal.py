"""A week of the portal in a real browser: a student, an instructor, and every page that they come by.

``.ci/run`` runs these: ``python -m pytest tests/browser -m browser``; they need the extras ``portal`` and ``browser``.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.portal.serving import Serving

from .conftest import keep
from .test_pages_in_a_browser import scan

pytestmark = pytest.mark.browser
pytest.importorskip("django", reason="the extra `portal` is not installed")
ASSIGNMENTS = Path(__file__).parents[2] / "assignments"
PASSWORD = "seven windows and a stride"
WRONG = "def conv_parameters(filters, channels, height, width):\n    return filters * channels * (height * width + 1)\n"
MENDED = (
    "def conv_parameters(filters, channels, height, width):\n    return filters * (channels * height * width + 1)\n"
)
STOPS = """() => {
    const kinds = 'a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex="0"]';
    return [...document.querySelectorAll(kinds)].filter((one) => one.checkVisibility() && !one.disabled);
}"""
GO_TO_THE_TOP = """() => {
    const top = document.createElement('span');
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    top.remove();
    window.scrollTo(0, 0);
}"""
LOOK_AT_STOP = f"""() => {{
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    const ringed = one.tagName === 'IFRAME' || (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    return {{ index: ({STOPS})().indexOf(one), seen, ringed, html: one.outerHTML.slice(0, 120) }};
}}"""


@dataclass
class Reader:
    """Somebody at a browser of their own, and everything that went wrong in it."""

    page: Any
    home: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        page, host = self.page, urlsplit(self.home).netloc
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text} {message.location}"))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("requestfailed", lambda request: self.note_failure(request))
        page.on("request", lambda request: self.said.extend([request.url] * (urlsplit(request.url).netloc != host)))

    def note_failure(self, request: Any) -> None:
        """Note a request that came to nothing, unless the reader went away meanwhile, or it is a download."""
        if request.failure != "net::ERR_ABORTED":
            self.said.append(f"{request.failure} {request.url}")

    def open(self, path: str) -> None:
        """Go to a page by its address."""
        self.page.goto(self.home + path)

    def follow(self, name: str) -> None:
        """Follow a link by its name."""
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def press(self, name: str) -> None:
        """Press a button by its name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Write into a field by its label."""
        self.page.get_by_label(label).fill(text)

    def sees(self, text: str, seconds: float = 30) -> None:
        """Wait for a text to be on the page."""
        self.page.get_by_text(text).first.wait_for(timeout=1000 * seconds)

    def accept(self, link: str, email: str) -> None:
        """Follow a link of one's own, and choose an address and a password."""
        self.page.goto(link)
        self.fill("Your e-mail address", email)
        self.fill("A password", PASSWORD)
        self.press("Begin")
        self.sees("Sign out")

    def hand_in(self, name: str, text: str) -> None:
        """Hand a file in, on the assignment's page, and wait until it is graded."""
        self.page.get_by_label("Your module, notebook or archive").set_input_files(
            {"name": name, "mimeType": "text/x-python", "buffer": text.encode()}
        )
        self.press("Hand in")
        self.sees(f"Handed in: {name}.")
        newest = self.page.locator("#attempts tbody tr").first
        newest.get_by_text("this one counts").wait_for(timeout=180_000)  # the page has changed by itself

    def look_through(self, name: str) -> None:
        """Hold a page to what is asked of every page: wide and narrow, light and dark, by hand and by keyboard."""
        for width, scheme in ((1280, "light"), (400, "dark")):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            self.said += [f"{name}, {width}: {one}" for one in scan(self.page)]
            if self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.said.append(f"{name}: is wider than {width}")
            keep(self.page, f"portal-{name}-{width}-{scheme}")
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 900})
        self.tab_through(name)

    def tab_through(self, name: str) -> None:
        """Press Tab until everything that can be used was reached, in the page's order, and seen."""
        wanted = self.page.evaluate(f"({STOPS})().length")
        self.page.evaluate(GO_TO_THE_TOP)
        reached: list[int] = []
        changes = 0
        while len(reached) < wanted:
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(LOOK_AT_STOP)
            if stop["index"] < 0 and changes < 2:  # news came in, and what had the focus made room for it
                changes += 1
                reached.clear()
                wanted = self.page.evaluate(f"({STOPS})().length")
                self.page.evaluate(GO_TO_THE_TOP)
                continue
            if reached and stop["index"] == reached[-1]:  # the next part of a date, of a frame
                continue
            if not (stop["index"] == len(reached) and stop["seen"] and stop["ringed"]):
                self.said.append(f"{name}, by keyboard after {len(reached)} of {wanted}: {stop}")
                break
            reached.append(stop["index"])
        assert wanted > 1, name


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A portal in a folder that was empty."""
    started = Serving(tmp_path_factory.mktemp("portal") / "data")
    yield started
    assert started.end() == 0


@pytest.fixture
def somebody(browser: Any, serving: Serving) -> Iterator[Callable[..., Reader]]:
    """Make people who sit at browsers of their own."""
    contexts = []

    def sit_down(**how: str) -> Reader:
        how = {"timezone_id": "Asia/Tokyo", **how}
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}, **how))
        return Reader(contexts[-1].new_page(), f"http://localhost:{serving.port}")

    yield sit_down
    for context in contexts:
        context.close()


def grade_of(reader: Reader) -> float:
    """Return the grade that the assignment's page shows."""
    shown = reader.page.locator("dt", has_text="Grade so far").locator("+ dd").inner_text()
    return float(re.fullmatch(r"([\d.]+) of 40", shown)[1])  # type: ignore[index]


def test_a_week_of_a_student_and_an_instructor(serving: Serving, somebody: Callable[..., Reader]) -> None:
    instructor_link, student_link = serving.links()
    teacher, student = somebody(), somebody()
    teacher.page.goto(instructor_link)
    teacher.look_through("invitation")
    teacher.accept(instructor_link, "ida@example.org")
    student.accept(student_link, "demo@example.org")
    student.look_through("course")

    course = student.page.url
    student.follow("Lecture")
    student.follow("What are Convolutions?")
    student.page.get_by_role("button", name="Next place").first.click()  # the view is there, and no still picture
    student.page.goto(course)
    student.follow("Dimensions")
    assert "Asia/Tokyo" in student.page.locator("time").first.inner_text()
    student.look_through("assignment")
    student.hand_in("dimensions.py", WRONG)
    before = grade_of(student)
    student.look_through("assignment-handed-in")
    student.follow("dimensions.py")
    report = student.page.frame_locator("iframe.report")
    report.get_by_text("How many numbers does one filter add at the end").first.wait_for()
    student.look_through("submission")
    student.follow("Dimensions")
    student.hand_in("dimensions.py", MENDED)
    assert grade_of(student) > before

    teacher.follow("The class")
    teacher.look_through("class")
    requests = teacher.page.locator("div", has=teacher.page.locator("> dt", has_text="Open requests"))
    requests.get_by_text("0", exact=True).wait_for()

    student.follow("dimensions.py")
    student.page.get_by_text("Ask for another look").click()
    student.look_through("submission-asking")
    student.fill("What should be looked at, and why?", "I think that output_size was right.")
    student.press("Send")
    student.sees("Your request was sent.")
    requests.get_by_text("1", exact=True).wait_for()  # the page has changed by itself

    teacher.follow("Requests")
    teacher.look_through("requests")
    teacher.fill("Your answer, with the reason", "There is no output_size in it yet.")
    teacher.press("Decline")
    teacher.sees("Answered.")
    teacher.page.get_by_role("link", name=re.compile("^Demo student")).first.click()
    teacher.page.locator("#extend-of").select_option("dimensions")
    teacher.page.locator("#until").fill("2035-06-01T12:00")
    teacher.page.locator("#extend-why").fill("was ill")
    teacher.press("Move it")
    teacher.sees("was ill")
    teacher.look_through("student")

    def is_answered() -> bool:
        student.page.reload()
        return student.page.get_by_text("There is no output_size in it yet.").count() == 1

    for _ in range(20):
        if is_answered():
            break
        student.page.wait_for_timeout(500)
    assert is_answered()
    student.look_through("submission-answered")
    student.follow("Dimensions")
    assert "2035" in student.page.locator("dt", has_text="Deadline").locator("+ dd").inner_text()

    for name, heading in (
        ("Roster", "Roster"),
        ("Rules", "Rules of the course"),
        ("Export", "Export"),
        ("Audit", "Audit"),
        ("Account", "Account"),
    ):
        teacher.follow(name)
        teacher.page.get_by_role("heading", name=heading, exact=True).wait_for()
        teacher.look_through(name.lower())
    teacher.open("/c/first/class/")
    teacher.follow("Deadline and attempts")
    teacher.look_through("terms")
    teacher.open("/c/first/class/roster")
    teacher.press("Make a link for Ada Demo")
    teacher.sees("This link works once")
    teacher.look_through("invited")
    make_a_course(teacher)
    with teacher.page.expect_download() as download:
        teacher.open("/c/first/class/export")
        teacher.page.get_by_label("Assignment").select_option("Dimensions")
        teacher.press("Download")
    assert "demo-student" in Path(download.value.path()).read_text()
    mark_by_hand(serving, teacher, student)
    student.press("Sign out")
    student.look_through("sign-in")
    student.fill("Email", "demo@example.org")
    student.fill("Password", PASSWORD)
    student.page.keyboard.press("Enter")
    student.sees("Sign out")
    assert [*student.said, *teacher.said] == []


def mark_by_hand(serving: Serving, teacher: Reader, student: Reader) -> None:
    """Let people grade a part of an assignment, too, and mark what the student hands in then."""
    own = serving.folder / "courses" / "first" / "assignments" / "dimensions"
    shutil.copytree(ASSIGNMENTS / "dimensions", own, ignore=shutil.ignore_patterns("wrong*", "__pycache__"))
    file, part = (
        own / "assignment.toml",
        'manual = [{ id = "style", points = 4, about = "Names say what they hold." }]\n',
    )
    file.write_text(file.read_text().replace("points = 40\n", "").replace("criteria = [", f"{part}criteria = [", 1))
    student.open("/c/first/a/dimensions/")
    student.hand_in("dimensions.py", MENDED)
    student.sees("waits for marks")
    teacher.open("/c/first/class/a/dimensions/marks/")
    teacher.look_through("marks")
    teacher.follow("Demo student")
    teacher.sees("Names say what they hold.")
    teacher.look_through("mark")
    teacher.fill("Points", "4")
    teacher.fill("Comment", "They do.")
    teacher.page.keyboard.press("Tab")
    teacher.page.keyboard.press("Enter")
    teacher.sees("Saved.")


def make_a_course(teacher: Reader) -> None:
    """Make another course, offer an assignment in it, and let groups hand it in."""
    teacher.open("/c/first/class/")
    teacher.follow("Make a course")
    teacher.look_through("make")
    teacher.fill("The course's name", "Another one")
    teacher.fill("Its name in addresses", "another")
    teacher.fill("Roster as CSV", "id,name,group\nada,Ada,Team 1\nben,Ben,Team 1\n")
    teacher.press("Make it")
    teacher.page.get_by_role("heading", name="Offer assignments", exact=True).wait_for()
    teacher.look_through("offers")
    teacher.page.locator("#offer-pooling").check()
    teacher.page.locator("#due-pooling").fill("2035-06-01T12:00")
    teacher.press("Offer them")
    teacher.sees("1 assignments are offered.")
    teacher.follow("Deadline and attempts")
    teacher.page.get_by_label("Groups hand in").check()
    teacher.press("Save")
    teacher.open("/c/another/class/roster")
    teacher.sees("ada; Team 1")
    with teacher.page.expect_download() as links:
        teacher.press("Make links for all")
    assert "/invitation/" in Path(links.value.path()).read_text()


def test_an_instructor_reads_german(serving: Serving, somebody: Callable[..., Reader]) -> None:
    teacher = somebody(locale="de-DE")
    teacher.open("/sign-in")
    teacher.page.get_by_label("E-Mail").fill("ida@example.org")  # who has an account since the week above
    teacher.page.get_by_label("Passwort").fill(PASSWORD)
    teacher.page.keyboard.press("Enter")
    teacher.follow("Convolutional networks")  # the first of two courses by now
    for link, heading in (("Der Kurs", "Der Kurs"), ("Teilnehmende", "Teilnehmende"), ("Regeln", "Regeln des Kurses")):
        teacher.follow(link)
        teacher.page.get_by_role("heading", name=heading, exact=True).wait_for()
        assert teacher.page.locator("html").get_attribute("lang") == "de"
        teacher.look_through(f"german-{link.lower().replace(' ', '-')}")
    teacher.open("/c/first/class/")
    teacher.follow("Alles dazu")
    teacher.sees("Falsche Annahmen")
    assert teacher.page.locator("html").get_attribute("lang") == "de"
    assert teacher.said == []
