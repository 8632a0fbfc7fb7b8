"""A real browser: Debian's Chromium, started afresh; axe's rules come with a package of the extra ``browser``."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.grader.conftest import conv_layer, conv_plan, reports, whole_plan

__all__ = ["conv_layer", "conv_plan", "reports", "whole_plan"]
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
SHOTS = Path(os.environ.get("GRADER_TEST_SCREENSHOTS", ""))  # a folder to keep pictures in, to be looked at


@dataclass
class Opened:
    """An open page, and what the browser complained of."""

    page: Any
    said: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium here: apt-get install chromium")
    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=program, headless=True, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def opened(browser: Any) -> Callable[..., AbstractContextManager[Opened]]:
    """Open a file at a width, in light or dark, with or without scripts, on screen or on paper."""

    @contextmanager
    def at(file: Path, width: int = 1280, **how: object) -> Iterator[Opened]:
        context = browser.new_context(viewport={"width": width, "height": 900}, **how)
        found = Opened(context.new_page())
        found.page.on("console", lambda message: found.said.append(f"{message.type}: {message.text}"))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("request", lambda request: found.said.extend([request.url] * (request.url != file.as_uri())))
        found.page.goto(file.as_uri())
        yield found
        context.close()

    return at


def keep(page: Any, name: str) -> None:
    """Keep a picture of the first screens, if somebody wants to look at it."""
    if "GRADER_TEST_SCREENSHOTS" in os.environ:
        height = min(page.evaluate("document.documentElement.scrollHeight"), 3000)
        page.set_viewport_size({"width": page.viewport_size["width"], "height": height})
        page.screenshot(path=SHOTS / f"{name}.png")
