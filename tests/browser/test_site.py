"""The documentation's site: built without a warning, complete, its links lead somewhere, and a browser likes it.

``.ci/run`` runs these: ``python -m pytest tests/browser -m browser``; they need the extras ``docs`` and ``browser``.
"""

import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import msgspec
import pytest

from grader.classroom.extensions import ExtensionRow
from grader.classroom.requests import Form
from grader.classroom.settings import CourseFile, LateTable, OverrideRow, RepairTable, TotalTable
from grader.cli import COMMANDS, cli
from grader.submissions.dialect_rows import Dialect, Row
from grader.topics.loading import shipped_topics
from tests.test_docs import ROOT, TABLES, generate_lists

from .conftest import keep
from .test_pages_in_a_browser import LOOKS, scan

pytestmark = pytest.mark.browser
EVERY = "GRADER_EVERY_PAGE"  # `.ci/run --full` sets it: else one page in five is opened, and those of every kind
SAMPLED = ("docs/index", "docs/install", "docs/reference/gradcheck", "search")  # in the other colours as well


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built by the command that docs/site/conf.py names; a warning is an error."""
    pytest.importorskip("furo", reason="the extra `docs` is not installed")
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-c", "docs/site", "."]
    done = subprocess.run(
        [*command, "-d", str(folder / "read"), str(folder / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return folder / "site"


@pytest.fixture(scope="session")
def pages(site: Path) -> dict[Path, str]:
    """The text of every page."""
    return {path: path.read_text(encoding="utf-8") for path in sorted(site.rglob("*.html"))}


# ------------------------------------------------------------------------- what is on it


def test_every_public_function_and_class_is_in_the_search_s_index(site: Path) -> None:
    from sphinx.util.inventory import InventoryFile

    listed = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    known = {name for kind in ("py:function", "py:class", "py:exception") for name in listed[kind]}
    for module, _ in generate_lists.REFERENCE.values():
        for name, thing in generate_lists.public(importlib.import_module(module)):
            own = f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', '')}"
            assert {f"{module}.{name}", own} & known, f"{module}.{name}"


def shown(pages: dict[Path, str], page: str) -> str:
    """Return the text that a page shows."""
    (text,) = (text for path, text in pages.items() if path.as_posix().endswith(f"/{page}.html"))
    return re.sub(r"<[^>]*>", "", text).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_every_command_and_option_is_on_it(pages: dict[Path, str]) -> None:
    text = shown(pages, "docs/commands")
    for name in COMMANDS:
        assert f"grader {name}" in text
        command = cli.get_command(click.Context(cli), name)
        for option in (one for parameter in command.params for one in parameter.opts if one.startswith("--")):
            assert option in text, f"{name} {option}"


def test_every_belief_is_on_it(pages: dict[Path, str]) -> None:
    text = " ".join(shown(pages, "docs/beliefs").split())
    for topic in shipped_topics():
        for family in topic.beliefs().families:
            for one in (*family.misconceptions, *family.without_model):
                assert f"{one.id} {one.belief.replace('`', '')}" in text, one.id


SETTINGS = {  # whose keys a user writes into a file → the page that names them
    CourseFile: "docs/course",
    LateTable: "docs/course",
    TotalTable: "docs/course",
    RepairTable: "docs/course",
    OverrideRow: "docs/course",
    ExtensionRow: "docs/course",
    Form: "docs/course",
    Dialect: "docs/dialects",
    Row: "docs/dialects",
    **dict.fromkeys(TABLES, "docs/assignment-format"),
}


@pytest.mark.parametrize("kind", SETTINGS, ids=lambda kind: kind.__name__)
def test_every_setting_is_on_it(kind: type[msgspec.Struct], pages: dict[Path, str]) -> None:
    words = set(re.findall(r"[\w-]+", shown(pages, SETTINGS[kind])))
    assert {field.encode_name for field in msgspec.structs.fields(kind)} - words == set()


def test_every_page_of_the_project_is_on_it(pages: dict[Path, str], site: Path) -> None:
    written = {page.relative_to(ROOT).with_suffix("") for page in (ROOT / "docs").rglob("*.md")}
    assert {path.relative_to(site).with_suffix("") for path in pages} >= {*written, Path("README"), Path("CHANGELOG")}


# ------------------------------------------------------------------------------ its links


def links(path: Path, text: str) -> Iterator[tuple[Path, str]]:
    """Yield where a page's links, styles, scripts and pictures lead: a file, and a place in it."""
    for target in re.findall(r'\s(?:href|src)="([^"]*)"', text):
        assert not re.match(r"(https?:)?//", target) or "<a " in text, target
        if re.match(r"[a-z]+:", target):
            continue
        file, _, place = target.partition("#")
        yield ((path.parent / unquote(file.partition("?")[0])).resolve() if file else path), unquote(place)


def test_every_link_leads_somewhere(pages: dict[Path, str]) -> None:
    places = {path: set(re.findall(r'\sid="([^"]*)"', text)) for path, text in pages.items()}
    broken = [
        f"{path.name}: {file.name}#{place}"
        for path, text in pages.items()
        for file, place in links(path, text)
        if not file.exists() or (place and file in places and place not in places[file])
    ]
    assert broken == []


def test_nothing_is_loaded_from_elsewhere(pages: dict[Path, str], site: Path) -> None:
    for path, text in pages.items():
        loaded = re.findall(r'<(?:link|script|img|iframe|source)\b[^>]*\s(?:href|src)="([a-z]+:[^"]*|//[^"]*)"', text)
        assert [one for one in loaded if not one.startswith("data:")] == [], path
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style


# --------------------------------------------------------------------------- in a browser


def complaints(found: Any, site: Path, width: int) -> list[str]:
    """Return what a browser has to say of a page: errors, other places, a page that is wider than the window."""
    said = [one for one in found.said if not one.startswith(site.as_uri())]
    wide = found.page.evaluate("document.documentElement.scrollWidth")
    return said + [f"{wide} pixels wide"] * (wide > width)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_browser_complains_of_nothing_and_axe_finds_nothing(
    width: int, scheme: str, pages: dict[Path, str], site: Path, opened: Callable[..., Any]
) -> None:
    """A page in a wide window and on a telephone, with light and with dark colours; a few in all four ways."""
    wrong: dict[str, list[str]] = {}
    for number, path in enumerate(sorted(pages)):
        page = path.relative_to(site).with_suffix("").as_posix()
        is_left_out = (width, scheme) in LOOKS[2:] or (EVERY not in os.environ and number % 5)
        if page == "index" or (is_left_out and page not in SAMPLED):  # index leads to docs/index
            continue
        with opened(path, width, color_scheme=scheme) as found:
            keep(found.page, f"site-{page.replace('/', '-')}-{width}-{scheme}")
            if said := complaints(found, site, width) + scan(found.page):
                wrong[page] = said
    assert wrong == {}


def test_the_search_finds_a_function_without_a_server(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "search.html") as found:
        found.page.goto(f"{(site / 'search.html').as_uri()}?q=max_pool_backward")
        found.page.wait_for_selector("#search-results ul.search li")
        assert "max_pool_backward" in found.page.inner_text("#search-results")


def test_the_first_page_leads_to_the_four_doors(site: Path, opened: Callable[..., Any]) -> None:
    with opened(site / "index.html") as found:
        found.page.wait_for_url("**/docs/index.html")
        doors = found.page.locator("article h2").all_inner_texts()
    assert [door.rstrip("#¶") for door in doors] == ["Student", "Instructor", "Author", "Curious about fast code"]
