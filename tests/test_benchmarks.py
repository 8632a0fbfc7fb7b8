"""The benchmarks measure what they say: the same ten checks, and submissions that earn what they should."""

import importlib.util
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import grade, plan
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files

CLASSROOM = Path(__file__).parent.parent / "benchmarks" / "classroom"
ASSIGNMENT = CLASSROOM / "assignments" / "ten-checks"
sys.path.append(str(CLASSROOM))
import handed_in  # noqa: E402


def test_the_assignment_has_the_ten_checks_and_no_others() -> None:
    checks = json.loads((CLASSROOM / "ten_checks.json").read_text(encoding="utf-8"))
    assert [spec.id for spec in load_assignment(ASSIGNMENT).cases] == [check["name"] for check in checks]


def test_the_other_graders_checks_accept_what_is_right_and_no_more() -> None:
    checks = json.loads((CLASSROOM / "ten_checks.json").read_text(encoding="utf-8"))
    for number, source in enumerate(handed_in.SOLUTIONS):
        space: dict[str, object] = {}
        exec(source, space)  # the benchmark's own text
        assert sum(passes(check["code"], space) for check in checks) == handed_in.ordinary_score(number)


def passes(code: str, space: dict[str, object]) -> bool:
    try:
        exec(code, dict(space))
    except AssertionError:
        return False
    return True


@pytest.mark.slow
def test_ordinary_and_harmful_submissions_earn_what_the_tables_say_is_due() -> None:
    sources = {f"ordinary {n}": (handed_in.ordinary(n), handed_in.ordinary_score(n)) for n in range(3)}
    sources |= {kind: (source, handed_in.EARNED[kind]) for kind, source in handed_in.HARMFUL.items()}
    assignment = load_assignment(ASSIGNMENT)
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        drawn = plan(assignment)
        for kind, (source, due) in sources.items():
            report = grade(from_files("conv.py", {"conv.py": source.encode()}), drawn, sandbox)
            assert report.score == due, kind


def test_no_two_ordinary_submissions_are_the_same() -> None:
    assert len({handed_in.ordinary(number) for number in range(1000)}) == 1000


# -------------------------------------------------------------------------------- small changes

ROOT = Path(__file__).parent.parent
MUTATED = tomllib.loads((ROOT / "benchmarks" / "mutation" / "modules.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MUTATED)
def test_a_module_whose_changes_are_tried_is_there_with_its_tests(name: str) -> None:
    assert importlib.util.find_spec(name)
    assert [file for file in MUTATED[name] if file.startswith("tests/")]
    assert all((ROOT / file).is_file() for file in MUTATED[name] if file.startswith("tests/"))


def test_the_page_on_tests_says_where_nine_in_ten_changes_are_noticed_and_where_not_yet() -> None:
    page = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")
    table = page.partition("<!-- killed -->")[2].partition("<!-- /killed -->")[0]
    rows = re.findall(r"^\| `([\w.]+)` \| (\d+) \| (\d+) \|$", table, re.MULTILINE)
    fewer = {name for name, killed, count in rows if int(killed) < 0.9 * int(count)}
    still_to_do = set(re.findall(r"`([\w.]+)`", page.partition("### Still to do")[2]))
    assert fewer <= still_to_do
    assert {name for name, _, _ in rows} | still_to_do == set(MUTATED)
