"""A small class with everything in it that an export has to bear: the golden files are made of it.

Make them again after a change that is meant: ``python -m tests.exports.sample``; then read what changed.
"""

import dataclasses
import shutil
from fractions import Fraction
from pathlib import Path

from grader.export import FORMATS, Options, written
from grader.grading.scoring import score
from grader.model import (
    Criterion,
    CriterionReport,
    Diagnosis,
    Evidence,
    Exercise,
    ExerciseReport,
    Frame,
    GradeRow,
    Raised,
    Report,
    Result,
    Student,
)

GOLDEN = Path(__file__).parent / "golden"
INTO = Path(__file__).parent / "into"
WRONG = Evidence(
    reason="wrong-value",
    function="conv_map",
    call="conv_map(x (2, 2, 2), w (2, 2, 1), b=-6)",
    why="Sizes nobody chose.",
    output="out",
    at=(0, 0),
    got=50.0,
    want=18.0,
    wrong=2,
    entries=2,
    terms=("2*5", "4*5", "1*-9", "-3*-1", "-6"),
)
RAISED = Evidence(
    reason="raised",
    function="conv_map",
    call="conv_map(x (3, 4, 4), w (3, 2, 2), b=1)",
    why="Color.",
    raised=Raised(
        type="ValueError",
        bases=("Exception",),
        message="</failure>]]>\n::error file=grader.py::owned \u202e % <b>&\ufffe",
        trace=(Frame("conv.py", 12, "conv_map", "out = x[i] @ w"),),
    ),
    printed="=1+1\n##[group]x\n",
)
STOPPED = Evidence(
    reason="timed-out", function="conv_forward", call="conv_forward(…)", detail="stopped after 2 s of wall time, twice"
)
SHAPE_FIRST = Evidence(reason="shape-first")
BROKEN = Evidence(reason="grader-error", detail="ZeroDivisionError in check values")


def case(name: str, evidence: Evidence | None = None, status: str | None = None) -> Result:
    return Result(
        case=name,
        status=status or ("passed" if evidence is None else "failed"),  # type: ignore[arg-type]
        outcome="returned",
        evidence=evidence,
    )


def criterion(name: str, points: int, *results: Result) -> CriterionReport:
    return score(Criterion(id=name, check="values", points=Fraction(points)), results)


def exercise(name: str, title: str, *criteria: CriterionReport, **more: object) -> ExerciseReport:
    what = Exercise(id=name, title=title, slide="Convolution Layer", criteria=tuple(c.criterion for c in criteria))
    return ExerciseReport(exercise=what, criteria=criteria, **more)  # type: ignore[arg-type]


def report(submission: str, *exercises: ExerciseReport, **more: object) -> Report:
    return Report(
        assignment="conv-layer",
        assignment_digest="a" * 16,
        seed_digest="5eed" * 4,
        submission=submission,
        submission_digest="b" * 16,
        dialect="native",
        isolation="B",
        exercises=exercises,
        **more,  # type: ignore[arg-type]
    )


RIGHT = report(
    "conv.py",
    exercise(
        "conv_map", "One map", criterion("shape", 2, case("rgb"), case("random-1")), criterion("values", 3, case("rgb"))
    ),
    exercise("conv_forward", "The layer", criterion("values", 5, case("rgb"), case("stride-2"), case("tiles"))),
)
HINT = Diagnosis(
    misconceptions=("kernel-flipped",), equivalent=(), hint="which end of the kernel meets which value?", slide="Images"
)
PARTLY = report(
    "conv.py",
    exercise(
        "conv_map",
        "One map",
        criterion("shape", 2, case("rgb", RAISED), case("random-1")),
        criterion("values", 3, case("rgb", SHAPE_FIRST, "skipped"), case("random-1", WRONG), case("tiles")),
        notes=("single precision inside",),
        diagnosis=(HINT,),
    ),
    exercise(
        "conv_forward", "The layer", criterion("values", 5, case("rgb", STOPPED), case("stride-2"), case("tiles"))
    ),
    notes=("import of matplotlib was passed over",),
)
HURT = dataclasses.replace(
    PARTLY,
    exercises=(
        PARTLY.exercises[0],
        exercise("conv_forward", "The layer", criterion("values", 5, case("rgb", BROKEN, "broken"), case("stride-2"))),
    ),
)

ADA = Student(
    id="101", name="Lovelace, Ada", email="ada@example.edu", login="ada", sis_id="S1", section="A", github="ada-l"
)
BORIS = Student(
    id="102", name='O\'Neil, Boris "Bo"', email="boris@example.edu", login="boris", sis_id="S2", section="B"
)
CHEN = Student(id="103", name="Chén Wu", email="chen@example.edu", login="chen", sis_id="S3", section="A")
DANA = Student(id="104", name="=HYPERLINK(1)", email="dana@example.edu", login="dana", sis_id="S4", section="A")


def row(student: Student, found: Report, **more: object) -> GradeRow:
    known: dict[str, object] = {"score": found.score, "grade": found.score, "status": "graded"}
    return GradeRow(
        student=student,
        assignment="conv-layer",
        submission=found.submission,
        possible=found.possible,
        report=found,
        seconds=0.25,
        **{**known, **more},  # type: ignore[arg-type]
    )


ROWS = [
    row(ADA, RIGHT, submitted="2026-10-30T17:05:11+01:00"),
    row(
        BORIS,
        PARTLY,
        submitted="2026-11-02T09:30:00+01:00",
        late_days=2,
        grade=PARTLY.score * Fraction(8, 10),
        reason="2 days late: 20 % off",
    ),
    GradeRow(
        student=CHEN, assignment="conv-layer", status="missing", reason="nothing was handed in", possible=Fraction(10)
    ),
    row(DANA, HURT, status="broken", score=None, grade=None, reason="the grader itself failed; grade this one again"),
]
FILLED = {"canvas": "canvas.csv", "moodle": "worksheet.csv"}  # formats that fill a file, and that file in into/


def exported(name: str, into: str | None = None) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Export the class; return files and notes."""
    data = (INTO / into).read_bytes() if into is not None else None
    found = FORMATS[name].export(ROWS, Options(into=data, source="work/conv.py"))
    return dict(found.files), found.notes


def without_pages(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files without those that every change of a page's look would change."""
    return {name: data for name, data in files.items() if not name.endswith(".html")}


def outputs() -> dict[str, dict[str, bytes]]:
    """Return the files of every export by the name of its golden file or folder; pages have tests of their own."""
    made = {name: without_pages(exported(name)[0]) for name in FORMATS if name != "canvas"}
    made.update({f"{name}-filled": exported(name, file)[0] for name, file in FILLED.items()})
    return made


if __name__ == "__main__":
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, files in outputs().items():
        written(files, GOLDEN / (f"{name}.csv" if "" in files else name))
