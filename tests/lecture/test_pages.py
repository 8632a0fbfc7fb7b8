"""The lecture's pages, as they are written: every slide, both languages, no answers, nothing loaded, small."""

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from grader.assignments.lecture import stills
from markupsafe import escape

from grader.authoring.assignment import assignment_ids, load_assignment
from grader.cli import cli
from grader.errors import AuthorError
from grader.languages import language_of
from grader.languages.catalogue import IN_SCRIPT, Catalogue
from grader.lecture import frame, loading, site
from grader.lecture.loading import Lecture, load_lecture
from grader.topics.loading import assignments_folder, folder_of
from tests.wheel_contents import solution_lines

from .port import NETWORK

FOLDER = assignments_folder()
MOST = 300_000  # bytes of a page


@pytest.fixture(scope="module")
def lecture() -> Lecture:
    return load_lecture(FOLDER)


@pytest.fixture(scope="module")
def pages(lecture: Lecture) -> dict[str, str]:
    return site.pages_of(lecture, "en")


def sentences_of(lecture: Lecture) -> set[str]:
    """Return what the pages' texts say, without what stands around them."""
    return {
        sentence
        for page in lecture.pages
        for sentence in (page.slide, *page.says, *(text for view in page.view for text in (view.title, view.say)))
    }


def test_every_slide_has_a_page_in_order(lecture: Lecture) -> None:
    titles = [slide["title"] for slide in tomllib.loads((FOLDER / "slides.toml").read_text(encoding="utf-8"))["slide"]]
    assert [page.slide for page in lecture.pages] == titles


def test_every_view_is_used(lecture: Lecture) -> None:
    assert {view.kind for page in lecture.pages for view in page.view} == set(stills.STILLS)


def test_no_sentence_lacks_its_german(lecture: Lecture) -> None:
    assert site.missing_sentences(lecture, "de") == set()


def test_no_german_sentence_is_left_over(lecture: Lecture) -> None:
    spoken = set(IN_SCRIPT.findall(lecture.script)) | sentences_of(lecture)
    around = "".join(
        path.read_text(encoding="utf-8") for path in (Path(loading.__file__).parent / "templates").iterdir()
    )
    around += Path(FOLDER / "lecture" / "stills.py").read_text(encoding="utf-8")
    around += Path(frame.__file__).read_text(encoding="utf-8")
    left = [text for text in lecture.catalogues["de"] if text not in spoken and f'"{text}"' not in around]
    assert [text for text in left if f"'{text}'" not in around] == []


def test_a_translation_fills_in_the_same_names(lecture: Lecture) -> None:
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"\{\w+\}", text))

    assert [text for text, said in lecture.catalogues["de"].items() if names(text) != names(said)] == []


def test_a_missing_sentence_stays_english_and_is_counted() -> None:
    words = Catalogue("de", {"One": "Eins"})
    assert [words.say("One"), words.say("Two")] == ["Eins", "Two"]
    assert words.missing == {"Two"}


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "de_AT.UTF-8"}, "de"),
        (None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, "en"),
        (None, {"LANG": "en_US.UTF-8", "LANGUAGE": "fr:de:en"}, "de"),
        ("en", {"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_option_decides_then_the_environment(asked: str | None, environment: dict[str, str], language: str) -> None:
    assert language_of(asked, environment) == language


def test_a_page_is_small_and_names_nothing_to_load(pages: dict[str, str]) -> None:
    assert len(pages) == 63
    for name, page in pages.items():
        assert len(page.encode()) < MOST, name
        assert re.findall(r'(?:src=|url\(|@import|href="http|fetch\(|import\()[^>]{0,40}', page) == [], name


def test_every_link_leads_to_a_page(pages: dict[str, str]) -> None:
    for name, page in pages.items():
        for link in re.findall(r'href="([^"#]+)"', page):
            parts = [*name.split("/")[:-1], *link.split("/")]
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            assert "/".join(parts) in pages, (name, link)


def test_every_view_ends_in_an_exercise_and_its_command(lecture: Lecture, pages: dict[str, str]) -> None:
    for page in lecture.pages:
        text = pages[f"en/{site.file_names(lecture)[page.slide]}"]
        sections = text.split('<section class="view">')[1:]
        assert len(sections) == len(page.view)
        for view, section in zip(page.view, sections, strict=True):
            assignment, exercise = view.exercise.split("/")
            assert f"<code>{exercise}</code>" in section
            assert f"<code>grader start {assignment}</code>" in section


def test_no_page_holds_a_line_of_a_solution(pages: dict[str, str]) -> None:
    lines = {line for path in FOLDER.glob("*/lesson.py") for line in solution_lines(path.read_text(encoding="utf-8"))}
    assert len(lines) > 50
    assert [
        (name, line) for name, page in pages.items() for line in lines if line in page or escape(line) in page
    ] == []


def test_no_text_of_ours_answers_a_question_with_its_number(lecture: Lecture) -> None:
    texts = " ".join(sentences_of(lecture)).replace(",", "")
    for id in assignment_ids(FOLDER):
        for exercise in load_assignment(folder_of(FOLDER, id)).exercises:
            answer = exercise.question.answer if exercise.question else None
            if isinstance(answer, int) and answer > 99:
                assert not re.search(rf"\b{answer}\b", texts), exercise.id


def test_the_rounded_network_tells_edges_apart() -> None:
    from grader.assignments.convnet.pictures import Stream, draw_labels, draw_pictures, edges

    from convref import fast

    stream = Stream(iter(range(100)))
    labels = draw_labels(400, stream)
    x = draw_pictures(edges(), labels, 0.22, stream) - 0.5
    w1, b1, w2, b2 = (np.array(NETWORK[name]) for name in ("w1", "b1", "w2", "b2"))
    maps = fast.relu_forward(fast.conv_forward(x, w1.reshape(8, 1, 5, 5), b1, pad=2))
    scores = fast.affine_forward(fast.max_pool_forward(maps, 2), w2.reshape(-1, 4), b2)
    assert (scores.argmax(axis=1) == labels).mean() > 0.85
    assert NETWORK["losses"][0] > 3 * NETWORK["losses"][-1]
    assert [one["epoch"] for one in NETWORK["seen"]][:: len(NETWORK["seen"]) - 1] == [0, len(NETWORK["losses"]) - 1]


def test_the_command_writes_the_site_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["lecture", "--out", str(tmp_path), "--lang", "de"])
    assert done.exit_code == 0, done.output
    assert "63 Seiten" in done.output
    assert '<html lang="de">' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_the_command_opens_the_front_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", lambda url: opened.append(url) or True)
    monkeypatch.setattr("tempfile.mkdtemp", lambda prefix: str(tmp_path))
    done = CliRunner().invoke(cli, ["lecture"], env={"LANG": "en_US.UTF-8"})
    assert done.exit_code == 0, done.output
    assert opened == [(tmp_path / "index.html").as_uri()]


def test_a_folder_without_a_lecture_says_so(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="has no lecture"):
        load_lecture(tmp_path)


def test_every_mistake_of_a_page_is_said(tmp_path: Path) -> None:
    lecture = tmp_path / "lecture"
    lecture.mkdir()
    for name in ("start.js", "style.css"):
        (lecture / name).write_text("", encoding="utf-8")
    (lecture / "__init__.py").write_text("", encoding="utf-8")
    (lecture / "stills.py").write_text("STILLS = {}\n", encoding="utf-8")
    (lecture / "pages.toml").write_text(
        '[[page]]\nslide = "A"\nsays = []\n'
        '[[page.view]]\nkind = "no"\ntitle = "T"\nsay = "S"\nexercise = "a/b"\nneeds = "n"\n',
        encoding="utf-8",
    )
    with pytest.raises(AuthorError) as raised:
        load_lecture(tmp_path)
    assert len(raised.value.problems) == 3
    (lecture / "pages.toml").write_text("[[page]]\nslide = 3\n", encoding="utf-8")
    with pytest.raises(AuthorError, match=r"pages\.toml"):
        load_lecture(tmp_path)
