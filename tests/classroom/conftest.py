"""Fixtures of a course, and of the databases that a gradebook may be in."""

from pathlib import Path

import pytest

from tests.classroom.course import Course, course_in
from tests.gradebook.conftest import place, postgres

__all__ = ["course", "place", "postgres"]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course without submissions."""
    return course_in(tmp_path)
