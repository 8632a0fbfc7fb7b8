"""The lines of a student's own source that a wrong exercise is about, with those around them. Pure.

In: a submission and an exercise's report.  Out: excerpts, for the student's page. Lines are those that a repair names,
or that an exception left from; where neither is known, the function itself is shown and no line is marked.
"""

import re
from collections.abc import Iterator, Mapping

from grader.model import Excerpt, ExerciseReport, Submission

AROUND = 3  # lines before and behind
MAX_LINES = 40
MAX_WIDTH = 200  # characters of a line
MAX_EXCERPTS = 3  # of an exercise


def excerpts_of(report: ExerciseReport, submission: Submission) -> tuple[Excerpt, ...]:
    """Return what to show of an exercise that is not passed; nothing of one that is."""
    if report.status in ("passed", "broken"):
        return ()
    sources = {cell.label: cell.source.split("\n") for module in submission.modules for cell in module.cells}
    marked: dict[str, set[int]] = {}
    for file, first, last in _wrong_lines(report, sources):
        marked.setdefault(file, set()).update(range(first, last + 1))
    found = [_around(file, sources[file], lines) for file, lines in marked.items()]
    return tuple((found or list(_functions(report.exercise.function_name, sources)))[:MAX_EXCERPTS])


def _wrong_lines(report: ExerciseReport, sources: Mapping[str, list[str]]) -> Iterator[tuple[str, int, int]]:
    for diagnosis in report.diagnosis:
        for place in diagnosis.repair.places if diagnosis.repair is not None else ():
            if place.file in sources and 0 < place.first_line <= place.last_line <= len(sources[place.file]):
                yield place.file, place.first_line, place.last_line
    for result in (result for criterion in report.criteria for result in criterion.results):
        raised = result.evidence.raised if result.evidence is not None else None
        frames = [frame for frame in raised.trace if frame.file in sources] if raised is not None else []
        if frames and result.status == "failed" and 0 < frames[-1].line <= len(sources[frames[-1].file]):
            yield frames[-1].file, frames[-1].line, frames[-1].line


def _around(file: str, lines: list[str], marked: set[int]) -> Excerpt:
    first = max(min(marked) - AROUND, 1)
    last = min(max(marked) + AROUND, len(lines), first + MAX_LINES - 1)
    return _excerpt(file, lines, first, last, tuple(sorted(number for number in marked if number <= last)))


def _functions(name: str, sources: Mapping[str, list[str]]) -> Iterator[Excerpt]:
    """Yield where a function, or the class of a method, is written: to its end, as indentation tells it."""
    head = re.compile(rf"(\s*)(?:async\s+def|def|class)\s+{re.escape(name.partition('.')[0])}\b")
    for file, lines in sources.items():
        for number, line in enumerate(lines, 1):
            found = head.match(line)
            if found:
                rest = lines[number : number + MAX_LINES - 1]
                own = [n for n, text in enumerate(rest, number + 1) if text.strip()]
                end = next(
                    (n - 1 for n in own if not lines[n - 1].startswith((found[1] + " ", found[1] + "\t", ")"))),
                    number + len(rest),
                )
                yield _excerpt(file, lines, number, end, ())


def _excerpt(file: str, lines: list[str], first: int, last: int, marked: tuple[int, ...]) -> Excerpt:
    shown = [line.rstrip()[:MAX_WIDTH].encode("utf-8", "replace").decode() for line in lines[first - 1 : last]]
    while shown and not shown[-1]:
        shown.pop()
    return Excerpt(file=file, first=first, lines=tuple(shown), marked=marked)
