"""What grading asks of a submission's child for one exercise: cases run, in its dialect's words, and answers in ours.

In: a planned exercise, a dialect and a Runner.  Out: functions of cases, which what comes after them calls.
"""

import secrets
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest
from typing import TYPE_CHECKING

from grader.grading import follow_through, plain_cache
from grader.grading.alone import Alone
from grader.grading.answered_before import answered
from grader.grading.cases import draw_cases
from grader.grading.checking import Ask, Follow, PlannedExercise, Reach, Repair
from grader.grading.checks import CHECKS
from grader.grading.checks.answers import STOPPED, shape_problem, unanswered
from grader.grading.second_look import Look, Seen
from grader.grading.speed import ROUNDS, WHY, Pace, Round, stopped_there, too_long, wrong_there
from grader.grading.translating import case_in_words, in_our_axes, in_words, translated
from grader.model import Case, CaseSpec, Effort, ExerciseReport, Outcome
from grader.sandbox import notes
from grader.sandbox.runner import Runner
from grader.submissions.reading import from_files
from grader.topics.operation import Operation

if TYPE_CHECKING:
    from grader.grading.diagnosis import Pair
    from grader.grading.diagnosis.repair import Found

NO_METHOD = "there is no method"
FEW = Fraction(1, 2)  # a way to ask that ends in more errors than this is not the submission's
TRIED, FIRST = 8, 2  # cases by which one of a dialect's ways to ask is chosen, and those that it may not all fail in
USUAL = 6  # of those, whatever their stride
Fit = tuple[bool, bool, Fraction]


def run_cases(planned: PlannedExercise, runner: Runner, cases: Sequence[Case]) -> Iterable[Outcome]:
    """Return the outcomes of cases, with their answers as we have them: our order of axes, numbers as numbers."""
    return to_our_answers(planned, runner, runner.run(cases, planned.exercise.forbidden), cases)


def pairs_of(planned: PlannedExercise, runner: Runner, cases: Sequence[Case]) -> "list[Pair]":
    """Run cases as they are, and return each with its outcome."""
    return list(zip(cases, run_cases(planned, runner, cases), strict=True))


def to_our_answers(
    planned: PlannedExercise, runner: Runner, outcomes: Iterable[Outcome], cases: Iterable[Case] | None = None
) -> Iterable[Outcome]:
    """Return outcomes with their answers as we have them."""
    if planned.phrase is not None:
        outcomes = in_our_axes(planned.phrase, outcomes, cases)
    ranks = {due.value.ndim for expected in planned.expected.values() for due in expected.values()}
    is_number = planned.exercise.question is not None or ranks == {0}
    return take_numbers(outcomes, runner) if is_number else outcomes


def take_numbers(outcomes: Iterable[Outcome], runner: Runner) -> Iterator[Outcome]:
    """Yield outcomes of an exercise whose answer is one number; an array that holds it counts as the number.

    NumPy before 2.4 took such an array wherever a number was due, so older work returns it
    (docs/decisions/0037).
    """
    import numpy as np

    from grader.sandbox.worker.older import ONE_NUMBER

    for outcome in outcomes:
        arrays = {name: answer for name, answer in outcome.answers.items() if isinstance(answer, np.ndarray)}
        numbers = {name: array.reshape(()) for name, array in arrays.items() if array.ndim and array.size == 1}
        if numbers:
            notes.take(runner.notes, [notes.shortened(ONE_NUMBER)])
        yield replace(outcome, answers={**outcome.answers, **numbers}, is_known=False) if numbers else outcome


def said_without_errors(
    planned: PlannedExercise, whole: Sequence[PlannedExercise], dialect: str, runner: Runner, layouts: list[str]
) -> PlannedExercise:
    """Return an exercise as its dialect says it: in the first way that ends in few errors and wrong shapes.

    A way that fails in the first cases, those whose sizes differ most, is given up. Where each way ends in many, they
    are tried with square windows alone, and else the one with the fewest is taken, and with the fewest axes of a wrong
    size: a map of wrong sizes has the right images and channels in one of them. All cases are graded in any way.

    Parameters
    ----------
    planned : PlannedExercise
    whole : sequence of PlannedExercise
        In our own words.
    dialect : str
    runner : Runner
    layouts : list of str
        Orders of axes that other exercises were found to be written in: they are tried first, and this one is added.
    """
    if planned.phrase is None or not planned.phrase.instead:
        return planned
    runner.holds_child = True  # to start one for each way would take longer than all of their calls
    try:
        return _first_without_errors(planned, whole, dialect, runner, layouts)
    finally:
        runner.holds_child = False
        runner.end()


def _first_without_errors(
    planned: PlannedExercise, whole: Sequence[PlannedExercise], dialect: str, runner: Runner, layouts: list[str]
) -> PlannedExercise:
    """Return what `said_without_errors` does."""
    assert planned.phrase is not None
    original = next(one for one in whole if one.exercise.id == planned.exercise.id)
    is_whole = planned.exercise.points == original.exercise.points
    best, least, nearest = planned, (Fraction(2), True, Fraction(1)), Fraction(1)
    for is_square in (False, True):  # who only thinks of square windows writes his arrays in some order too
        for phrase in sorted((planned.phrase, *planned.phrase.instead), key=lambda one: one.layout not in layouts):
            found = translated(original, dialect, phrase)
            said = in_words(original, found, phrase, is_whole) if found is not None else None
            told = telling_cases(said, is_square) if said is not None else []
            if said is None or not told or (is_square and told == telling_cases(said, is_square=False)):
                continue
            fits = tried(said, runner, told[:FIRST])
            off = axes_off_in(fits or [])
            if least[0] <= 1 and fits is not None and all(is_bad for is_bad, _, _ in fits) and off > nearest:
                continue
            rank = rank_of(fits, tried(said, runner, told[FIRST:]) if fits is not None else None)
            if rank < least:
                best, least, nearest = said, rank, off
            if not any(rank[:2]):
                layouts.append(phrase.layout)
                return best
        if least[0] < 1:
            break
    return best


def notes_of_choice(planned: PlannedExercise, whole: Sequence[PlannedExercise], dialect: str) -> list[str]:
    """Return the notes on the way that was chosen among several: of its arrays, and of cases that cannot be asked."""
    if planned.phrase is None or not (planned.phrase.instead or planned.phrase.layout):
        return []
    original = next(one for one in whole if one.exercise.id == planned.exercise.id)
    found = translated(original, dialect, planned.phrase)
    notes = [planned.phrase.note, found[2] if found is not None else None]
    return [note for note in notes if note]


def telling_cases(planned: PlannedExercise, is_square: bool) -> list[Case]:
    """Return the few cases whose sizes differ most from each other, of all or of those whose windows are square."""
    legal = [case for case in planned.cases if case.raises is None]
    legal = [case for case in legal if not is_square or case.sizes.get("HH") == case.sizes.get("WW", 0)]
    told = sorted(legal, key=lambda case: (case.sizes.get("stride") != 1, -len({*case.sizes.values()})))
    with_and_without = ([case for case in told if bool(case.sizes.get("pad")) is padded] for padded in (True, False))
    told = [case for pair in zip_longest(*with_and_without) for case in pair if case is not None]
    first, further = told[:USUAL], [case for case in told[USUAL:] if case.sizes.get("stride") != 1]
    return [*first, *further[: TRIED - USUAL]]  # a map of stride 1 and of wrong sizes may look alike in two ways


def tried(planned: PlannedExercise, runner: Runner, cases: Sequence[Case]) -> list[Fit] | None:
    """Return for each case whether it ends in an error or a wrong shape, whether a number in it is right, and how many
    of its axes are not.

    None where one of them was stopped: another way would only take as long. A method that is not there is an error, for
    another way may ask another one.
    """
    returns = planned.operation.returns if planned.operation is not None else ()
    pairs = pairs_of(planned, runner, cases)
    if any(outcome.status in STOPPED and NO_METHOD not in (outcome.detail or "") for _, outcome in pairs):
        return None
    values = CHECKS["values"]
    seen = []
    for case, outcome in pairs:
        problem = unanswered(case, outcome) or shape_problem(case, outcome, shapes_of(planned, case), returns)
        names = returns if problem is None else ()
        due = planned.expected[case.id]
        is_right = any(values(case, outcome, due, (one,)).status == "passed" for one in names)
        seen.append((problem is not None, is_right, axes_off(outcome, shapes_of(planned, case))))
    return seen


def axes_off(outcome: Outcome, due: Mapping[str, tuple[int, ...]]) -> Fraction:
    """Return the share of axes whose size is wrong; all of them where no array of so many axes came."""
    shares = []
    for name, shape in due.items():
        came = getattr(outcome.answers.get(name), "shape", None) if outcome.status == "returned" else None
        is_alike = came is not None and len(came) == len(shape) > 0
        differ = sum(one != other for one, other in zip(came or (), shape, strict=False))
        shares.append(Fraction(differ, len(shape)) if is_alike else Fraction(1))
    return sum(shares, Fraction(0)) / len(shares) if shares else Fraction(0)


def axes_off_in(fits: Sequence[Fit]) -> Fraction:
    """Return the share of axes that are wrong in some cases."""
    return sum((off for _, _, off in fits), Fraction(0)) / len(fits) if fits else Fraction(1)


def rank_of(*seen: list[Fit] | None) -> tuple[Fraction, bool, Fraction]:
    """Return how badly a way fits: the share of errors where it is a large one, whether no number is right, and the
    share of wrong axes.
    """
    known = [one for part in seen if part is not None for one in part]
    if len([part for part in seen if part is not None]) < len(seen):
        return Fraction(0), False, Fraction(0)
    share = Fraction(sum(is_bad for is_bad, _, _ in known), len(known))
    is_wrong = not any(is_right for _, is_right, _ in known)
    return share if share > FEW else Fraction(0), is_wrong, axes_off_in(known)


def shapes_of(planned: PlannedExercise, case: Case) -> dict[str, tuple[int, ...]]:
    """Return the shapes that are due."""
    return {name: due.value.shape for name, due in planned.expected[case.id].items()}


def asker(planned: PlannedExercise, dialect: str, runner: Runner) -> Ask:
    """Return what runs further inputs of an exercise; a case that the dialect cannot say is left out.

    Given the outcomes of the submission's own cases, it does not run again what the same program has answered.
    """

    def run(cases: Sequence[Case]) -> "list[Pair]":
        spoken = translate_cases(planned, dialect, cases)
        outcomes = run_cases(planned, runner, spoken)
        return [(case, outcome) for case, outcome in zip(spoken, outcomes, strict=True) if outcome.tried]

    def ask(cases: Sequence[Case], pairs: "Sequence[Pair]" = ()) -> "list[Pair]":
        return answered(runner.submission, planned, pairs, cases, lambda: run(cases), runner.notes)

    return ask


def translate_cases(planned: PlannedExercise, dialect: str, cases: Sequence[Case]) -> tuple[Case, ...]:
    """Return further cases of an exercise in a dialect's words; one that it cannot say is left out."""
    if planned.phrase is None:
        return tuple(cases)
    said = [case_in_words(case, planned.phrase) for case in cases]
    kept = tuple(case for case in said if case is not None)
    is_graded = any(one.looks_at(case) for one in planned.exercise.criteria for case in kept)
    return kept if is_graded else ()


def has_objects(planned: PlannedExercise) -> bool:
    """Whether an exercise is asked of classes, whose objects remember: they are not called again."""
    return any("." in call.function or call.member or call.reads for case in planned.cases[:1] for call in case.calls)


def aloner(planned: PlannedExercise, runner: Runner) -> Alone:
    """Return what runs a case in a child of its own, where a submission's functions may leave something behind."""

    def alone(case: Case) -> Outcome | None:
        if runner.goes_on or has_objects(planned):
            return None
        runner.end()
        (outcome,) = run_cases(planned, runner, [case])
        return outcome

    return alone


def looker(planned: PlannedExercise, dialect: str, runner: Runner) -> Look:
    """Return what calls an exercise's functions again."""

    def look(cases: Sequence[Case]) -> Seen | None:
        spoken = (*cases[:1], *translate_cases(planned, dialect, cases[1:]))  # the first comes from the plan
        seen = None if has_objects(planned) else runner.look_again(spoken)
        if seen is None:
            return None
        function = planned.exercise.function_name
        came = [
            Outcome(status="returned", function=function, answers=answers, returned=len(case.calls[-1].returns))
            for case, answers in zip(spoken, seen.answers, strict=False)
        ]
        first = [*zip(spoken, to_our_answers(planned, runner, came, spoken), strict=False)]
        return first, [(spoken[number].id, output, kind) for number, output, kind in seen.problems]

    return look


def pacer(planned: PlannedExercise, dialect: str, runner: Runner) -> Pace | None:
    """Return what measures a function beside its yardstick, each in a child of its own; None where nobody asks."""
    speed = planned.operation.speed if planned.operation is not None else None
    if planned.operation is None or speed is None:
        return None
    operation = planned.operation

    def rounds() -> Generator[Round, None, None]:
        spec = CaseSpec(id=ROUNDS, exercises=(operation.id,), why=WHY, sizes=speed.sizes, count=speed.rounds)
        drawn = list(draw_cases(spec, operation, secrets.token_hex(8)))  # numbers that nobody can know beforehand
        spoken = translate_cases(planned, dialect, drawn)
        source = from_files("yardstick", {"yardstick.py": speed.source.encode()})
        with Runner(runner.sandbox, source) as other, notes.dropped(runner.notes):
            theirs, own = iter(other.run(drawn)), iter(run_cases(planned, runner, spoken))
            other.is_timed = runner.is_timed = True
            try:
                for number, case in enumerate(spoken):
                    outcome = next(own) if number % 2 else None  # each is the first in every second round
                    yardstick = next(theirs)
                    yield round_of(operation, case, yardstick, outcome or next(own))
            finally:
                runner.is_timed = False
                runner.end()  # a child that was left in the middle does not go on to another exercise

    return rounds


def round_of(operation: Operation, case: Case, yardstick: Outcome, outcome: Outcome) -> Round:
    """Return the times of one round; only right numbers have one."""
    if yardstick.status != "returned":
        return Round(is_ours=True)
    sizes = operation.speed.sizes if operation.speed is not None else case.sizes
    if outcome.status != "returned":
        stopped = unanswered(case, outcome) if outcome.status != "timed-out" else None
        evidence = stopped.evidence if stopped is not None else None
        return Round(problem=stopped_there(evidence, sizes) if evidence is not None else too_long())
    expected = operation.expected(case.arguments, case.sizes, case.unit)
    if CHECKS["values"](case, outcome, expected, operation.returns).status != "passed":
        return Round(problem=wrong_there(sizes))
    return Round(seconds=outcome.seconds, yardstick=yardstick.seconds)


def follower(
    planned: PlannedExercise,
    exercises: Sequence[PlannedExercise],
    reports: Sequence[ExerciseReport],
    dialect: str,
    runner: Runner,
) -> Follow | None:
    """Return what looks for follow-through; None where the forward pass is known to be right, or is no exercise.

    Where that is not known, its result being kept, nothing is lost: no wrong gradient follows from a right function.
    """
    if planned.operation is None or not follow_through.gradients(planned.operation):
        return None
    function = follow_through.forward_exercise(planned.operation, planned.cases)
    forward = next((one for one in exercises if one.exercise.id == function), None)
    if forward is None or forward.operation is None:
        return None
    is_itself = forward is planned
    if not is_itself and any(one.exercise.id == function and one.status == "passed" for one in reports):
        return None
    operation, forward_operation = planned.operation, forward.operation
    run = asker(forward, dialect, runner)
    others = tuple(name for name in operation.returns if name not in follow_through.gradients(operation))

    def is_open(case: Case, outcome: Outcome) -> bool:
        """Whether the forward pass may be wrong; one that is the function itself says so with its own value."""
        own = others if is_itself else ()
        return not own or CHECKS["values"](case, outcome, planned.expected[case.id], own).status != "passed"

    return lambda pairs: follow_through.credited(
        operation, forward_operation, [pair for pair in pairs if is_open(*pair)], run
    )


def reacher(planned: PlannedExercise, runner: Runner) -> Reach | None:
    """Return what tries a backward pass without its forward pass; None where the exercise is no backward pass."""
    if planned.operation is None or not follow_through.gradients(planned.operation):
        return None

    return lambda pairs: plain_cache.try_plain(pairs, lambda cases: pairs_of(planned, runner, cases))


def repairer(planned: PlannedExercise, runner: Runner, effort: Effort, ask: Ask) -> Repair | None:
    """Return what looks for a repair of a wrong function; None where nobody wants it.

    An edit may turn a harmless line into another one: edited code is run where it is confined, or not at all.
    """
    if not effort.single_edits or planned.operation is None:
        return None

    def run(cases: Sequence[Case]) -> "list[Pair]":
        return pairs_of(planned, runner, cases)

    def translate(case: Case, outcome: Outcome) -> Outcome:
        return next(iter(to_our_answers(planned, runner, [outcome], [case])))

    def search(pairs: "Sequence[Pair]", further: "Sequence[Pair]", is_explained: bool) -> "Found | None":
        if runner.sandbox.level == "D" or runner.waste.is_used_up(runner.limits):
            return None
        from grader.grading import repairing

        with notes.dropped(runner.notes):  # what edited functions do is nothing to tell
            some = replace(effort, pairs=0) if is_explained else effort  # beside a belief, one line is enough
            return repairing.search(planned, pairs, further, runner, some, run, ask, translate)

    return search
