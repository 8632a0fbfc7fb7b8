"""Autolab's autoresult: two lines of JSON, of which the last is the score. Pure.

Autolab takes the last line that was printed for the score, even after a time-out. So these lines are printed once,
at the very end, by a process that student code cannot write to. Problems are named after the exercises.
"""

import json
from collections.abc import Mapping

from grader.export.format import Options, report_in
from grader.model import GradeRow
from grader.report.document import decimal
from grader.report.escape import json_text
from grader.report.lines import lines_of
from grader.report.outline import CriterionOutline, ExerciseOutline, outline


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return the lines to print at the end."""
    report = report_in(row)
    stages = [exercise.exercise.id for exercise in report.exercises]
    feedback: dict[str, object] = {"_presentation": "semantic", "stages": stages}
    for exercise in outline(report).exercises:
        stages_of = {one.report.criterion.id: stage(exercise, one) for one in exercise.criteria}
        feedback[exercise.report.exercise.id] = stages_of
    scores = {exercise.exercise.id: decimal(exercise.score) for exercise in report.exercises}
    lines = [feedback, {"scores": scores, "scoreboard": [decimal(report.score)]}]
    return {"autoresult.txt": "".join(json_text(json.dumps(line)) + "\n" for line in lines).encode()}


def stage(exercise: ExerciseOutline, criterion: CriterionOutline) -> dict[str, object]:
    """Return what Autolab shows of a line of the rubric."""
    passed = criterion.report.status in ("passed", "broken")
    hint = {} if passed else {"hint": "\n".join(lines_of(exercise.blocks_of(criterion)))}
    return {"passed": passed, **hint}
