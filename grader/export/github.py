"""GitHub: annotations at the lines of a submission, a notice of the points, and a step summary. Pure.

``annotations.txt`` is printed by a step, ``summary.md`` appended to ``$GITHUB_STEP_SUMMARY``. What a student wrote
is escaped, so that no line of it is a command of its own and nothing in the summary is markup.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from grader.export.format import Options, report_in, total_of
from grader.model import CriterionReport, GradeRow, Result
from grader.report.document import decimal
from grader.report.escape import markdown, plain
from grader.report.html import WORDS
from grader.report.lines import lines_of
from grader.report.outline import ExerciseOutline, Outline, outline


def single(row: GradeRow, options: Options) -> Mapping[str, bytes]:
    """Return annotations.txt and summary.md of one submission."""
    report = report_in(row)
    view = outline(report)
    lines = [line for exercise in view.exercises for line in annotations(exercise, options.source)]
    points = f"{decimal(total_of(row, report)):g} of {decimal(report.possible):g}"
    lines.append(command("notice", points, title="Points"))
    return {"annotations.txt": "".join(f"{line}\n" for line in lines).encode(), "summary.md": summary(row, view)}


def annotations(exercise: ExerciseOutline, source: str) -> Iterator[str]:
    """Yield an annotation for each line of the rubric that is not passed, at the student's line where one is known."""
    for criterion in exercise.criteria:
        report = criterion.report
        if report.status == "passed":
            continue
        kind = "warning" if report.status == "broken" else "error"
        title = f"{exercise.report.exercise.id}: {report.criterion.id}"
        yield command(kind, "\n".join(lines_of(exercise.blocks_of(criterion))), **place(report, source), title=title)


def place(criterion: CriterionReport, source: str) -> dict[str, str]:
    """Return file and line of the last frame of the first exception that came from a file."""
    for result in criterion.results:
        for file, line in frames(result):
            if file.endswith(".py"):
                return {"file": path_of(file, source), "line": str(line)}
    return {"file": source} if source else {}


def frames(result: Result) -> list[tuple[str, int]]:
    """Return the lines that an exception went through, the last first."""
    raised = result.evidence.raised if result.evidence is not None else None
    return [(frame.file, frame.line) for frame in reversed(raised.trace)] if raised else []


def path_of(file: str, source: str) -> str:
    """Return where a file of a submission lies in the repository."""
    given = PurePosixPath(source)
    if not source or given.name == file or given.suffix in (".zip", ".ipynb"):  # their modules are no files there
        return source or file
    return str(given / file) if given.suffix != ".py" else str(given.parent / file)


def command(kind: str, text: str, **properties: str) -> str:
    """Return a workflow command; whatever could end it, or begin another, is encoded."""
    written = ",".join(f"{name}={encoded(value, ':,')}" for name, value in properties.items())
    return f"::{kind} {written}::{encoded(text)}"


def encoded(text: str, more: str = "") -> str:
    """Return `text` as GitHub decodes it: per cent signs, line ends, and the characters in `more`."""
    shown = plain(text, 4000).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for character in more:
        shown = shown.replace(character, f"%{ord(character):02X}")
    return shown


def summary(row: GradeRow, view: Outline) -> bytes:
    """Return the step summary: a table of exercises, and below it what to do next for each."""
    report = view.report
    points = f"{decimal(total_of(row, report)):g} of {decimal(report.possible):g}"
    lines = [f"## {markdown(report.assignment)}: {points}", ""]
    lines += [f"{markdown(line, 600)}\n" for line in lines_of(view.about_all)]
    lines += ["| Exercise | Status | Points |", "|---|---|---:|"]
    for exercise in report.exercises:
        points = f"{decimal(exercise.score):g} of {decimal(exercise.exercise.points):g}"
        lines.append(f"| {markdown(exercise.exercise.id)} | {WORDS[exercise.status]} | {points} |")
    for one in view.exercises:
        if one.report.status != "passed":
            lines += ["", f"### {markdown(one.report.exercise.id)}", ""]
            for criterion in one.criteria:
                if criterion.report.status != "passed":
                    lines.append(f"- **{markdown(criterion.report.criterion.id)}**")
                    lines += [f"  <br>{markdown(line, 600)}" for line in lines_of(criterion.blocks)]
            lines += [f"\n{markdown(line, 600)}" for line in lines_of(one.notes)]
    return ("\n".join(lines) + "\n").encode()
