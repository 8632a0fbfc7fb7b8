"""Grade rows as files for other systems. A format is a pure function with a one-line promise; `FORMATS` has them all.

Another package adds one with an entry point in the group ``convgrader.exports`` that names a `Format`.
"""

from collections.abc import Mapping
from pathlib import Path

from grader.errors import OperatorError, say_unknown
from grader.export import (
    autolab,
    canvas,
    classroom50,
    github,
    gradescope,
    junit,
    moodle,
    nbgrader,
    otter,
    prairielearn,
    table,
)
from grader.export.format import ALL, Exported, Format, Options, above_all, each, row_of, score_alone
from grader.files import STDOUT, write_file, write_output

__all__ = ["ALL", "FORMATS", "Exported", "Format", "Options", "find", "row_of", "written"]

OURS = (
    Format(name="csv", promise="a line for each student and assignment, for spreadsheets", export=table.export),
    Format(name="canvas", promise="your own Canvas gradebook, one column filled", export=canvas.export, fills=True),
    Format(
        name="moodle",
        promise="a file for Moodle's grade import, or your offline worksheet, filled",
        export=moodle.export,
        fills=True,
    ),
    Format(
        name="gradescope",
        promise="results.json for each submission",
        export=each(gradescope.single),
        single=gradescope.single,
    ),
    Format(
        name="prairielearn",
        promise="results.json for each submission, one megabyte at most",
        export=each(prairielearn.single, above_all),
        single=prairielearn.single,
    ),
    Format(
        name="autolab",
        promise="the lines to print at the end, for each submission",
        export=each(autolab.single, score_alone),
        single=autolab.single,
    ),
    Format(
        name="artemis",
        promise="JUnit for each submission, as Artemis counts: passed or not",
        export=each(junit.artemis),
        single=junit.artemis,
    ),
    Format(
        name="junit",
        promise="JUnit for each submission, as pytest writes it, with points",
        export=each(junit.single),
        single=junit.single,
    ),
    Format(
        name="github",
        promise="annotations and step summary, for each submission",
        export=each(github.single),
        single=github.single,
    ),
    Format(
        name="classroom50",
        promise="result.json with whole points, the release's text and the feedback page, for each submission",
        export=each(classroom50.single, score_alone),
        single=classroom50.single,
    ),
    Format(name="nbgrader", promise="grades.csv with nbgrader's columns", export=nbgrader.export),
    Format(
        name="otter",
        promise="final_grades.csv with Otter's columns; one submission as results that Otter reads",
        export=otter.export,
        single=otter.single,
    ),
)
FORMATS: Mapping[str, Format] = {format.name: format for format in OURS}
GROUP = "convgrader.exports"


def find(name: str) -> Format:
    """Return a format by its name: one of ours, or of another package.

    Raises
    ------
    OperatorError
        If nobody has one of that name.
    """
    if name in FORMATS:
        return FORMATS[name]
    from importlib.metadata import entry_points

    others = {entry.name: entry for entry in entry_points(group=GROUP)}
    if name not in others:
        raise OperatorError(say_unknown("there is no export", name, [*FORMATS, *sorted(others)]))
    chosen = others[name].load()
    if not isinstance(chosen, Format):
        raise OperatorError(f"the export {name!r} of {others[name].value} is no grader.export.Format")
    return chosen


def written(files: Mapping[str, bytes], path: Path, is_private: bool = False) -> int:
    """Write the one file of an export at a path, or its files below it; return how many.

    Raises
    ------
    OperatorError
        If a file cannot be written.
    """
    if str(path) == STDOUT and [*files] != [ALL]:
        raise OperatorError(f"{len(files)} files do not go to standard output (-): name a folder for them")
    for name, data in files.items():
        if name == ALL:
            write_output(path, data, is_private)
        else:
            write_file(path / name, data, is_private)
    return len(files)
