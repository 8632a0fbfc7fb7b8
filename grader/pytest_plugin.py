"""``pytest --grader-assignment conv-layer --submission conv.py``: every case as a test.

Whatever reads pytest's results then reads grades: a test is ``exercise/criterion/case``, with its points as
properties in JUnit. The submission is graded as by ``grader check``, in confined processes; pytest's own process
never runs it. So with these options pytest collects nothing else, loads no conftest.py, takes no configuration that
lies around the submission, and imports nothing from beside it: a student's would run here, unconfined.

pytest loads what ``addopts`` names before it asks any plugin, so what is refused here may have run by then; a command
with ``-c`` never looks for it.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.export.format import CasePoints
    from grader.model import Report

CONFIGURED = (
    "{ini} lies around the submission, and could be the student's: it may load code into this process, outside "
    "all confinement. Name a configuration of yours with -c FILE, or none: -c /dev/null --rootdir ."
)
GRADED = pytest.StashKey["Report"]()
NOTICE = pytest.StashKey[str]()  # of a weak isolation level


class NotPassed(Exception):
    """A case that is not passed; its message is what the student reads."""


class GraderFailed(Exception):
    """A case on which the grader itself failed."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add our options."""
    group = parser.getgroup("grader", "grading a submission")
    group.addoption("--grader-assignment", metavar="ID", help="grade a submission of this assignment, and nothing else")
    group.addoption("--submission", metavar="FILE", help="the submission: .py, .ipynb, .zip or a folder")
    group.addoption("--grader-seed-file", metavar="FILE", help="a file whose text seeds the cases")
    group.addoption("--grader-level", choices=["A", "B", "C"], help="the weakest isolation level to grade at")
    group.addoption("--grader-portable", action="store_true", help="use the portable worker, which has level D")
    group.addoption("--grader-assignments", metavar="DIR", help="folder of assignments, instead of the grader's own")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Take no conftest.py, no configuration and no module that could be the student's, where a submission is graded."""
    options = early_config.known_args_namespace
    if getattr(options, "grader_assignment", None) is None:
        return
    options.noconftest = True
    place = Path(getattr(options, "submission", None) or ".").resolve()
    place = place if place.is_dir() else place.parent
    ini = early_config.inipath
    if ini is not None and not options.inifilename and ini.parent in (place, *place.parents):
        raise pytest.UsageError(CONFIGURED.format(ini=ini))
    sys.path[:] = [entry for entry in sys.path if not _could_be_theirs(entry, place)]


def _could_be_theirs(entry: str, place: Path) -> bool:
    """Whether modules would be imported from a submission's folder, or from the current one around it."""
    folder = Path(entry or ".").resolve()
    is_around = folder == Path.cwd() and folder in place.parents
    return folder == place or place in folder.parents or is_around


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    """Collect no file where a submission is graded."""
    return True if config.getoption("--grader-assignment") is not None else None


def pytest_configure(config: pytest.Config) -> None:
    """Say at once what is missing."""
    name, submission = config.getoption("--grader-assignment"), config.getoption("--submission")
    if (name is None) != (submission is None):
        missing = "--submission FILE" if submission is None else "--grader-assignment ID"
        raise pytest.UsageError(f"grading needs {missing} too")
    if submission is not None and not Path(submission).exists():
        raise pytest.UsageError(f"--submission {submission}: there is no such file")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """Grade the submission, and make a test of every case; `-k` and others then choose among them."""
    name = config.getoption("--grader-assignment")
    if name is None:
        return
    report = graded(config, name)
    config.stash[GRADED] = report
    collector = Submission.from_parent(session, name=report.submission, nodeid=report.submission)
    items[:] = list(collector.of(report))


def graded(config: pytest.Config, name: str) -> "Report":
    """Grade the submission, confined as by `grader check`."""
    from grader.authoring.assignment import assignment_ids, load_assignment
    from grader.classroom.settings import read_seed
    from grader.errors import AuthorError, OperatorError, say_unknown
    from grader.grading.grade import grade, plan
    from grader.model import PUBLIC_SEED
    from grader.sandbox.levels import least
    from grader.sandbox.sandbox import Sandbox
    from grader.submissions.reading import load_submission
    from grader.topics.loading import assignments_folder

    given, seed_file = config.getoption("--grader-assignments"), config.getoption("--grader-seed-file")
    folder = Path(given) if given else assignments_folder()
    try:
        if name not in assignment_ids(folder):
            raise pytest.UsageError(say_unknown("there is no assignment", name, assignment_ids(folder)))
        assignment = load_assignment(folder / name)
        planned = plan(assignment, read_seed(Path(seed_file)) if seed_file else PUBLIC_SEED)
        is_portable = config.getoption("--grader-portable")
        with Sandbox(portable=is_portable or None) as sandbox:
            wanted = least(config.getoption("--grader-level"), accepts_weak=is_portable)
            sandbox.configure(assignment.limits, assignment.imports, wanted)
            report = grade(load_submission(Path(config.getoption("--submission"))), planned, sandbox)
            config.stash[NOTICE] = sandbox.notice()
            return report
    except (AuthorError, OperatorError) as error:
        raise pytest.UsageError(str(error)) from None


class Submission(pytest.Collector):
    """The submission, as pytest's tree shows it."""

    def collect(self) -> list[pytest.Item]:
        """Return nothing: the tests are made where the report is."""
        return []

    def of(self, report: "Report") -> Iterator["GradedCase"]:
        """Yield a test for each case."""
        from grader.export.format import cases_of

        for one in cases_of(report):
            yield GradedCase.from_parent(self, name=one.name, case=one)


class GradedCase(pytest.Item):
    """A case that has been graded; running it says how it went."""

    def __init__(self, *, case: "CasePoints", **more: Any) -> None:
        super().__init__(**more)
        self.case = case
        for name, value in (("points", case.points), ("earned", case.earned)):
            self.user_properties.append((name, f"{float(value):.10g}"))

    def setup(self) -> None:
        """Fail here if the grader itself failed: pytest calls it an error, which is no failure of the student's."""
        if self.case.result.status == "broken":
            raise GraderFailed(self.explanation())

    def runtest(self) -> None:
        """Say what the result says."""
        if self.case.result.status == "skipped":
            pytest.skip(self.explanation())
        if self.case.result.status == "failed":
            raise NotPassed(self.explanation())

    def explanation(self) -> str:
        """Return what the student reads."""
        from grader.report.escape import ci_log
        from grader.report.lines import lines_of

        return ci_log("\n".join(lines_of(self.case.blocks)) or "not passed", 4000)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the sentences alone: a traceback would be ours."""
        if isinstance(excinfo.value, (NotPassed, GraderFailed)):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[str, None, str]:
        """Return what pytest calls it."""
        return self.case.name, None, self.case.name


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the points."""
    report = config.stash.get(GRADED, None)
    if report is not None:
        from grader.report.document import decimal
        from grader.report.escape import one_line

        points = f"{decimal(report.score):g} of {decimal(report.possible):g} points"
        terminalreporter.write_line(
            f"{one_line(report.submission)} ({report.assignment}): {points}, at isolation level {report.isolation}"
        )
        if notice := config.stash.get(NOTICE, ""):
            terminalreporter.write_line(notice)
