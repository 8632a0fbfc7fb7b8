"""Every export keeps its system's rules, for every report that the grader can make."""

import csv
import dataclasses
import io
import json
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import OperatorError
from grader.export import FORMATS, Format, Options, find, prairielearn
from grader.export.format import cases_of, row_of
from grader.model import Report, Student
from grader.report.document import decimal
from grader.report.escape import HIDDEN

from .sample import ADA, HURT, PARTLY, RIGHT, ROWS, case, criterion, exercise, exported, report, row
from .schemas import AUTOLAB, AUTOLAB_FEEDBACK, CLASSROOM50, GRADESCOPE, PRAIRIELEARN

MESSAGES = sorted((Path(__file__).parent.parent / "attacks" / "messages").glob("*.py"))
HALF = Fraction(7, 2)
SINGLE = [name for name, one in FORMATS.items() if one.single is not None]


def single(name: str, found: Report, **options: object) -> dict[str, bytes]:
    format_ = FORMATS[name]
    assert format_.single is not None
    return dict(format_.single(row_of(found), Options(**options)))  # type: ignore[arg-type]


def hidden(data: bytes) -> set[str]:
    return {c for c in data.decode() if c not in "\n\t" and unicodedata.category(c) in HIDDEN}


@st.composite
def made_up(draw: st.DrawFn) -> Report:
    """A report of any shape, whose texts are anything."""
    text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    status = st.sampled_from(["passed", "failed", "skipped", "broken"])
    broken = HURT.exercises[1].criteria[0].results[0].evidence
    wrong = [r.evidence for c in PARTLY.exercises[0].criteria for r in c.results if r.evidence]
    exercises = []
    for n in range(draw(st.integers(1, 3))):
        criteria = []
        for m in range(draw(st.integers(1, 2))):
            results = []
            for k in range(draw(st.integers(0, 4))):
                chosen = draw(status)
                evidence = {"passed": None, "broken": broken}.get(chosen, draw(st.sampled_from(wrong)))
                if evidence is not None:
                    evidence = dataclasses.replace(evidence, why=draw(text), printed=draw(text), call=draw(text))
                results.append(case(f"c{k}", evidence, chosen))
            criteria.append(criterion(f"k{m}", draw(st.integers(1, 9)), *results))
        exercises.append(exercise(f"e{n}", draw(text), *criteria, notes=(draw(text),)))
    return report(draw(text) or "x", *exercises, notes=(draw(text),))


@given(made_up())
def test_the_points_of_all_cases_are_the_score(found: Report) -> None:
    cases = cases_of(found)
    empty = [c for e in found.exercises for c in e.criteria if not c.results]
    given_away = sum((c.criterion.points for c in empty), Fraction(0))
    assert sum((one.earned for one in cases), given_away) == found.score
    assert sum((one.points for one in cases), given_away) == found.possible
    assert len({one.name for one in cases}) == len(cases)


@given(made_up())
def test_gradescope_reads_what_its_specification_says(found: Report) -> None:
    document = json.loads(single("gradescope", found)["results.json"])
    jsonschema.validate(document, GRADESCOPE)
    assert document["score"] == decimal(found.score)
    assert sum(Fraction(str(test["max_score"])) for test in document["tests"]) == found.possible
    assert len({test["name"] for test in document["tests"]}) == len(document["tests"])


@given(made_up())
def test_prairielearn_reads_what_its_specification_says(found: Report) -> None:
    data = single("prairielearn", found)["results.json"]
    assert len(data) <= 1_000_000
    document = json.loads(data)
    jsonschema.validate(document, PRAIRIELEARN)
    assert abs(document["score"] - float(found.score / found.possible)) < 1e-6


def test_prairielearn_cuts_what_is_too_long() -> None:
    text = "é" * 3000
    evidence = dataclasses.replace(PARTLY.exercises[0].criteria[0].results[0].evidence, why=text, call=text)
    many = [criterion(f"k{n}", 1, case("c", evidence)) for n in range(900)]
    data = prairielearn.single(row_of(report("x", exercise("e", "t", *many))), Options())["results.json"]
    assert len(data) <= 1_000_000
    jsonschema.validate(json.loads(data), PRAIRIELEARN)


@given(made_up())
def test_autolab_takes_the_last_line_and_it_is_there_once(found: Report) -> None:
    lines = single("autolab", found)["autoresult.txt"].decode().splitlines()
    assert len(lines) == 2
    jsonschema.validate(json.loads(lines[0]), AUTOLAB_FEEDBACK)
    last = json.loads(lines[1])
    jsonschema.validate(last, AUTOLAB)
    assert set(last["scores"]) == {e.exercise.id for e in found.exercises} == set(json.loads(lines[0])["stages"])
    assert last["scoreboard"] == [decimal(found.score)]


@given(made_up())
def test_junit_is_read_by_a_parser_of_junit_with_every_case_and_its_points(found: Report) -> None:
    read = junitparser.JUnitXml.fromstring(single("junit", found)["junit.xml"])
    (suite,) = list(read)
    cases = cases_of(found)
    kinds = {
        "passed": [],
        "failed": [junitparser.Failure],
        "skipped": [junitparser.Skipped],
        "broken": [junitparser.Error],
    }
    assert [one.name for one in suite] == [one.name for one in cases]
    for element, one in zip(suite, cases, strict=True):
        assert [type(result) for result in element.result] == kinds[one.result.status]
        points = {p.name: float(p.value) for p in element.iterchildren(junitparser.Properties) for p in p}
        assert points == pytest.approx({"points": float(one.points), "earned": float(one.earned)})
    counts = [one.result.status for one in cases]
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
        len(cases),
        *(counts.count(status) for status in ("failed", "broken", "skipped")),
    )


@given(made_up())
def test_artemis_sees_passed_and_failed_alone_under_the_same_names(found: Report) -> None:
    root = ElementTree.fromstring(single("artemis", found)["results.xml"])
    cases = cases_of(found)
    elements = list(root.iter("testcase"))
    assert [one.get("name") for one in elements] == [one.name for one in cases]
    for element, one in zip(elements, cases, strict=True):
        passed = one.result.status in ("passed", "broken")
        assert [child.tag for child in element if child.tag != "properties"] == ([] if passed else ["failure"])
    assert all(len(one.get("message", "")) <= 20_000 for one in root.iter("failure"))


COMMAND = re.compile(r"::(error|warning|notice)( [^:]*)?::[^\r\n]*")


@given(made_up(), st.text(max_size=10))
def test_no_line_for_github_is_a_command_of_the_students(found: Report, source: str) -> None:
    files = single("github", found, source=source)
    lines = files["annotations.txt"].decode().split("\n")
    assert lines.pop() == ""
    assert all(COMMAND.fullmatch(line) for line in lines)
    missed = sum(c.status != "passed" for e in found.exercises for c in e.criteria)
    assert len(lines) == missed + 1
    assert not re.search(r"(?<!\\)[<\[`](?!br>)", files["summary.md"].decode())


def test_classroom50_has_whole_points_and_all_of_them_only_for_who_earned_them_all() -> None:
    for found in (RIGHT, PARTLY):
        files = single("classroom50", found)
        assert files.keys() == {"result.json", "release-body.md", "feedback.html"}
        result = json.loads(files["result.json"])
        jsonschema.validate(result, CLASSROOM50)
        for key in ("score", "max-score"):
            assert result[key] == sum(test[key] for test in result["tests"])
        for test, own in zip(result["tests"], found.exercises, strict=True):
            is_whole = own.score == own.exercise.points
            assert test["passed"] == (test["score"] == test["max-score"]) == is_whole
            assert abs(test["score"] - own.score) < 1


def test_points_that_are_halves_are_doubled_and_nearly_all_is_not_all() -> None:
    own = RIGHT.exercises[0]
    half = dataclasses.replace(own.exercise, criteria=(dataclasses.replace(own.exercise.criteria[0], points=HALF),))
    assert half.points == HALF
    criteria = (dataclasses.replace(own.criteria[0], criterion=half.criteria[0], score=Fraction(349, 100)),)
    found = dataclasses.replace(RIGHT, exercises=(dataclasses.replace(own, exercise=half, criteria=criteria),))
    (test,) = json.loads(single("classroom50", found)["result.json"])["tests"]
    assert (test["score"], test["max-score"], test["passed"]) == (6, 7, False)


def test_githubs_last_notice_has_the_points() -> None:
    lines = single("github", PARTLY)["annotations.txt"].decode().splitlines()
    assert lines[-1] == "::notice title=Points::5.33 of 10"


@pytest.mark.parametrize(
    ("source", "file"),
    [
        ("", "conv.py"),
        ("conv.py", "conv.py"),
        ("lab/conv.py", "lab/conv.py"),
        ("lab", "lab/conv.py"),
        ("a/b.py", "a/conv.py"),
        ("a/b.zip", "a/b.zip"),
    ],
)
def test_an_annotation_lies_where_the_repository_has_the_file(source: str, file: str) -> None:
    first = single("github", PARTLY, source=source)["annotations.txt"].decode().splitlines()[0]
    assert first.startswith(f"::error file={file},line=12,title=conv_map%3A shape::")


@pytest.mark.parametrize("name", SINGLE)
@pytest.mark.parametrize("found", [RIGHT, PARTLY, HURT], ids=["right", "partly", "hurt"])
def test_nothing_hidden_is_in_any_file(name: str, found: Report) -> None:
    assert not [data for data in single(name, found).values() if hidden(data)]


@pytest.mark.parametrize("file", MESSAGES, ids=lambda file: file.stem)
def test_hostile_messages_stay_text_in_every_format(file: Path, grade_source: Callable[..., Report]) -> None:
    source = file.read_text(encoding="utf-8").replace("def f(x)", "def conv_single(x, w, b)")
    found = grade_source(source, "conv_single")
    for name in SINGLE:
        files = single(name, found)
        assert not [data for data in files.values() if hidden(data)], name
    ElementTree.fromstring(single("junit", found)["junit.xml"])
    assert all(COMMAND.fullmatch(line) for line in single("github", found)["annotations.txt"].decode().split("\n")[:-1])


FORMULA = st.sampled_from(["=1+1", "+1", "-1", "@x", "\t=1", "＝1", '=HYPERLINK("http://x")', "a,b", "a\nb", '"'])


@given(FORMULA)
def test_no_cell_of_any_table_is_a_formula(text: str) -> None:
    student = Student(id=text, name=text, email=text, section=text, sis_id=text, login=text)
    rows = [dataclasses.replace(row(student, PARTLY, reason=text, submitted=text), submission=text)]
    for name in ("csv", "nbgrader", "otter", "moodle"):
        data = FORMATS[name].export(rows, Options()).files[""]
        for line in csv.reader(io.StringIO(data.decode())):
            for cell in set(line) - {"--"}:  # Otter's own
                assert unicodedata.normalize("NFKC", cell.strip())[:1] not in ("=", "+", "-", "@", "|", "%"), name


def test_every_student_has_a_line_in_the_table() -> None:
    lines = list(csv.DictReader(io.StringIO(exported("csv")[0][""].decode())))
    assert [line["student"] for line in lines] == [one.student.id for one in ROWS]
    assert [line["grade"] for line in lines] == ["10", "4.27", "", ""]
    assert all(line["grade"] or line["reason"] for line in lines)


@given(st.fractions(0, 10), st.fractions(0, 10))
def test_nbgraders_arithmetic_gives_the_grade(score: Fraction, grade: Fraction) -> None:
    data = FORMATS["nbgrader"].export([row(ADA, RIGHT, score=score, grade=grade)], Options()).files[""]
    (line,) = csv.DictReader(io.StringIO(data.decode()))
    due = max(0.0, float(line["raw_score"]) - float(line["late_submission_penalty"]))
    assert due == pytest.approx(float(line["score"])) == pytest.approx(float(decimal(grade)))


def test_moodle_writes_no_line_without_a_grade() -> None:
    lines = list(csv.DictReader(io.StringIO(exported("moodle")[0][""].decode())))
    assert [line["Email address"] for line in lines] == ["ada@example.edu", "boris@example.edu"]
    assert [line["conv-layer"] for line in lines] == ["10.00", "4.27"]


def test_an_unknown_format_is_said_with_those_there_are() -> None:
    with pytest.raises(OperatorError, match=r"there is no export 'excel'\. There are: csv, canvas"):
        find("excel")


def test_another_package_can_bring_a_format(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    own = Format(name="own", promise="nothing", export=FORMATS["csv"].export)

    class Entry:
        name, value = "own", "package:own"

        def load(self) -> object:
            return own

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Entry()] if "exports" in group else [])
    assert find("own") is own
    monkeypatch.setattr(Entry, "load", lambda self: 3)
    with pytest.raises(OperatorError, match=r"no grader\.export.Format"):
        find("own")


def test_every_format_has_a_promise_in_one_line() -> None:
    for name, one in FORMATS.items():
        assert name == one.name
        assert one.promise
        assert "\n" not in one.promise
