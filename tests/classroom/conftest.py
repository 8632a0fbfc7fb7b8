"""Fixtures of a course, and of the databases that a gradebook may be in."""

from pathlib import Path

import pytest

from grader.classroom.settings import Settings
from tests.classroom.course import Course, course_in
from tests.effort import NO_SEARCH
from tests.gradebook.conftest import place, postgres

__all__ = ["course", "place", "postgres"]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_zygotes: None) -> Course:
    """A course without submissions, which looks for no repair of a wrong function in this process."""
    monkeypatch.setitem(Settings.__init__.__kwdefaults__, "effort", NO_SEARCH)
    return course_in(tmp_path)
