"""Grade a class: every entry of a folder gets a report, whatever the others do."""

from collections.abc import Callable, Sequence
from pathlib import Path

from grader.classroom import summary
from grader.classroom.folder import SUMMARY
from grader.dialects import AUTO
from grader.errors import OperatorError
from grader.files import remove_file, write_file
from grader.grading import Plan, broken_report, grade
from grader.model import Report, Submission
from grader.report import document, text
from grader.sandbox.runner import Sandbox
from grader.submission import load_submission, unreadable


def run(
    entries: Sequence[tuple[str, Path]],
    plan: Plan,
    sandbox: Sandbox,
    out: Path,
    on_graded: Callable[[str, Report], None],
    dialect: str = AUTO,
) -> list[tuple[str, Report]]:
    """Grade every entry and write ``report.json`` and ``report.txt`` per student, and ``summary.csv``.

    The summary comes last, and that of an earlier run goes first: where there is one, all reports are of its run.

    Parameters
    ----------
    entries : sequence of (str, Path)
        Students and their submissions.
    plan : Plan
    sandbox : Sandbox
    out : Path
        All results go below it.
    on_graded : callable
        Told each student and report, for progress.
    dialect : str
        Whose function names the submissions have; "auto" judges each by its text.

    Raises
    ------
    OperatorError
        If a file cannot be written or the sandbox cannot start. Reports written before stay.
    """
    remove_file(out / SUMMARY)
    graded = []
    for student, path in entries:
        submission = read(path)
        try:
            report = grade(submission, plan, sandbox, dialect)
        except OperatorError:
            raise
        except Exception as error:  # a bug of ours must not take the rest of the class with it
            report = broken_report(submission, plan, sandbox.level, error)
        write_file(out / student / "report.json", document.to_json(report))
        write_file(out / student / "report.txt", text.render(report).encode())
        graded.append((student, report))
        on_graded(student, report)
    write_file(out / SUMMARY, summary.to_csv(plan.assignment, graded))
    return graded


def read(path: Path) -> Submission:
    """Read an entry of a class; a link could lead to anyone's work, or to any file, and is refused."""
    if path.is_symlink():
        return unreadable(path.name, f"{path.name} is a link; submit the file itself")
    return load_submission(path)
