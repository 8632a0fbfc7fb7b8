"""What ``grader export --package`` gathers: the assignment, the seed, what is to be installed."""

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import click

from grader.classroom.order import files_of
from grader.classroom.settings import read_seed
from grader.cli.common import find_assignment
from grader.export import packages
from grader.model import Assignment

SYSTEMS = ("gradescope", "artemis", "classroom50")


def package_of(
    system: str, name: str | None, folder: Path | None, seed_file: Path | None, install: str | None
) -> Mapping[str, bytes]:
    """Return the files of a package by name; of one that is a single file, under an empty name."""
    if system not in SYSTEMS:
        raise click.UsageError(f"--package is for {', '.join(SYSTEMS)}; {system} has its files in integrations/")
    if name is None:
        raise click.UsageError("a package grades one assignment: name it with -a")
    if system == "classroom50" and seed_file is not None:
        raise click.UsageError(
            "Classroom 50 publishes its autograders, so a seed in one is no secret: leave --seed-file out, and grade "
            "what counts from the clones with `grader run`"
        )
    assignment = find_assignment(name, folder)
    course = course_of(assignment, folder is not None, seed_file, install)
    if system == "classroom50":
        from grader.authoring.starters import starters

        (module,) = (file for file in starters(assignment.folder) if file.endswith(".py"))
        return packages.classroom50(course, module)
    return {"": packages.gradescope(course)} if system == "gradescope" else artemis(assignment, course)


def course_of(assignment: Assignment, is_own: bool, seed_file: Path | None, install: str | None) -> packages.Course:
    """Gather what goes into a package."""
    file = Path(install) if install is not None and Path(install).is_file() else None
    return packages.Course(
        assignment=assignment.id,
        requirement=file.name if file else install or this_version(),
        distribution=file.read_bytes() if file else None,
        seed=f"{read_seed(seed_file)}\n".encode() if seed_file else None,
        files=files_of(assignment) if is_own else {},  # no lesson, no wrong answers
    )


def this_version() -> str:
    """Return what pip installs to have this very grader."""
    try:
        return f"convgrader=={version('convgrader')}"
    except PackageNotFoundError:
        raise click.UsageError("this grader is not installed, so its version is unknown: say --install") from None


def artemis(assignment: Assignment, course: packages.Course) -> Mapping[str, bytes]:
    """Return Artemis's three repositories; the solution is graded, for the names and points of its tests."""
    from grader.authoring.lesson import solution_module
    from grader.authoring.starters import handout, read_lesson
    from grader.grading.grade import grade, plan
    from grader.sandbox.sandbox import Sandbox
    from grader.submissions.reading import from_files

    solution = solution_module(read_lesson(assignment.folder))
    with Sandbox() as sandbox:
        sandbox.configure(assignment.limits, assignment.imports)
        submission = from_files("solution.py", {"solution.py": solution.encode()})
        solved = grade(submission, plan(assignment), sandbox)
    return packages.artemis(course, handout(assignment), solution, solved)
