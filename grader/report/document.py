"""report.json: the structure, its JSON Schema, and a Report in it. Pure.

Scores are decimals with two places; the total is rounded once, from the exact fraction. No clock, host
name or path: the same submission, assignment and seed give the same bytes.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Literal

import msgspec

from grader.model import (
    CriterionReport,
    Diagnosis,
    Evidence,
    ExerciseReport,
    Level,
    Mark,
    OutcomeStatus,
    Raised,
    Reason,
    Repair,
    Report,
    Request,
    Result,
    Searched,
    Smallest,
    Status,
)
from grader.report.escape import json_text

Number = int | float


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    pass


class FrameDocument(_Part, frozen=True):
    """One line of the student's own traceback."""

    file: str
    line: int
    function: str
    source: str


class RaisedDocument(_Part, frozen=True):
    """An exception that left the student's function."""

    type: str
    message: str
    trace: tuple[FrameDocument, ...] = ()


class EvidenceDocument(_Part, frozen=True):
    """The facts behind a result that is not passed; only those that apply are there."""

    reason: Reason
    function: str | None = None
    call: str | None = None
    why: str | None = None
    output: str | None = None
    at: tuple[int, ...] | None = None
    got: Number | str | tuple[int, ...] | None = None
    want: Number | str | tuple[int, ...] | None = None
    wrong: int | None = None
    entries: int | None = None
    terms: tuple[str, ...] = ()
    raised: RaisedDocument | None = None
    detail: str | None = None
    printed: str | None = None


class ResultDocument(_Part, frozen=True):
    """What one check says of one case."""

    case: str
    status: Status
    outcome: OutcomeStatus | None = None
    evidence: EvidenceDocument | None = None


class CriterionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A rubric line."""

    id: str
    score: Number
    possible: Number
    status: Status
    results: tuple[ResultDocument, ...]


class SmallestDocument(_Part, frozen=True):
    """A small input that shows what is wrong."""

    call: str
    output: str
    at: tuple[int, ...]
    got: Number | str
    want: Number | str
    terms: tuple[str, ...]
    own_terms: tuple[str, ...] = ()
    code: str = ""


class PlaceDocument(_Part, frozen=True):
    """Lines of a function, and what kind of change is enough there."""

    kind: str
    file: str
    function: str
    first_line: int
    last_line: int


class RepairDocument(_Part, frozen=True):
    """A change, or two together, that make every case right, or `mended` of `missed` wrong ones; it is not told."""

    places: tuple[PlaceDocument, ...]
    others: int
    fresh: int
    whole: bool
    mended: int = 0
    missed: int = 0


class SearchDocument(_Part, frozen=True):
    """What a search for a repair was allowed to try, and what it tried."""

    single_edits: int
    pairs: int
    tried: int


class DiagnosisDocument(_Part, frozen=True):
    """Misconceptions that explain an exercise's answers, a repair, or a fact about them."""

    misconceptions: tuple[str, ...]
    equivalent: tuple[str, ...]
    hint: str
    slide: str
    output: str = ""
    belief: str = ""
    smallest: SmallestDocument | None = None
    repair: RepairDocument | None = None


class CodeDocument(_Part, frozen=True):
    """A failed case as code to paste below one's functions: it prints a wrong number beside the one that is due."""

    case: str
    code: str


class ExerciseDocument(_Part, frozen=True):
    """One exercise."""

    id: str
    score: Number
    possible: Number
    status: Status
    criteria: tuple[CriterionDocument, ...]
    diagnosis: tuple[DiagnosisDocument, ...]
    notes: tuple[str, ...]
    search: SearchDocument | None = None
    codes: tuple[CodeDocument, ...] = ()


class SubmissionDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What was graded."""

    name: str
    digest: str
    dialect: str


class MarkDocument(_Part, frozen=True):
    """What a person gave for a part that people grade."""

    part: str
    points: Number
    possible: Number
    who: str
    comment: str = ""


class RequestDocument(_Part, frozen=True):
    """What the student asked to be looked at again, and the answer, where there is one."""

    text: str
    exercise: str = ""
    granted: bool | None = None
    reason: str = ""
    who: str = ""


class ReportDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """report.json."""

    schema: Literal[1]
    assignment: str
    assignment_digest: str
    seed_digest: str
    submission: SubmissionDocument
    isolation: Level
    score: Number
    possible: Number
    exercises: tuple[ExerciseDocument, ...]
    notes: tuple[str, ...]
    marks: tuple[MarkDocument, ...] = ()
    requests: tuple[RequestDocument, ...] = ()


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of report.json."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(ReportDocument)}


def to_json(report: Report) -> bytes:
    """Return report.json."""
    return to_bytes(to_document(report))


def with_people(report: bytes, marks: Sequence[Mark], requests: Sequence[Request]) -> bytes:
    """Return report.json with what people gave and answered; as it is where there is none of it."""
    if not marks and not requests:
        return report
    given = tuple(
        MarkDocument(
            part=one.part, points=decimal(one.points), possible=decimal(one.possible), who=one.who, comment=one.comment
        )
        for one in marks
    )
    asked = tuple(
        RequestDocument(
            text=one.text, exercise=one.exercise, granted=one.is_granted, reason=one.reason, who=one.answered_by
        )
        for one in requests
    )
    document = msgspec.json.decode(report, type=ReportDocument)
    return to_bytes(msgspec.structs.replace(document, marks=given, requests=asked))


def to_bytes(document: object) -> bytes:
    """Return a document as JSON in which a terminal or an editor finds nothing to obey."""
    return json_text(msgspec.json.format(msgspec.json.encode(document), indent=1).decode()).encode() + b"\n"


def decimal(value: Fraction) -> Number:
    """Return a score with two places, halves rounded up; whole numbers as integers."""
    hundredths = math.floor(value * 100 + Fraction(1, 2))
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def to_document(report: Report) -> ReportDocument:
    """Return a report as it goes into JSON."""
    return ReportDocument(
        schema=1,
        assignment=report.assignment,
        assignment_digest=report.assignment_digest,
        seed_digest=report.seed_digest,
        submission=SubmissionDocument(name=report.submission, digest=report.submission_digest, dialect=report.dialect),
        isolation=report.isolation,
        score=decimal(report.score),
        possible=decimal(report.possible),
        exercises=tuple(_exercise(exercise) for exercise in report.exercises),
        notes=report.notes,
    )


def _exercise(report: ExerciseReport) -> ExerciseDocument:
    return ExerciseDocument(
        id=report.exercise.id,
        score=decimal(report.score),
        possible=decimal(report.exercise.points),
        status=report.status,
        criteria=tuple(_criterion(criterion) for criterion in report.criteria),
        diagnosis=tuple(_diagnosis(explanation) for explanation in report.diagnosis),
        notes=report.notes,
        search=_search(report.searched) if report.searched is not None else None,
        codes=tuple(CodeDocument(case=case, code=code) for case, code in report.codes),
    )


def _search(searched: Searched) -> SearchDocument:
    return SearchDocument(single_edits=searched.single_edits, pairs=searched.pairs, tried=searched.tried)


def _repair(repair: Repair) -> RepairDocument:
    places = tuple(
        PlaceDocument(
            kind=place.kind,
            file=place.file,
            function=place.function,
            first_line=place.first_line,
            last_line=place.last_line,
        )
        for place in repair.places
    )
    return RepairDocument(
        places=places,
        others=repair.others,
        fresh=repair.fresh,
        whole=repair.whole,
        mended=repair.mended,
        missed=repair.missed,
    )


def _diagnosis(diagnosis: Diagnosis) -> DiagnosisDocument:
    return DiagnosisDocument(
        misconceptions=diagnosis.misconceptions,
        equivalent=diagnosis.equivalent,
        hint=diagnosis.hint,
        slide=diagnosis.slide,
        output=diagnosis.output,
        belief=diagnosis.belief,
        smallest=_smallest(diagnosis.smallest) if diagnosis.smallest is not None else None,
        repair=_repair(diagnosis.repair) if diagnosis.repair is not None else None,
    )


def _smallest(smallest: Smallest) -> SmallestDocument:
    got, want = _value(smallest.got), _value(smallest.want)
    assert isinstance(got, (int, float, str))
    assert isinstance(want, (int, float, str))
    return SmallestDocument(
        call=smallest.call,
        output=smallest.output,
        at=smallest.at,
        got=got,
        want=want,
        terms=smallest.terms,
        own_terms=smallest.own_terms,
        code=smallest.code,
    )


def _criterion(report: CriterionReport) -> CriterionDocument:
    return CriterionDocument(
        id=report.criterion.id,
        score=decimal(report.score),
        possible=decimal(report.criterion.points),
        status=report.status,
        results=tuple(_result(result) for result in report.results),
    )


def _result(result: Result) -> ResultDocument:
    evidence = _evidence(result.evidence) if result.evidence is not None else None
    return ResultDocument(case=result.case, status=result.status, outcome=result.outcome, evidence=evidence)


def _evidence(evidence: Evidence) -> EvidenceDocument:
    return EvidenceDocument(
        reason=evidence.reason,
        function=evidence.function,
        call=evidence.call,
        why=evidence.why,
        output=evidence.output,
        at=evidence.at,
        got=_value(evidence.got),
        want=_value(evidence.want),
        wrong=evidence.wrong,
        entries=evidence.entries,
        terms=evidence.terms,
        raised=_raised(evidence.raised) if evidence.raised is not None else None,
        detail=evidence.detail,
        printed=evidence.printed,
    )


def _raised(raised: Raised) -> RaisedDocument:
    trace = tuple(FrameDocument(file=f.file, line=f.line, function=f.function, source=f.source) for f in raised.trace)
    return RaisedDocument(type=raised.type, message=raised.message, trace=trace)


def _value(value: object) -> Number | str | tuple[int, ...] | None:
    """Return a number, shape or name as JSON can hold it: 4.0 as 4, NaN as the word."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if value is None or isinstance(value, (int, str)):
        return value
    assert isinstance(value, tuple)
    return value
