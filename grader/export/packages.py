"""What another system needs to grade by itself: autograders, and Artemis's three repositories. Pure.

The scripts are the same for every course; what differs is in ``settings.env`` beside them. The course's seed goes
where the system keeps its secrets: students cannot read it there, and student code can open no file.
"""

import io
import json
import re
import shlex
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from importlib import resources

from grader.export.format import cases_of
from grader.export.table import to_csv
from grader.model import Report
from grader.report.document import decimal

LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can say: the same package, the same bytes
PYTHONS = "3.13 3.12 3.11"
TAG = re.compile(r"-cp3(?P<minor>\d+)-")


@dataclass(frozen=True, kw_only=True)
class Course:
    """What a package is made for."""

    assignment: str
    requirement: str  # what pip installs: a name with its version, or the file's name
    distribution: bytes | None = None  # that file
    seed: bytes | None = None
    files: Mapping[str, bytes] = field(
        default_factory=dict
    )  # by path below a folder of assignments, where it is not ours


def to_zip(files: Mapping[str, bytes], programs: Collection[str] = ()) -> bytes:
    """Return a zip of files, the same bytes for the same files; `programs` are those that can be run."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, LONG_AGO)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if name in programs else 0o100644) << 16
            archive.writestr(info, files[name])
    return packed.getvalue()


def gradescope(course: Course) -> bytes:
    """Return the zip to upload: ``setup.sh`` and ``run_autograder`` at its root."""
    wheel = TAG.search(course.requirement) if course.requirement.endswith(".whl") else None
    requirement = f"./{course.requirement}" if course.distribution is not None else course.requirement
    settings = {
        "ASSIGNMENT": course.assignment,
        "REQUIREMENT": requirement,
        "PYTHONS": f"3.{wheel['minor']}" if wheel else PYTHONS,
    }
    files = {name: script("gradescope", name) for name in ("setup.sh", "run_autograder")}
    files |= {"settings.env": environment(settings), **shared(course)}
    return to_zip(files, programs=("setup.sh", "run_autograder"))


def classroom50(course: Course, submission: str) -> dict[str, bytes]:
    """Return the folder of an autograder; it will be published, so it holds no seed.

    Parameters
    ----------
    course : Course
        Without a seed.
    submission : str
        The file that students hand in.
    """
    assert course.seed is None
    requirement = f"./{course.requirement}" if course.distribution is not None else course.requirement
    settings = {"assignment": course.assignment, "submission": submission, "requirement": requirement}
    files = {"autograder.py": script("classroom50", "autograder.py"), **shared(course)}
    return files | {"settings.json": json.dumps(settings, indent=1).encode() + b"\n"}


def artemis(course: Course, starter: Mapping[str, bytes], solution: str, solved: Report) -> dict[str, bytes]:
    """Return the three repositories: ``exercise/``, ``solution/`` and ``test/``.

    Parameters
    ----------
    course : Course
    starter : mapping of str to bytes
        What students begin with; the module is what they hand in.
    solution : str
        The solved module.
    solved : Report
        Its report, for the names and points of the tests.
    """
    (module,) = (name for name in starter if name.endswith(".py"))
    requirement = f"./{course.requirement}" if course.distribution is not None else course.requirement
    settings = {"ASSIGNMENT": course.assignment, "REQUIREMENT": requirement, "SUBMISSION": module}
    files = {f"exercise/{name}": data for name, data in starter.items() if not name.endswith(".ipynb")}
    files[f"solution/{module}"] = solution.encode()
    files["test/build.sh"] = script("artemis", "build.sh")
    files["test/settings.env"] = environment(settings)
    files["test/weights.csv"] = weights(solved)
    files |= {f"test/{name}": data for name, data in shared(course).items()}
    return files


def weights(report: Report) -> bytes:
    """Return the tests' names and weights, which are set by hand in Artemis: there each test counts as a whole."""
    lines = [["test", "weight"], *([case.name, f"{float(decimal(case.points)):.2f}"] for case in cases_of(report))]
    return to_csv(lines)


def shared(course: Course) -> dict[str, bytes]:
    """Return what lies beside the scripts of either package."""
    files = {f"assignments/{path}": data for path, data in course.files.items()}
    if course.distribution is not None:
        files[course.requirement] = course.distribution
    if course.seed is not None:
        files["seed.txt"] = course.seed
    return files


def environment(settings: Mapping[str, str]) -> bytes:
    """Return settings as a shell reads them."""
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in settings.items()).encode()


def script(system: str, name: str) -> bytes:
    """Return one of the scripts that come with the grader."""
    return (resources.files("grader.export") / "templates" / system / name).read_bytes()
