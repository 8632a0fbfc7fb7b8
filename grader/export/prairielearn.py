"""PrairieLearn's results.json: a test for each line of the rubric, one megabyte at most. Pure.

Every test has points and max_points: without one of them PrairieLearn shows the points of none.
"""

from collections.abc import Mapping

from grader.export.format import Options, report_in, total_of
from grader.gradebook.insights import share
from grader.model import GradeRow
from grader.report.document import decimal, to_bytes
from grader.report.escape import plain
from grader.report.lines import lines_of
from grader.report.outline import CriterionOutline, ExerciseOutline, outline

MAX_BYTES = 1_000_000
CUTS = (100_000, 2_000, 200, 0)  # characters of a test's output, tried one after the other


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return results.json of one submission; long outputs are cut until it fits."""
    for longest in CUTS:
        data = to_bytes(document(row, longest))
        if len(data) <= MAX_BYTES:
            break
    return {"results.json": data}


def document(row: GradeRow, longest: int) -> dict[str, object]:
    """Return the results, no output longer than `longest` characters."""
    report = report_in(row)
    total = total_of(row, report)
    view = outline(report)
    lines = lines_of(view.about_all) + ([plain(row.reason)] if row.reason else [])
    tests = [test(exercise, criterion, longest) for exercise in view.exercises for criterion in exercise.criteria]
    return {
        "gradable": True,
        "score": min(max(round(float(share(total, report.possible)), 6), 0.0), 1.0),
        "message": f"{decimal(total):g} of {decimal(report.possible):g} points",
        "output": "\n".join(lines)[:longest],
        "tests": tests,
    }


def test(exercise: ExerciseOutline, criterion: CriterionOutline, longest: int) -> dict[str, object]:
    """Return a line of the rubric as a test."""
    report, what = criterion.report, exercise.report.exercise
    return {
        "name": f"{what.id}: {report.criterion.id}",
        "description": what.title,
        "points": decimal(report.score),
        "max_points": decimal(report.criterion.points),
        "message": "",
        "output": "\n".join(lines_of(exercise.blocks_of(criterion)))[:longest],
    }
