"""Situations from bug reports of this job: fixtures that grade one submission, or take in a class."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from grader.grading.grade import Plan, grade
from grader.model import Report
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import load_submission
from tests.grader.conftest import conv_layer, conv_plan, solution, whole_plan

__all__ = ["conv_layer", "conv_plan", "solution", "whole_plan"]

Grade = Callable[[str, bytes], Report]


def zipped(files: Mapping[str, bytes | str], code_page: str = "") -> bytes:
    """Return an archive; in a code page, it says nothing of its names, as those that Windows makes."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_placeholder(name, code_page), content)
    raw = data.getvalue()
    for name in files if code_page else ():
        raw = raw.replace(_placeholder(name, code_page).encode(), name.encode(code_page))
    return raw


def _placeholder(name: str, code_page: str) -> str:
    """Return a name in ASCII that takes as many bytes as a name in its code page."""
    if not code_page or name.isascii():
        return name
    data = name.encode(code_page)
    return f"{abs(hash(name)) % 10}" + "q" * (len(data) - 1)


@pytest.fixture(scope="session")
def sandbox(conv_plan: Plan) -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        sandbox.configure(conv_plan.assignment.limits, conv_plan.assignment.imports)
        yield sandbox


@pytest.fixture
def grade_file(tmp_path: Path, conv_plan: Plan, sandbox: Sandbox) -> Grade:
    """Grade a file of a name and these bytes."""

    def graded(name: str, data: bytes) -> Report:
        path = tmp_path / name
        path.write_bytes(data)
        return grade(load_submission(path), conv_plan, sandbox)

    return graded
