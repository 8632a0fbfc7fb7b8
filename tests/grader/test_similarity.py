"""Pairs that share structure: found whatever things are called, and not found in what everybody has."""

import json
import random
import re
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.authoring.starters import starters
from grader.classroom import intake
from grader.classroom.similarity import COMMON, GRAM, WINDOW, Likeness, Pair, compare
from grader.cli import common, similarity_command
from grader.model import Submission
from grader.submissions.reading import from_files

ROOT = Path(__file__).parent.parent.parent
ADA = (ROOT / "examples" / "class" / "ada.py").read_text()
OTHER = (ROOT / "assignments" / "pooling" / "lesson.py").read_text()

WORDS = ["(", ")", "[", "]", "+", "-", "for", "in", "range", "if", ".sum", ".shape", "np", "1", "'a'", ":", ",", "="]


def submission(text: str, name: str = "conv.py") -> Submission:
    return from_files(name, {name: text.encode()})


def notebook(*cells: str) -> Submission:
    document = {"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]}
    return submission(json.dumps(document), "conv.ipynb")


def likeness(*submissions: Submission, given: tuple[str, ...] = ()) -> Likeness:
    return compare({f"s{n}": one for n, one in enumerate(submissions)}, given)


def closest(found: Likeness) -> list[Pair]:
    return [cluster.pair for cluster in found.clusters]


def pairs(*submissions: Submission, given: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(pair.one, pair.other) for pair in closest(likeness(*submissions, given=given))]


def renamed(text: str) -> str:
    """The same program as someone hides it: other names, numbers' spelling, layout and comments."""
    for name in ("out", "padded", "x", "w", "b", "stride", "pad", "conv_param"):
        text = re.sub(rf"(?<![\w.]){name}\b", f"my_{name}_", text)
    return "# mine\n" + text.replace(", ", ",  ").replace("\n", "  # indeed\n")


def test_a_copy_under_other_names_is_found_with_its_place() -> None:
    (pair,) = closest(likeness(submission(ADA), submission(renamed(ADA)), submission(OTHER)))
    assert (pair.one, pair.other, pair.share) == ("s0", "s1", 1.0)
    one, other = pair.places
    assert (one.label, other.label) == ("conv.py", "conv.py")
    assert other.first == one.first + 1
    assert one.last - one.first == other.last - other.first > 5


def test_a_copy_is_found_between_a_module_and_a_notebook() -> None:
    cells = ADA.split("\n\n\n")
    assert pairs(submission(ADA), notebook("import numpy as np", *cells)) == [("s0", "s1")]


def test_functions_in_another_order_are_found() -> None:
    parts = ADA.split("\n\n\n")
    assert pairs(submission(ADA), submission("\n\n\n".join(reversed(parts)))) == [("s0", "s1")]


def test_what_is_handed_out_does_not_count() -> None:
    starter = starters(ROOT / "assignments" / "conv_layer")["conv_layer.py"].decode()
    both = submission(starter), submission("# mine\n" + starter)
    assert pairs(*both) == [("s0", "s1")]
    found = likeness(*both, given=(starter,))
    assert not found.clusters
    assert [why for _, why in found.passed_over] == ["nothing in it but the handout, or very little"] * 2


def with_own_work(text: str, student: int) -> Submission:
    """A submission that holds a text, and as much again that nobody else has."""
    return submission(text + "\n" + " ".join(random.Random(student).choices(WORDS, k=len(text) // 6)))


def test_what_much_of_the_class_has_does_not_count() -> None:
    (cluster,) = likeness(*[with_own_work(ADA, student) for student in range(COMMON)]).clusters
    assert len(cluster.students) == COMMON
    assert not likeness(*[with_own_work(ADA, student) for student in range(COMMON + 1)]).clusters


@pytest.mark.parametrize("copies", [2, COMMON, COMMON + 1, 40])
def test_copies_are_one_group_however_many_there_are(copies: int) -> None:
    other = [with_own_work("", student) for student in range(5)]
    (cluster,) = likeness(*(submission(ADA if n % 2 else renamed(ADA)) for n in range(copies)), *other).clusters
    assert cluster.students == tuple(sorted(f"s{n}" for n in range(copies)))
    assert cluster.least == cluster.pair.share == 1


def test_a_submission_between_two_others_makes_one_group_of_three() -> None:
    halves = ADA.split("\n\n\n")
    first, second = "\n\n\n".join(halves[: len(halves) // 2]), "\n\n\n".join(halves[len(halves) // 2 :])
    (cluster,) = likeness(submission(first), submission(ADA), submission(second)).clusters
    assert cluster.students == ("s0", "s1", "s2")


def test_other_work_is_no_pair() -> None:
    assert pairs(submission(ADA), submission(OTHER)) == []


def test_what_cannot_be_read_is_passed_over_with_the_reason() -> None:
    found = likeness(submission(ADA), Submission(name="x.docx", digest="", problem="x.docx is not a .py"))
    assert found.passed_over == (("s1", "x.docx is not a .py"),)
    assert found.compared == 1


TOKENS = st.lists(st.sampled_from(WORDS), min_size=60, max_size=90)


@given(TOKENS, TOKENS, TOKENS)
def test_a_long_enough_stretch_is_noticed_wherever_it_stands(
    shared: list[str], one: list[str], other: list[str]
) -> None:
    """The promise of winnowing: GRAM + WINDOW - 1 tokens in a row leave a hash in common."""
    stretch = shared[: GRAM + WINDOW - 1]
    left, right = " ".join(one + stretch + other), " ".join(other + stretch + one)
    found = compare({"a": submission(left), "b": submission(right)}, [], share=0.0, at_least=1)
    assert len(found.clusters) == 1


@given(st.text())
def test_any_text_is_cut_into_tokens(text: str) -> None:
    likeness(submission(text), submission(text + ADA))


def test_the_order_of_students_makes_no_difference() -> None:
    chunks = (ADA + "\n\n\n" + OTHER).split("\n\n\n")
    pick = random.Random(1)
    students = {f"s{n}": submission("\n\n\n".join(pick.sample(chunks, 6))) for n in range(30)}
    backwards = dict(reversed(students.items()))
    assert compare(students, []) == compare(backwards, [])


@pytest.mark.parametrize(
    "text",
    [
        '"' * 400_000,
        "'''" * 130_000,
        "." + " " * 400_000,
        ("." + " " * 600) * 600,
        '"\\' * 200_000,
        "rb" * 200_000,
        "1." * 200_000,
    ],
    ids=["quotes", "triple quotes", "a dot", "dots", "backslashes", "prefixes", "numbers"],
)
def test_no_text_takes_more_than_its_length(text: str) -> None:
    start = time.process_time()
    found = likeness(submission(text), submission(ADA))
    assert time.process_time() - start < 20  # a second or two; the square of the length would be hours
    assert found.compared >= 1


def test_a_very_long_submission_is_compared_in_part_and_says_so() -> None:
    found = likeness(submission(ADA + "x = 1\n" * 200_000), submission(ADA))
    assert [(pair.one, pair.other) for pair in closest(found)] == [("s0", "s1")]
    assert found.passed_over == (("s0", "only its beginning was compared: it is very long"),)


def test_the_command_lists_groups_and_says_that_it_judges_nothing(tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "=ada.py").write_text(ADA)
    (tmp_path / "class" / "bob.py").write_text(renamed(ADA))
    (tmp_path / "class" / "cleo.py").write_text(ADA + "\n# <script>alert(1)</script>\n")
    (tmp_path / "class" / "eve.docx").write_bytes(b"PK")
    (tmp_path / "roster.csv").write_text("id,name\nbob,Bob Builder\ncleo,Cleo\neve,Eve\n")
    files = {name: tmp_path / name for name in ("groups.csv", "groups.html", "groups.json")}
    options = [f"--out={files['groups.csv']}", f"--html={files['groups.html']}", f"--json={files['groups.json']}"]
    arguments = [str(tmp_path / "class"), "-a", "conv-layer", "--roster", str(tmp_path / "roster.csv"), *options]
    done = CliRunner().invoke(similarity_command.command, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    assert "3 submissions compared; 1 group to look at. A group is a place to look at, and no verdict" in done.stdout
    assert "  in a group of 3 (100%): =ada, Bob Builder (bob), Cleo (cleo)\n" in done.stdout
    assert "eve.docx is not a .py" in done.stderr
    lines = files["groups.csv"].read_text().splitlines()
    assert lines[1].startswith(""""1","3","'=ada","1.00","1.00",""")
    assert len(lines) == 4
    document = json.loads(files["groups.json"].read_text())
    assert document["clusters"][0]["students"] == ["=ada", "Bob Builder (bob)", "Cleo (cleo)"]
    assert document["passed_over"][0]["student"] == "Eve (eve)"
    page = files["groups.html"].read_text()
    assert "<script>" not in page
    assert page.count('class="both"') > 10


def test_the_command_knows_the_sources_that_intake_knows() -> None:
    assert (intake.AUTO, *intake.SOURCES) == common.SOURCES
