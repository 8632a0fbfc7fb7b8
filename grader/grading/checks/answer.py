"""Compare the answer to a question with the right one; a wrong choice gets the reason for it. Pure."""

import math

from grader.grading.checks.answers import described, failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Opaque, Outcome, Question, Result


def check(case: Case, outcome: Outcome, question: Question) -> Result:
    """The answer is right."""
    problem = unanswered(case, outcome)
    if problem is not None:
        return problem
    given = outcome.answers["answer"]
    if is_same(given, question.answer):
        return pass_(case, outcome)
    for choice in question.accepted:
        if is_same(given, choice.answer):
            return pass_(case, outcome, (choice.why,))
    why = next((choice.why for choice in question.wrong if is_same(given, choice.answer)), question.otherwise)
    got = described(given) if given is None or isinstance(given, Opaque) else shown(given)
    return failed(case, outcome, Evidence(reason="wrong-answer", function=outcome.function, got=got, detail=why))


def is_same(given: object, answer: object) -> bool:
    """Whether two answers are one: case and spaces around do not matter, nor how a sequence is held."""
    if isinstance(answer, str):
        return isinstance(given, str) and given.strip().casefold() == answer.strip().casefold()
    one, other = numbers(given), numbers(answer)
    return one is not None and one == other


def numbers(value: object) -> list[float] | None:
    """Return the numbers of an answer, a lone one as a list of one; None for what holds none."""
    import numpy as np

    if isinstance(value, np.ndarray):
        value = tuple(value.tolist()) if value.ndim <= 1 and value.ndim else value.tolist()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return [float(value)] if math.isfinite(value) else None
    if not isinstance(value, (tuple, list)) or not all(type(one) in (int, float) for one in value):
        return None
    return [float(one) for one in value]


def shown(given: object) -> str:
    """Return an answer as a student reads it."""
    found = numbers(given)
    if found is None:
        return str(given)
    text = ", ".join(f"{one:.10g}" for one in found)
    return text if len(found) == 1 else f"({text})"
