"""One rule says at which isolation level is graded, and a fall to a weaker one is printed."""

import pytest

from grader.classroom.summary import Line
from grader.cli.class_run import say_weaker
from grader.sandbox.levels import LAYERS, least, notice
from grader.sandbox.sandbox import Sandbox


@pytest.mark.parametrize(
    ("named", "accepts_weak", "level"),
    [(None, False, "C"), (None, True, "D"), ("A", False, "A"), ("B", True, "B")],
)
def test_level_c_is_due_unless_another_is_named_or_d_is_accepted(named, accepts_weak, level) -> None:
    assert least(named, accepts_weak=accepts_weak) == level


def test_a_level_that_is_weaker_than_it_could_be_is_named() -> None:
    assert notice("A", {}, True) == notice("B", {}, False) == ""
    assert "level B, not A" in notice("B", {"bubblewrap": "it does not start: no namespaces"}, True)
    assert "no namespaces" in notice("B", {"bubblewrap": "it does not start: no namespaces"}, True)
    assert "level C" in notice("C", {}, True)
    assert "level D" in notice("D", {}, True)


@pytest.mark.confined
def test_bubblewrap_that_does_not_start_is_told(tmp_path, monkeypatch) -> None:
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho no namespaces here >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with Sandbox(LAYERS) as sandbox:
        said = sandbox.notice()
    assert sandbox.level > "A"
    assert "no namespaces here" in said


def test_a_fall_during_a_run_is_told_at_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        (name, Line(score=1, possible=1, status="passed", isolation=level))
        for name, level in zip("xyz", "ABA", strict=True)
    ]
    say_weaker("A", lines)
    assert capsys.readouterr().err == "Note: one report has isolation level B; this run began at A.\n"
    say_weaker("B", lines)
    assert capsys.readouterr().err == ""
