"""Classroom 50's ``result.json`` with whole points, the text of its release, and the feedback page beside it. Pure.

Its points are whole numbers. So those of an assignment are multiplied until each exercise has whole ones, and what was
earned is rounded: down from full points, which only an exercise gets that is right.
"""

import math
from collections.abc import Mapping
from fractions import Fraction

from grader.export import github
from grader.export.format import Options, report_in
from grader.model import ExerciseReport, GradeRow, Report
from grader.report.document import to_bytes
from grader.report.outline import outline
from grader.report.pages import student_page

SCHEMA = "classroom50/result/v1"
RESULT, RELEASE, PAGE = "result.json", "release-body.md", "feedback.html"


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return the three files of one submission; who handed it in, and when, its autograder adds."""
    report = report_in(row)
    factor = factor_of(report)
    tests = [
        {
            "test-name": one.exercise.id,
            "passed": one.score == one.exercise.points,
            "score": whole_points(one, factor),
            "max-score": int(one.exercise.points * factor),
        }
        for one in report.exercises
    ]
    document = {
        "schema": SCHEMA,
        "score": sum(int(str(test["score"])) for test in tests),
        "max-score": sum(int(str(test["max-score"])) for test in tests),
        "tests": tests,
    }
    return {
        RESULT: to_bytes(document),
        RELEASE: github.summary(row, outline(report)),
        PAGE: student_page(row).encode(),
    }


def factor_of(report: Report) -> int:
    """Return the least number that makes every exercise's points whole."""
    return math.lcm(*(one.exercise.points.denominator for one in report.exercises))


def whole_points(exercise: ExerciseReport, factor: int) -> int:
    """Return the points that an exercise earned, rounded to whole ones; all of them only where it has them all."""
    most = int(exercise.exercise.points * factor)
    if exercise.score == exercise.exercise.points:
        return most
    return max(0, min(most - 1, math.floor(exercise.score * factor + Fraction(1, 2))))
