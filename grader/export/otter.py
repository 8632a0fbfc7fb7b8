"""Otter's final_grades.csv for a class, and the results of one submission in the JSON that Otter reads. Pure.

Otter adds up the points of the cases in binary floating point; so do we, and the sums agree to 12 digits.
"""

from collections.abc import Mapping, Sequence

from grader.export.format import ALL, Exported, Options, cases_of, report_in, score_alone, without_report
from grader.export.table import number, to_csv
from grader.model import GradeRow
from grader.report.document import to_bytes
from grader.report.escape import csv_cell
from grader.report.lines import lines_of

POSSIBLE = "points-per-question"


def export(rows: Sequence[GradeRow], options: Options) -> Exported:
    """Return final_grades.csv: a first line of possible points, then a line for each submission."""
    exercises = {e.exercise.id: e.exercise.points for row in rows if row.report for e in row.report.exercises}
    order = sorted(exercises)
    possible = sum(exercises.values())
    lines = [["file", *order, "total_points_earned", "percent_correct", "grading_status"]]
    lines.append([POSSIBLE, *(number(exercises[exercise]) for exercise in order), number(possible), "1", "--"])
    for row in sorted((row for row in rows if row.report is not None), key=lambda row: row.student.id):
        report = report_in(row)
        scores = {e.exercise.id: number(e.score) for e in report.exercises}
        percent = f"{float(report.score / report.possible) if report.possible else 0:.4f}".rstrip("0").rstrip(".")
        status = "Completed" if row.grade is not None else csv_cell(row.reason or row.status)
        lines.append(
            [
                csv_cell(file_of(row)),
                *(scores.get(exercise, "0") for exercise in order),
                number(report.score),
                percent,
                status,
            ]
        )
    said = tuple(filter(None, map(score_alone, rows)))
    return Exported(files={ALL: to_csv(lines)}, notes=(*without_report(rows), *said))


def file_of(row: GradeRow) -> str:
    """Return what Otter takes for the submission's file: it has no students, so their id is part of it."""
    return f"{row.student.id}/{row.submission}" if row.submission else row.student.id


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return one submission's results as Otter's ``GradingResults.from_ottr_json`` reads them."""
    report = report_in(row)
    by_exercise: dict[str, list[object]] = {exercise.exercise.id: [] for exercise in report.exercises}
    for case in cases_of(report):
        passed = case.result.status in ("passed", "broken")
        explained = "\n".join(lines_of(case.blocks))
        test_case = {
            "name": case.name,
            "code": case.result.evidence.call if case.result.evidence and case.result.evidence.call else "",
            "hidden": False,
            "points": float(case.points),
            "success_message": None,
            "failure_message": None if passed else explained,
        }
        by_exercise[case.exercise.exercise.id].append(
            {"passed": passed, "error": explained or None, "test_case": test_case}
        )
    files = [{"filename": f"{name}.py", "test_case_results": results} for name, results in by_exercise.items()]
    document = {"test_file_results": files}
    return {"otter.json": to_bytes(document)}
