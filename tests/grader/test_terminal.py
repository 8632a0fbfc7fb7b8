"""On a terminal a result is as wide as the window, in colour and page by page; elsewhere it is plain lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import screen

from ..terminal import COLOURS, ESCAPES, grader_in_terminal, replay

ROOT = Path(__file__).parent.parent.parent
WRONG = "def conv_single(x, w, b):\n    return (x * w).sum()\n"  # is graded quickly, and has a hint
HANGS = "import numpy as np\ndef conv_single(x, w, b):\n    while True: pass\n"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("wrong") / "conv.py"
    path.write_text(WRONG)
    return path


def widest(text: str) -> int:
    return max(map(len, text.splitlines()))


def in_a_pipe(*arguments: str | Path, **variables: str) -> str:
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env={**os.environ, **variables}
    ).stdout


@pytest.mark.slow
@pytest.mark.parametrize("columns", [50, 80, 120])
@pytest.mark.parametrize("arguments", [("check",), ("explain", "--list"), ("doctor",), ("chekc",)])
def test_no_line_is_wider_than_the_window(columns: int, arguments: tuple[str, ...], wrong: Path) -> None:
    files = [wrong] if arguments == ("check",) else []
    seen = grader_in_terminal(*arguments, *files, columns=columns, environment={"PAGER": "cat"})
    code = {"import", "x", "w", "b", "out,", "print(out[0,"}  # is pasted as it is
    # A path cannot be broken, and may be longer than the window.
    prose = [line for line in seen.lines if line.split(" ")[0] not in code and line.strip() != sys.executable]
    assert widest("\n".join(prose)) <= columns


def test_a_wide_window_is_not_filled_beyond_what_can_be_read(wrong: Path) -> None:
    seen = grader_in_terminal("check", wrong, columns=300)
    assert len(seen.lines[0]) == screen.WIDE


@pytest.mark.slow
def test_a_check_is_coloured_on_a_terminal_and_says_the_same_without_colour(wrong: Path) -> None:
    coloured = grader_in_terminal("check", wrong)
    plain = grader_in_terminal("check", wrong, environment={"NO_COLOR": "1"})
    assert COLOURS.search(coloured.raw)
    assert not COLOURS.search(plain.raw)
    assert coloured.lines == plain.lines
    assert plain.lines[:-1] == in_a_pipe("check", wrong).splitlines()


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"CLICOLOR_FORCE": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True),
    ],
)
def test_the_environment_chooses_colour(variables: dict[str, str], coloured: bool, monkeypatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert screen.has_colour() is coloured


@pytest.mark.slow
def test_a_terminal_that_only_prints_gets_plain_lines(tmp_path: Path) -> None:
    (tmp_path / "hangs.py").write_text(HANGS)
    seen = grader_in_terminal("check", tmp_path / "hangs.py", "-v", environment={"TERM": "dumb"}, rows=10)
    assert not ESCAPES.search(seen.raw)


@pytest.mark.slow
def test_a_long_report_goes_through_a_pager_and_a_short_one_does_not(wrong: Path) -> None:
    environment = {"PAGER": "sed s/^/paged:/"}
    assert "paged:" in grader_in_terminal("check", wrong, "-v", environment=environment, rows=15).text
    assert "paged:" not in grader_in_terminal("check", wrong, "-v", environment=environment, rows=200).text
    assert "paged:" not in grader_in_terminal("check", wrong, environment=environment).text
    assert "paged:" not in in_a_pipe("check", wrong, "-v", **environment)
    for none in ("", "cat"):
        assert "conv_backward" in grader_in_terminal("check", wrong, "-v", environment={"PAGER": none}, rows=15).text


@pytest.mark.slow
def test_what_hangs_is_waited_for_with_a_line_that_is_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "hangs.py").write_text(HANGS)
    seen = grader_in_terminal("check", tmp_path / "hangs.py")
    assert "grading conv_single: case 1 of " in seen.text
    assert "so far" not in "\n".join(seen.lines)
    assert "hangs.py  (conv-layer)" in seen.lines[0]


def test_a_stop_leaves_one_word(tmp_path: Path) -> None:
    (tmp_path / "hangs.py").write_text(HANGS)
    seen = grader_in_terminal("check", tmp_path / "hangs.py", stop_when="so far")
    assert seen.code == 130
    assert [line for line in seen.lines if line not in ("", "^C")] == ["Stopped."]


@pytest.mark.slow
def test_a_run_leaves_no_bar_behind(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.py").write_text(HANGS)
    seen = grader_in_terminal("run", tmp_path / "class", "-a", "conv-layer", "--out", tmp_path / "out")
    shown = "\n".join(seen.lines)
    assert "grading" in seen.text
    assert "0/1" not in shown
    assert "The layout is plain" in " ".join(shown.split())


def test_a_long_line_is_broken_between_words_and_keeps_its_words(monkeypatch) -> None:
    monkeypatch.setattr(screen, "is_terminal", lambda _: True)
    monkeypatch.setattr(screen, "columns", lambda _: 40)
    text = "  a line of two words:  keeps   its blanks, and a /path/that/is/longer/than/any/window/could/be stays whole"
    broken = screen.fit(text, sys.stdout)
    assert broken.split() == text.split()
    assert "/path/that/is/longer/than/any/window/could/be" in broken
    assert all(len(line) <= 40 or "/path" in line for line in broken.splitlines())


def test_the_window_of_these_tests_takes_lines_back() -> None:
    assert replay("one\r\ntwo\r\x1b[2Kthree\r\n\x1b[1A\x1b[2Kfour\r\n") == ["one", "four", ""]
