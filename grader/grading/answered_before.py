"""What a program answered to inputs that are tried beside the cases, so that a class that hands it in twenty times is
asked once.

In: a submission, an exercise, and the outcomes of its cases.  Out: the outcomes of further inputs. They are another
submission's only where its text is the same, so far as that makes a difference, and where it did the very same in every
case. Bounded: what goes over the bound is forgotten all at once.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.grading.memory import identity
from grader.grading.same_text import label_of, parts_that_matter
from grader.model import Case, Outcome, Submission
from grader.sandbox.known import Known
from grader.sandbox.requests import functions_of

if TYPE_CHECKING:
    from grader.grading.checking import PlannedExercise
    from grader.grading.diagnosis import Pair

MOST = 100_000  # outcomes; each is an object that many share

_known: "Known[tuple[list[Pair], str, object]]" = Known(MOST)


def answered(
    submission: Submission,
    planned: "PlannedExercise",
    pairs: "Sequence[Pair]",
    cases: Sequence[Case],
    run: "Callable[[], list[Pair]]",
    notes: Sequence[str],
) -> "list[Pair]":
    """Return the outcomes of further inputs: those that the same program gave, or those of running them.

    Parameters
    ----------
    submission : Submission
    planned : PlannedExercise
    pairs : sequence of (Case, Outcome)
        What its own cases gave.
    cases : sequence of Case
        Further inputs.
    run : callable
        Runs these.
    notes : sequence of str
        Of the submission, to which running may add: then there is more to tell than outcomes.
    """
    same = tuple((id(case), identity(outcome)) for case, outcome in pairs)
    if not pairs or not all(behaviour for _, behaviour in same):
        return run()
    text = "\0".join(parts_that_matter(submission, functions_of(planned.cases)))
    key = text, id(planned), tuple(map(id, cases)), same
    label = label_of(submission)
    if key in _known.values:
        came, theirs, _ = _known.values[key]
        return [(case, in_own_file(outcome, theirs, label)) for case, outcome in came]
    noted = len(notes)
    came = run()
    if len(came) == len(cases) and all(identity(outcome) for _, outcome in came) and len(notes) == noted:
        held = planned, pairs, cases  # so that nothing else comes to have their identity
        _known.keep(key, (came, label, held), len(came) + len(pairs))
    return came


def in_own_file(outcome: Outcome, theirs: str, own: str) -> Outcome:
    """Return an outcome of the same program in a file of another name."""
    if outcome.raised is None or theirs == own:
        return outcome
    trace = tuple(replace(frame, file=own) if frame.file == theirs else frame for frame in outcome.raised.trace)
    return replace(outcome, raised=replace(outcome.raised, trace=trace))


def forget() -> None:
    """Forget everything, as if this were the first submission."""
    _known.forget()
