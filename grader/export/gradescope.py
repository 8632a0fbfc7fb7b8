"""Gradescope's results.json: a test for each line of the rubric. Pure.

The total stands at the top besides, because it is rounded once and the tests' points are rounded one by one.
"""

from collections.abc import Mapping

from grader.export.format import Options, report_in, total_of
from grader.model import CriterionReport, ExerciseReport, GradeRow
from grader.report.document import decimal, to_bytes
from grader.report.escape import plain
from grader.report.lines import criterion_lines, exercise_lines, report_lines


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return results.json of one submission."""
    report = report_in(row)
    lines = report_lines(report)
    lines += [plain(row.reason)] if row.reason else []
    tests = [
        test(exercise, criterion, f"{n}.{m}")
        for n, exercise in enumerate(report.exercises, 1)
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


def test(exercise: ExerciseReport, criterion: CriterionReport, number: str) -> dict[str, object]:
    """Return a line of the rubric as a test; the exercise's own lines follow its last one."""
    lines = criterion_lines(exercise, criterion)
    if criterion is exercise.criteria[-1]:
        lines += exercise_lines(exercise)
    return {
        "name": f"{exercise.exercise.id}: {criterion.criterion.id}",
        "number": number,
        "score": decimal(criterion.score),
        "max_score": decimal(criterion.criterion.points),
        "status": "passed" if criterion.status in ("passed", "broken") else "failed",
        "output": "\n".join(lines),
        "output_format": "text",
        "tags": [exercise.exercise.id],
        "visibility": "visible",
    }
