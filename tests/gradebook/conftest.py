"""Fixtures: a place for a gradebook, in SQLite and in PostgreSQL."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import grade, plan
from grader.model import Report
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import load_submission
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

ROOT = Path(__file__).parent.parent.parent
SERVER = os.environ.get("GRADER_TEST_POSTGRES", "")  # the URL of a server to test with; `.ci/postgres` starts one
NO_SERVER = "no PostgreSQL server: set GRADER_TEST_POSTGRES to the URL that `.ci/postgres start DIR` prints"


def fresh_postgres() -> str:
    """Make an empty database on the server and return its URL."""
    psycopg = pytest.importorskip("psycopg")
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{SERVER.rpartition('/')[0]}/{name}"


def drop_postgres(url: str) -> None:
    """Remove a database that `fresh_postgres` made, whoever is connected to it."""
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {url.rpartition('/')[2]} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.skipif(not SERVER, reason=NO_SERVER))])
def place(request, tmp_path: Path) -> Iterator[str]:
    """Where a gradebook may be made: a file, or an empty database of PostgreSQL."""
    if request.param == "sqlite":
        yield str(tmp_path / "book" / "gradebook.db")
        return
    url = fresh_postgres()
    yield url
    drop_postgres(url)


@pytest.fixture
def postgres() -> Iterator[str]:
    """An empty database of PostgreSQL."""
    if not SERVER:
        pytest.skip(NO_SERVER)
    url = fresh_postgres()
    yield url
    drop_postgres(url)


@pytest.fixture(scope="session")
def conv_report() -> Report:
    """A real report, with wrong values, wrong shapes and errors in it."""
    assignment = load_assignment(assignments_folder() / "conv-layer")
    submission = load_submission(ROOT / "examples" / "class" / "fatima.py")
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        return grade(submission, with_few_cases(plan(assignment, effort=NO_SEARCH)), sandbox)
