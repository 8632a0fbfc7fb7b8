"""Misconceptions about functions in general, whatever they compute: seen from outcomes alone. Pure."""

from collections.abc import Iterator, Sequence

from grader.grading.checks.answers import as_array
from grader.grading.checks.raises import refusal
from grader.grading.diagnosis.trials import Pair
from grader.model import Case, Diagnosis, Outcome
from grader.topics.misconception import Misconception, believed

INPUT_MODIFIED = believed(
    "input-modified",
    "A slice, or an argument, is one's own to write into.",
    "Print an argument before and after the call. Is it the same? Which line writes into it?",
    "",
)
INPUT_MODIFIED_BEFORE = believed(
    INPUT_MODIFIED.id,
    INPUT_MODIFIED.belief,
    "Print the arguments of your forward pass before and after it. What is in the cache that your backward pass reads?",
    "",
)
ACCEPTS = believed(
    "accepts-what-does-not-fit",
    "NumPy complains by itself where shapes do not fit.",
    "What does np.ones((3, 2, 2)) * np.ones((1, 2, 2)) give: an error, or an answer?",
    "",
)
ACCEPTS_NO_PLACE = believed(
    "accepts-what-does-not-fit",
    "A loop that never runs has done its work.",
    "Print the shape of what you return for these arguments. How many numbers does it hold?",
    "",
)
ACCEPTS_NUMBERS = believed(
    "accepts-what-does-not-fit",
    "Whoever calls a function gives it numbers that make sense.",
    "Work this case out on paper. Is there such a number? Which condition of yours looks for it?",
    "",
)
RETURNS_THE_ERROR = believed(
    "returns-the-error",
    "An error is a value to hand back.",
    "Write y = f(…) with these arguments, and print y. Did your program stop? Which word stops it: return, or raise?",
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
ACCEPTING = (ACCEPTS, ACCEPTS_NO_PLACE, ACCEPTS_NUMBERS)
ABOUT_ERRORS = (RETURNS_THE_ERROR, *ACCEPTING, ANOTHER_ERROR)
GENERAL = (INPUT_MODIFIED, INPUT_MODIFIED_BEFORE, *ABOUT_ERRORS, TOO_SLOW)
NO_BELIEF = ("NotImplementedError", "ImportError", "NameError")  # a raised one says nothing of arguments


def misconceptions(pairs: Sequence[Pair], slide: str) -> Iterator[Diagnosis]:
    """Yield those that some outcome shows.

    Parameters
    ----------
    pairs : sequence of (Case, Outcome)
        All cases, illegal ones too.
    slide : str
        Of the exercise: these have none of their own.
    """
    legal = [outcome.status for case, outcome in pairs if case.raises is None]
    gives_something = not legal or any(is_an_answer(outcome) for case, outcome in pairs if case.raises is None)
    for one in GENERAL:
        if one is ANOTHER_ERROR and legal and "returned" not in legal:  # it raises whatever it is given
            continue
        if one in ABOUT_ERRORS and not gives_something:
            continue
        if any(shows(one, pair) for pair in pairs):
            yield Diagnosis(misconceptions=(one.id,), equivalent=(), hint=one.hint, slide=slide, belief=one.belief)


def is_an_answer(outcome: Outcome) -> bool:
    """Whether something came back, right or wrong; of a function that gives nothing back, nothing follows."""
    return any(answer is not None for answer in outcome.answers.values())


def shows(one: Misconception, pair: Pair) -> bool:
    """Whether an outcome shows a general misconception."""
    case, outcome = pair
    if one is TOO_SLOW:
        return outcome.status == "timed-out" and outcome.tried
    if one is INPUT_MODIFIED:
        return bool(outcome.modified) and case.raises is None
    if one is INPUT_MODIFIED_BEFORE:
        return changed_before(case, outcome) and case.raises is None
    if case.raises is None:
        return False
    if one in (RETURNS_THE_ERROR, *ACCEPTING):
        if outcome.status != "returned":
            return False
        if refusal(outcome) is not None:
            return one is RETURNS_THE_ERROR
        return one is accepting(case, outcome)
    raised = outcome.raised
    if raised is None or {*raised.bases} & {*NO_BELIEF}:
        return False
    return case.raises not in raised.bases


def accepting(case: Case, outcome: Outcome) -> Misconception:
    """Return which belief a function shows that answers arguments that do not fit together."""
    answers = [array for answer in outcome.answers.values() if (array := as_array(answer)) is not None]
    if answers and not any(array.size for array in answers):
        return ACCEPTS_NO_PLACE
    has_axes = sum(value.ndim > 1 for value in case.arguments.values()) > 1  # arrays that NumPy may stretch
    return ACCEPTS if has_axes else ACCEPTS_NUMBERS


def changed_before(case: Case, outcome: Outcome) -> bool:
    """Whether a call before the graded one changed an array that it was given."""
    return any(name in case.arguments for name in outcome.modified_before)
