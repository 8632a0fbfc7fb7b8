"""The lecture's pages in a real browser: nothing to complain of, the numbers of convref, and a keyboard is enough."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from convref import layer, pooling
from grader.languages import LANGUAGES
from grader.lecture.loading import load_lecture
from grader.lecture.site import file_names, pages_of
from grader.topics.loading import assignments_folder
from tests.lecture.port import NETWORK, cases, differences, program

from .conftest import keep
from .test_pages_in_a_browser import LOOKS, scan

pytestmark = pytest.mark.browser
LECTURE = load_lecture(assignments_folder())
FILES = file_names(LECTURE)
PLACES = [f"{language}/{name}" for language in LANGUAGES for name in (*FILES.values(), "index.html")]
COUNTED = {
    page.slide: FILES[page.slide] for page in LECTURE.pages if {view.kind for view in page.view} - {"curves", "field"}
}
# Figures by their titles: the numbers of the cells that are no padding.
FIGURES = """() => [...document.querySelectorAll('.view figure')].map(one => [
    one.querySelector('figcaption').textContent,
    [...one.querySelectorAll('td[data-value]:not(.pad)')].map(cell => Number(cell.dataset.value))])"""
ALL = """() => [...document.querySelectorAll('.view button')].filter(one => /^All /.test(one.textContent))
    .forEach(one => one.click())"""


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lecture")
    for name, text in pages_of(LECTURE, "en").items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", PLACES)
def test_a_page_loads_nothing_complains_of_nothing_fits_and_passes_axe(
    place: str, lecture: Path, opened: Callable[..., Any]
) -> None:
    for width, scheme in LOOKS if place.startswith("en/") else LOOKS[:2]:
        with opened(lecture / place, width, color_scheme=scheme) as found:
            assert found.page.evaluate("document.documentElement.scrollWidth") <= width
            assert scan(found.page) == []
            assert found.said == []
            keep(found.page, f"{place.replace('/', '-')}-{width}-{scheme}")


def test_the_front_page_leads_to_the_pages_and_each_to_the_other_language(
    lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / "index.html") as found:
        found.page.get_by_role("link", name="Convolutions on Images").click()
        found.page.get_by_role("link", name="Deutsch").click()
        assert found.page.inner_text("h1") == "Faltungen auf Bildern"
        assert found.page.get_by_role("button", name="Nächste Stelle").count() == 1


def figures(page: Any) -> Iterator[tuple[str, list[float]]]:
    yield from ((title, values) for title, values in page.evaluate(FIGURES) if values)


@pytest.mark.parametrize("slide", COUNTED)
def test_the_numbers_of_a_living_view_are_those_that_convref_computed(
    slide: str, lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / "en" / COUNTED[slide], java_script_enabled=False) as found:
        assert found.page.locator("[data-view] figure").count() > 0
        due = list(figures_without_script(found.page))
    with opened(lecture / "en" / COUNTED[slide]) as found:
        found.page.evaluate(ALL)
        living = list(figures(found.page))
    for title, values in due:
        assert any(title == name and values == pytest.approx(got, abs=1e-9) for name, got in living), title


def figures_without_script(page: Any) -> Iterator[tuple[str, list[float]]]:
    """Yield titles and numbers where no script runs in the page; the tool's own reading does."""
    for one in page.locator(".view figure").all():
        values = [float(cell.get_attribute("data-value")) for cell in one.locator("td[data-value]").all()]
        title = one.locator("figcaption").inner_text()
        if values and not title.startswith("filter "):  # the network's filters are drawn, not written
            yield title, values


def test_the_port_is_convref_in_the_browser_too(browser: Any) -> None:
    due = cases()
    page = browser.new_page()
    got = page.evaluate(program(), [[call, values] for call, values, _ in due])
    page.close()
    assert differences(due, got)[:3] == []


def said(page: Any, number: int = 0) -> str:
    return str(page.locator(".sum").nth(number).inner_text())


def test_a_keyboard_slides_the_window_and_asks_what_an_input_reaches(lecture: Path, opened: Callable[..., Any]) -> None:
    with opened(lecture / "en" / FILES["Convolutions on Images"]) as found:
        page, keyboard = found.page, found.page.keyboard
        for _ in range(5):  # the link that skips, two more, two links' neighbours: the first button
            keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == "Next place":
                break
        keyboard.press("Enter")
        assert said(page).startswith("out[0, 1] = ")
        assert said(page).endswith("= 1")
        for _ in range(3):  # past the other two buttons, into the input
            keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('role')") == "gridcell"
        for key in ("ArrowRight", "ArrowDown", "Enter"):
            keyboard.press(key)
        assert said(page) == "x[1, 1] reaches 4 of 9 places: out[0, 0], out[0, 1], out[1, 0], out[1, 1]."
        assert page.locator("td.hit").count() == 4
        keyboard.press("+")
        assert page.evaluate("document.activeElement.textContent") == "4"
        for _ in range(2):  # past the filter, into the output
            keyboard.press("Tab")
        keyboard.press("Enter")
        assert said(page).endswith("= 11")  # 6 and 5 times the 1 that came
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "out[0, 0]: 11"


def test_an_illegal_stride_is_refused_in_the_slides_words_and_the_other_rule_rounds_down(
    lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / "en" / FILES["Convolution Layers: Stride"]) as found:
        page = found.page
        assert page.locator(".refused").inner_text() == ""
        page.get_by_label("Stride S").press("ArrowRight")
        assert page.locator(".refused").inner_text().startswith("Illegal stride for input & filter size!")
        assert said(page) == "(7 − 3)/3 + 1 = 7/3"
        page.get_by_label("Rule").select_option("floor")
        assert page.locator(".refused").inner_text() == ""
        assert said(page) == "⌊(7 − 3)/3⌋ + 1 = 2"
        assert page.locator("td.left").count() == 7 * 7 - 6 * 6
        page.get_by_label("Filter F").press("End")
        page.get_by_label("Input N").press("Home")
        assert "larger than the input" in page.locator(".refused").inner_text()


def test_a_tie_of_pooling_is_told_and_the_first_takes_the_gradient(lecture: Path, opened: Callable[..., Any]) -> None:
    with opened(lecture / "en" / FILES["Pooling Layer: Max Pooling"]) as found:
        page = found.page
        page.get_by_role("gridcell", name="out[1, 1]: 4", exact=True).click()
        assert "a tie" in said(page)
        assert page.get_by_role("gridcell", name="dx[2, 3]: 4").count() == 1
        page.get_by_label("Setting").select_option("3/2")
        assert "3/2 is a fraction" in page.locator(".refused").inner_text()


def test_a_stack_grows_and_its_field_with_it(lecture: Path, opened: Callable[..., Any]) -> None:
    with opened(lecture / "en" / FILES["Receptive Field"]) as found:
        page = found.page
        assert "= 5:" in said(page)
        page.get_by_role("button", name="Add a layer").click()
        assert "= 7:" in said(page)
        assert page.evaluate("document.activeElement.closest('fieldset').textContent").startswith("Layer 3")
        page.get_by_role("group", name="Layer 1").get_by_label("Stride S").press("ArrowRight")
        assert said(page) == (
            "1 + 2·1 + 2·2 + 2·2 = 11: one output value sees 11 × 11 pixels of the input, "
            "and is connected to 121 of them."
        )


def test_a_window_over_channels_adds_up_channel_by_channel_and_then_the_bias(
    lecture: Path, opened: Callable[..., Any]
) -> None:
    view = next(page for page in LECTURE.pages if page.slide == "Convolutions on RGB Images").view[0].settings
    x, w, b = (np.array(view[name], float) for name in "xwb")
    with opened(lecture / "en" / FILES["Convolutions on RGB Images"]) as found:
        page = found.page
        page.get_by_role("gridcell", name="out[1, 2]").click()
        each = (x[:, 1:6, 2:7] * w[0]).sum(axis=(1, 2)).tolist()
        lines = page.locator(".sums tr").all()
        assert [one.locator("th").inner_text() for one in lines] == [
            *(f"channel {c}" for c in range(3)),
            "all channels",
            "Bias",
            "out[1, 2]",
        ]
        numbers = [float(one.locator("td").last.get_attribute("data-value")) for one in lines]
        assert numbers == [*each, sum(each), b[0], sum(each) + b[0]]
        assert [one.locator("td").first.inner_text().count("·") for one in lines] == [25, 25, 25, 0, 0, 0]
        assert said(page).count("+") == 3  # what is heard is short
        page.get_by_role("gridcell", name="x[1, 3, 3]").click()
        assert not page.locator(".sums").is_visible()
        assert said(page).startswith("x[1, 3, 3] reaches 9 of 9 places")


OVERLAPS = """() => [...document.querySelectorAll('.live svg text')].flatMap(text => {
    const a = text.getBBox();
    return [...document.querySelectorAll('.live svg rect, .live svg path')].map(one => one.getBBox())
        .filter(b => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        .map(() => text.textContent); })"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_of_a_layer_lies_on_the_rows_of_the_stack(
    language: str, lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / language / FILES["Receptive Field"]) as found:
        for _ in range(4):
            assert found.page.evaluate(OVERLAPS) == []
            found.page.locator(".live button").last.click()
            found.page.locator(".live input").last.press("End")  # the widest stride


def test_a_number_of_a_map_shows_where_it_comes_from(lecture: Path, opened: Callable[..., Any]) -> None:
    w1, b1 = np.reshape(NETWORK["w1"], (8, 1, 5, 5)), np.array(NETWORK["b1"])
    with opened(lecture / "en" / FILES["CNN Prototype"]) as found:
        page = found.page
        grids = [page.locator("figure", has=page.get_by_text(title, exact=True)).last for title in TRACED]
        picture = np.array(page.evaluate(VALUES, "Picture: brightness − 0.5")).reshape(1, 1, 12, 12)
        maps = layer.conv_forward(picture, w1, b1, pad=2)
        pooled = pooling.max_pool_forward(np.maximum(maps, 0), 2)

        button = page.get_by_role("button", name="Convolution, map 5")
        button.press("Enter")
        assert button.get_attribute("aria-pressed") == "true"
        assert page.evaluate(VALUES, "Convolution") == pytest.approx(maps[0, 4].ravel())
        grids[1].locator("td").first.click()  # the window lies over the border
        for _ in range(3):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        assert "Map 5, Convolution, row 3, column 0: 25 products" in said(page, 1)
        assert said(page, 1).endswith(f"that is {maps[0, 4, 3, 0]:.2f}.".replace("-", "−"))
        assert grids[0].locator("td.in").count() == 5 * 3

        grids[3].locator("td").nth(2 * 6 + 3).click()
        assert said(page, 1).endswith(f"= {pooled[0, 4, 2, 3]:.2f}".replace("-", "−"))
        marked = grids[2].locator("td.in").all()
        assert max(float(one.get_attribute("data-value")) for one in marked) == pytest.approx(pooled[0, 4, 2, 3])
        assert len(marked) == 4

        drawn = page.get_by_role("button", name="ReLU, map 2").locator("rect").nth(5 * 12 + 6)
        drawn.click()
        assert said(page, 1).startswith("Map 2, ReLU, row 5, column 6: max(0, ")
        assert grids[1].locator("td.in").count() == 1


TRACED = ["Picture: brightness − 0.5", "Convolution", "ReLU", "Max pooling"]
VALUES = """title => [...[...document.querySelectorAll('.live figure')]
    .find(one => one.querySelector('figcaption').textContent === title).querySelectorAll('td')]
    .map(one => Number(one.dataset.value))"""


# What a screen reader would say at once: the lines that are live, as long as they are the same elements.
HEARD = """() => (window.lines ??= [...document.querySelectorAll('.live [aria-live=polite], .live [role=alert]')])
    .filter(one => one.isConnected).map(one => one.textContent).join(' | ')"""
NAMELESS = """() => [...document.querySelectorAll('.live [role=gridcell]')]
    .filter(one => !one.getAttribute('aria-label')).map(one => one.outerHTML)"""
VALUE_TEXTS = """() => [...document.querySelectorAll('.live .slider')].filter(one =>
    one.querySelector('output').textContent !== one.querySelector('input').getAttribute('aria-valuetext')).length"""
KINDS = {view.kind: page.slide for page in reversed(LECTURE.pages) for view in page.view[:1]}
SILENT = ("From the start", "Even grey", "Edge: right")  # they may lead to what is there already


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_changed_is_heard_and_every_cell_has_a_name(
    kind: str, lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / "en" / FILES[KINDS[kind]]) as found:
        page = found.page
        before = page.evaluate(HEARD)
        assert before.strip(" |")
        assert page.evaluate(NAMELESS) == []
        for name in dict.fromkeys(page.locator(".live .controls button").all_inner_texts()):
            button = page.get_by_role("button", name=name, exact=True)
            if button.count() == 0:  # the layers have other numbers by now
                continue
            button.first.click()
            after = page.evaluate(HEARD)
            assert after != before or name in SILENT, name
            before = after
        sliders = page.locator(".live input").all()
        for slider in sliders[:-1] if kind == "field" else sliders:  # the last layer's stride changes no field
            slider.press("ArrowLeft" if slider.input_value() == slider.get_attribute("max") else "ArrowRight")
            assert page.evaluate(VALUE_TEXTS) == 0
            assert before != (before := page.evaluate(HEARD))
        for choice in page.locator(".live select").all():
            if "Brush" not in choice.evaluate("one => one.parentNode.textContent"):
                choice.select_option(index=1)
                assert before != (before := page.evaluate(HEARD))


def test_a_drawing_by_keyboard_and_by_pointer_changes_what_the_network_says(
    lecture: Path, opened: Callable[..., Any]
) -> None:
    with opened(lecture / "en" / FILES["CNN Prototype"]) as found:
        page = found.page
        assert said(page).endswith("right.")
        page.get_by_role("button", name="Edge: lower left").click()
        assert said(page).endswith("lower left.")
        before = page.locator(".scores").inner_text()
        page.get_by_role("grid", name="Your picture").locator("td").first.press("Enter")
        assert page.get_by_role("gridcell", name="row 0, column 0: 100 % bright").count() == 1
        assert page.locator(".scores").inner_text() != before
        cells = [
            page.get_by_role("gridcell", name=re.compile(rf"row 1, column {n}: \d+ %")).bounding_box() for n in (1, 4)
        ]
        page.mouse.move(cells[0]["x"] + 5, cells[0]["y"] + 5)
        page.mouse.down()
        page.mouse.move(cells[1]["x"] + 5, cells[1]["y"] + 5, steps=12)
        page.mouse.up()
        assert page.get_by_role("gridcell", name="% bright").filter(has_not_text="x").count() == 144
        drawn = [page.get_by_role("gridcell", name=f"row 1, column {n}: 100 % bright").count() for n in (1, 2, 3, 4)]
        assert drawn == [1, 1, 1, 1]


def test_on_paper_a_page_has_its_picture_and_no_buttons(lecture: Path, opened: Callable[..., Any]) -> None:
    with opened(lecture / "en" / FILES["What are Convolutions?"]) as found:
        found.page.emulate_media(media="print")
        assert not found.page.locator(".controls").first.is_visible()
        assert found.page.locator("svg").first.is_visible()
        assert len(found.page.pdf(format="A4")) > 10_000


def test_a_script_that_is_not_the_pages_own_does_not_run(lecture: Path, opened: Callable[..., Any]) -> None:
    page = (lecture / "en" / FILES["CNN Prototype"]).read_text(encoding="utf-8")
    bad = lecture / "bad.html"
    bad.write_text(page.replace("</main>", "<script>document.title = 'owned'</script></main>"), encoding="utf-8")
    with opened(bad) as found:
        assert found.page.title() != "owned"
