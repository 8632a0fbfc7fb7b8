"""Misconceptions about functions in general, whatever they compute: seen from outcomes alone. Pure."""

from collections.abc import Iterator, Sequence

from grader.grading.diagnosis.trials import Pair
from grader.model import Diagnosis
from grader.topics.misconception import Misconception, believed

INPUT_MODIFIED = believed(
    "input-modified",
    "A slice, or an argument, is one's own to write into.",
    "Print an argument before and after the call. Is it the same? Which line writes into it?",
    "",
)
ACCEPTS = believed(
    "accepts-what-does-not-fit",
    "NumPy complains by itself where shapes do not fit.",
    "What does np.ones((3, 2, 2)) * np.ones((1, 2, 2)) give: an error, or an answer?",
    "",
)
ANOTHER_ERROR = believed(
    "raises-another-error",
    "Any exception will do.",
    "Which error does the task name, and which one is raised when your function is given such arguments?",
    "",
)
TOO_SLOW = believed(
    "too-slow",
    "A computer is quick enough for anything.",
    "How often does your innermost line run for these sizes? Count it on paper for the smallest case.",
    "",
)
GENERAL = (INPUT_MODIFIED, ACCEPTS, ANOTHER_ERROR, TOO_SLOW)


def misconceptions(pairs: Sequence[Pair], slide: str) -> Iterator[Diagnosis]:
    """Yield those that some outcome shows.

    Parameters
    ----------
    pairs : sequence of (Case, Outcome)
        All cases, illegal ones too.
    slide : str
        Of the exercise: these have none of their own.
    """
    for one in GENERAL:
        if any(shows(one, pair) for pair in pairs):
            yield Diagnosis(misconceptions=(one.id,), equivalent=(), hint=one.hint, slide=slide, belief=one.belief)


def shows(one: Misconception, pair: Pair) -> bool:
    """Whether an outcome shows a general misconception."""
    case, outcome = pair
    if one is TOO_SLOW:
        return outcome.status == "timed-out" and outcome.tried
    if one is INPUT_MODIFIED:
        return bool(outcome.modified) and case.raises is None
    if case.raises is None:
        return False
    if one is ACCEPTS:
        return outcome.status == "returned"
    raised = outcome.raised
    if raised is None or raised.type == "NotImplementedError" or "ImportError" in raised.bases:  # nobody's belief
        return False
    return case.raises not in raised.bases
