"""Gradescope's results.json: a test for each line of the rubric. Pure.

The total stands at the top besides, because it is rounded once and the tests' points are rounded one by one.
"""

from collections.abc import Mapping

from grader.export.format import Options, report_in, total_of
from grader.model import GradeRow
from grader.report.document import decimal, to_bytes
from grader.report.escape import plain
from grader.report.lines import lines_of
from grader.report.outline import CriterionOutline, ExerciseOutline, outline


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return results.json of one submission."""
    report = report_in(row)
    view = outline(report)
    lines = lines_of(view.about_all)
    lines += [plain(row.reason)] if row.reason else []
    tests = [
        test(exercise, criterion, f"{n}.{m}")
        for n, exercise in enumerate(view.exercises, 1)
        for m, criterion in enumerate(exercise.criteria, 1)
    ]
    document = {
        "score": decimal(total_of(row, report)),
        "output": "\n".join(lines),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }
    return {"results.json": to_bytes(document)}


def test(exercise: ExerciseOutline, criterion: CriterionOutline, number: str) -> dict[str, object]:
    """Return a line of the rubric as a test."""
    report, name = criterion.report, exercise.report.exercise.id
    return {
        "name": f"{name}: {report.criterion.id}",
        "number": number,
        "score": decimal(report.score),
        "max_score": decimal(report.criterion.points),
        "status": "passed" if report.status in ("passed", "broken") else "failed",
        "output": "\n".join(lines_of(exercise.blocks_of(criterion))),
        "output_format": "text",
        "tags": [name],
        "visibility": "visible",
    }
