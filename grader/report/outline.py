"""One walk over a Report: what there is to say about it, in the order in which it is said. Pure.

In: a Report.  Out: blocks of finished sentences. Text, pages, notebooks, pytest and every export print these blocks
and nothing else about a result, so that a student reads the same words everywhere.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from grader.languages import Say, as_it_is
from grader.model import CriterionReport, Diagnosis, Evidence, ExerciseReport, Report, Result, Smallest
from grader.report.escape import one_line
from grader.report.language import in_language
from grader.report.repairs import repair_sentence
from grader.report.sentences import SENTENCES, is_missing, printed_lines, smallest_lines

Kind = Literal[
    "case",
    "call",
    "happened",
    "printed",
    "next",
    "others",
    "question",
    "code",
    "paste",
    "smallest",
    "slides",
    "note",
    "obstacle",
]

WITHOUT_CASE = ("no-legal-case", "nothing-right")  # about what other cases came to
MAX_NAMES = 6  # of other cases that missed; the rest is counted
WHOLE_FUNCTION = (
    "not-written",
    "refused",
    "no-legal-case",
    "nothing-right",
)  # true of every case: said once, without one
THIS_CASE = "This case, to paste below your functions:"
PASTE = "The smallest input that shows it, to paste below your functions:"
WEAK = "Graded at isolation level D: in a process that is not confined."


@dataclass(frozen=True, kw_only=True)
class Block:
    """Sentences that stand together. A line that begins with blanks belongs to the one before it."""

    kind: Kind
    lines: tuple[str, ...]
    result: Result | None = None  # of what happened: a page draws its picture here
    view: str = ""  # of the lecture, with the small input: a page may show it here


@dataclass(frozen=True, kw_only=True)
class CriterionOutline:
    """What there is to say about one criterion."""

    report: CriterionReport
    counted: str  # how many cases passed, in words
    facts: tuple[Block, ...]  # of the result that shows most
    advice: tuple[Block, ...]  # for the whole exercise; it stands with the first failed criterion
    repeats: bool  # whether an earlier criterion of the exercise has the same facts
    adds_nothing: bool  # or only says that its numbers were not compared

    @property
    def news(self) -> tuple[Block, ...]:
        """Facts that no earlier criterion of the exercise has, then advice."""
        return self.advice if self.adds_nothing else self.blocks

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Facts, then advice."""
        return (*self.facts, *self.advice)


@dataclass(frozen=True, kw_only=True)
class ExerciseOutline:
    """What there is to say about one exercise."""

    report: ExerciseReport
    criteria: tuple[CriterionOutline, ...]
    notes: tuple[Block, ...]
    waits_for: frozenset[str]  # exercises whose function failed before this one's was called
    elsewhere: Mapping[str, str] = field(repr=False)  # function → the failed exercise that tells about it
    say: Say = field(repr=False, compare=False)

    def blocks_of(self, criterion: CriterionOutline) -> tuple[Block, ...]:
        """Return a criterion's blocks, for an output without a place for the exercise: notes follow its last one."""
        return (*criterion.blocks, *(self.notes if criterion is self.criteria[-1] else ()))

    def advice_in_shapes(self, criterion: CriterionOutline) -> tuple[Block, ...]:
        """Return a criterion's advice, with the small input as a call and not as code."""
        smallest = next((one.smallest for one in self.report.diagnosis[:1]), None)
        kept = [block for block in criterion.advice if block.kind not in ("code", "smallest")]
        return (*kept, *in_language([_in_shapes(smallest)] if smallest is not None else [], self.say))

    def blocks_of_case(self, criterion: CriterionOutline, result: Result) -> tuple[Block, ...]:
        """Return what there is to say about one case; the criterion's advice stands with its first failed case."""
        missed = [other for other in criterion.report.results if other.status != "passed"]
        failed = [other for other in missed if other.status == "failed"]
        is_first = any(result is first for first in (failed or missed)[:1])
        facts = in_language(_facts(self.report, result, self.elsewhere), self.say)
        return (*facts, *(criterion.advice if is_first else ()))

    @property
    def is_unwritten(self) -> bool:
        """Whether the function is as the starter has it, or what it starts from is."""
        reasons = {evidence.reason for evidence in self._failures}
        return "not-written" in reasons and reasons <= {"not-written", *WITHOUT_CASE}

    @property
    def is_begun(self) -> bool:
        """Whether there is something to mend: a function that is written."""
        reasons = {evidence.reason for evidence in self._failures if not is_missing(evidence)}
        return not reasons <= {"not-written", *WITHOUT_CASE}

    @property
    def _failures(self) -> list[Evidence]:
        results = [result for criterion in self.report.criteria for result in criterion.results]
        return [result.evidence for result in results if result.status == "failed" and result.evidence is not None]


@dataclass(frozen=True, kw_only=True)
class Outline:
    """What there is to say about a submission."""

    report: Report
    notes: tuple[Block, ...]
    obstacle: tuple[Block, ...]  # why nothing could be called: then nothing else needs saying
    exercises: tuple[ExerciseOutline, ...]
    say: Say = field(repr=False, compare=False)

    @cached_property
    def weakness(self) -> tuple[Block, ...]:
        """Return what a student has to know about a weak isolation."""
        return (Block(kind="note", lines=(self.say(WEAK),)),) if self.report.isolation == "D" else ()

    @property
    def about_all(self) -> tuple[Block, ...]:
        """Return what is true of the whole submission."""
        return (*self.notes, *self.obstacle, *self.weakness)


def outline(report: Report, say: Say = as_it_is) -> Outline:
    """Return what there is to say about a report, in the language of ``say``."""
    reason = common_obstacle(report)
    notes = [note for note in report.notes if reason is None or note not in reason]
    obstacle = () if reason is None else (f"Nothing of it could be called: {one_line(reason, 400)}",)
    return Outline(
        report=report,
        notes=_notes(notes, say),
        obstacle=in_language(
            [Block(kind="obstacle", lines=(*obstacle, "Next: mend that first.")) for _ in obstacle], say
        ),
        exercises=tuple(_exercise(exercise, _told_elsewhere(report, exercise), say) for exercise in report.exercises),
        say=say,
    )


def _notes(notes: Sequence[str], say: Say) -> tuple[Block, ...]:
    return in_language([Block(kind="note", lines=(f"Note: {one_line(note, 400)}",)) for note in notes], say)


def common_obstacle(report: Report) -> str | None:
    """Return why no call of the whole submission was possible, where that is one and the same reason."""
    results = [result for exercise in report.exercises for c in exercise.criteria for result in c.results]
    failed = [result.evidence for result in results if result.status != "skipped"]
    details = {
        evidence.detail if evidence is not None and evidence.reason == "refused" else None for evidence in failed
    }
    return details.pop() if len(details) == 1 else None


def _told_elsewhere(report: Report, exercise: ExerciseReport) -> Mapping[str, str]:
    """Return the functions whose failure another exercise of the report shows in full, with that exercise."""
    others = [other for other in report.exercises if other is not exercise and _shows_failure(other)]
    return {other.exercise.function_name: other.exercise.id for other in others}


def _shows_failure(report: ExerciseReport) -> bool:
    """Whether what is shown of an exercise says why a call of its function did not return what others start from."""
    shown = [result for criterion in report.criteria if (result := _shown(criterion)) is not None]
    return any(
        result.evidence is not None
        and (result.outcome not in (None, "returned") or result.evidence.reason == "wrong-count")
        and _earlier(report, result) is None
        for result in shown
    )


def _exercise(report: ExerciseReport, elsewhere: Mapping[str, str], say: Say) -> ExerciseOutline:
    adviser = _adviser(report)
    seen: set[object] = set()
    criteria = []
    for criterion in report.criteria:
        shown = _shown(criterion)
        key = _key(report, shown, elsewhere)
        facts = (*_facts(report, shown, elsewhere), *_others(criterion, shown, elsewhere)) if shown is not None else ()
        repeats = key is not None and key in seen
        is_skipped = shown is not None and shown.status == "skipped" and criterion is not adviser
        criteria.append(
            CriterionOutline(
                report=criterion,
                counted=say(_counted(criterion)),
                facts=in_language(facts, say),
                advice=in_language(_advice(report), say) if criterion is adviser else (),
                repeats=repeats,
                adds_nothing=repeats or is_skipped,
            )
        )
        seen.add(key)
    results = [result for criterion in report.criteria for result in criterion.results]
    waits_for = {elsewhere[name] for result in results if (name := _earlier(report, result) or "") in elsewhere}
    return ExerciseOutline(
        report=report,
        criteria=tuple(criteria),
        notes=_notes(report.notes, say),
        waits_for=frozenset(waits_for),
        elsewhere=elsewhere,
        say=say,
    )


def _adviser(report: ExerciseReport) -> CriterionReport | None:
    """Return the criterion that the advice stands with: the first that failed, else the first that is not passed.

    One whose wrong values are not what the advice is about comes later.
    """
    missed = [criterion for criterion in report.criteria if criterion.status != "passed"]
    failed = [criterion for criterion in missed if criterion.status == "failed"]
    output = report.diagnosis[0].output if report.diagnosis else ""
    named = [criterion for criterion in failed if output and _has_evidence_of(criterion, output)]
    nameless = [criterion for criterion in failed if output and _has_evidence_of(criterion, None)]
    return next(iter(named or nameless or failed or missed), None)


def _has_evidence_of(criterion: CriterionReport, output: str | None) -> bool:
    """Whether a criterion failed by a returned value, or, for None, for a reason that names none."""
    return any(result.evidence is not None and result.evidence.output == output for result in criterion.results)


# ----------------------------------------------------------------------------------- advice


def _advice(report: ExerciseReport) -> tuple[Block, ...]:
    """Return the question to think about, the smallest input and the slides; one question for one exercise."""
    diagnoses = () if _is_explained(report) else report.diagnosis[:1]
    blocks = [block for diagnosis in diagnoses for block in _question(diagnosis)]
    titles = dict.fromkeys([report.exercise.slide, *(diagnosis.slide for diagnosis in diagnoses)])
    named = [title for title in titles if title]
    slides = f"Slide: {named[0]}" if len(named) == 1 else f"Slides: {'; '.join(named)}"
    return (*blocks, *((Block(kind="slides", lines=(slides,)),) if named else ()))


def _is_explained(report: ExerciseReport) -> bool:
    """Whether what raised an exception is known: then no other question about the function is asked."""
    shown = [result for criterion in report.criteria if (result := _shown(criterion)) is not None]
    evidences = [result.evidence for result in shown[:1]]
    return any(one is not None and one.reason == "raised" and bool(one.detail) for one in evidences)


def _question(diagnosis: Diagnosis) -> list[Block]:
    hint = diagnosis.hint[:1].upper() + diagnosis.hint[1:]
    found = [repair_sentence(diagnosis.repair)] if diagnosis.repair is not None else []
    said = [f"Think: {hint}", *found] if diagnosis.misconceptions else [*found, f"Think: {hint}"]
    blocks = [Block(kind="question", lines=tuple(said))]
    smallest = diagnosis.smallest
    if smallest is not None and smallest.code:
        blocks.append(Block(kind="code", lines=(PASTE, *smallest.code.split("\n"))))
        lines = tuple(f"  {line}" for line in smallest_lines(smallest))
        blocks.append(Block(kind="smallest", lines=lines, view=smallest.view))
    elif smallest is not None:
        blocks.append(_in_shapes(smallest))
    return blocks


def _in_shapes(smallest: Smallest) -> Block:
    """Return a small input with its arrays by their shapes alone, and both sums."""
    sums = (f"  {line}" for line in smallest_lines(smallest))
    return Block(kind="smallest", lines=("The smallest input that shows it:", f"  {smallest.call}", *sums))


# ------------------------------------------------------------------------------------ facts


def _shown(report: CriterionReport) -> Result | None:
    """Return the result that shows most: the easiest failed one, else a broken or a skipped one."""
    by_status = [[r for r in report.results if r.status == status] for status in ("failed", "broken", "skipped")]
    return next((result for group in by_status if (result := easiest(group)) is not None), None)


def easiest(results: Sequence[Result]) -> Result | None:
    """Return the result to show: the first, or the wrong number with the shortest sum.

    Of equal sums a case with a name of its own is shown, because its name and purpose say something.
    """
    wrong = [result for result in results if result.evidence is not None and result.evidence.reason == "wrong-value"]
    if wrong and wrong[0] is results[0]:
        return min(wrong, key=lambda r: (len(r.evidence.terms) if r.evidence else 0, is_random(r.case)))
    return results[0] if results else None


def is_random(case: str) -> bool:
    """Whether a case's name only numbers it."""
    return re.fullmatch(r"random-\d+", case) is not None


def _earlier(report: ExerciseReport, result: Result) -> str | None:
    """Return the function that failed before the exercise's own was called; None where it was called."""
    evidence = result.evidence
    if evidence is None or evidence.reason in WITHOUT_CASE:
        return None
    return None if evidence.function in (None, report.exercise.function_name) else evidence.function


def _key(report: ExerciseReport, result: Result | None, elsewhere: Mapping[str, str]) -> object:
    """Return what two criteria with the same facts have in common."""
    if result is None or result.evidence is None:
        return None
    evidence = result.evidence
    if _earlier(report, result) in elsewhere:
        return evidence.function
    whole = evidence.reason in WHOLE_FUNCTION
    return None if whole else result.case, evidence.reason, evidence.function, evidence.output


def _facts(report: ExerciseReport, result: Result, elsewhere: Mapping[str, str]) -> tuple[Block, ...]:
    """Return what was called, what happened and the next step; nothing about a passed result."""
    evidence = result.evidence
    if evidence is None:
        return ()
    name, earlier = report.exercise.function_name, _earlier(report, result)
    if earlier is not None and earlier in elsewhere:
        line = f"{name} starts from your {one_line(earlier)}, which did not get that far."
        return (
            Block(kind="happened", lines=(line,)),
            Block(kind="next", lines=(f"Next: mend {one_line(earlier)} first.",)),
        )
    happened, next_step = SENTENCES[evidence.reason](evidence)
    start = [f"{name} starts from your {one_line(earlier)}."] if earlier is not None else []
    return (
        *_called(result.case, evidence),
        Block(kind="happened", lines=(*start, *happened), result=result),
        *_printed(evidence),
        *_pasted(report, result),
        Block(kind="next", lines=(f"Next: {next_step}",)),
    )


def _called(case: str, evidence: Evidence) -> list[Block]:
    if evidence.reason in WHOLE_FUNCTION:
        return []
    named = f"Case {case}: {evidence.why}" if evidence.why else f"Case {case}:"
    blocks = [Block(kind="case", lines=(named,))]
    return blocks + ([Block(kind="call", lines=(f"  {evidence.call}",))] if evidence.call else [])


def _pasted(report: ExerciseReport, result: Result) -> list[Block]:
    code = next((code for case, code in report.codes if case == result.case), None)
    return [Block(kind="paste", lines=(THIS_CASE, *code.split("\n")))] if code is not None else []


def _printed(evidence: Evidence) -> list[Block]:
    lines = printed_lines(evidence)
    return [Block(kind="printed", lines=("It printed:", *(f"  | {line}" for line in lines)))] if lines else []


def _others(report: CriterionReport, shown: Result, elsewhere: Mapping[str, str]) -> list[Block]:
    """Return which other cases missed; nothing where the facts hold of all of them, or are another exercise's."""
    others = [result.case for result in report.results if result.status != "passed" and result is not shown]
    evidence = shown.evidence
    if not others or evidence is None or evidence.reason in WHOLE_FUNCTION or evidence.function in elsewhere:
        return []
    everything = len(others) + 1 == len(report.results)
    line = f"None of the {len(others) + 1} cases passes." if everything else f"Also: {_listed(others)}"
    return [Block(kind="others", lines=(line,))]


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MAX_NAMES + 1:  # "and 1 more" is no shorter than a name
        return ", ".join(names)
    return f"{', '.join(names[:MAX_NAMES])} and {len(names) - MAX_NAMES} more"


def _counted(report: CriterionReport) -> str:
    """Return how many cases passed; broken ones are ours, and counted apart."""
    total = len(report.results)
    broken = sum(result.status == "broken" for result in report.results)
    if report.status == "broken":
        return f"the grader itself failed on {broken} of {total} cases"
    passed = sum(result.status == "passed" for result in report.results)
    ours = f", and {broken} on which the grader itself failed" if broken else ""
    if total == 1:
        return "passed" if passed else "not passed"
    return f"{passed} of {total - broken} cases{ours}"
