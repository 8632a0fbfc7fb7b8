"""Compare the answer to a question with the right one; a wrong choice gets the reason for it. Pure."""

from grader.grading.checks.answers import described, failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Opaque, Outcome, Question, Result
from grader.topics.sealing import judged, numbers

MAX_SHOWN, MAX_NUMBERS = 200, 20  # characters, and numbers, of a wrong answer that are repeated


def check(case: Case, outcome: Outcome, question: Question) -> Result:
    """The answer is right."""
    problem = unanswered(case, outcome)
    if problem is not None:
        return problem
    given = outcome.answers["answer"]
    verdict, why = judged(question, given)
    if verdict != "wrong":
        return pass_(case, outcome, (why,) if verdict == "accepted" else ())
    got = described(given) if given is None or isinstance(given, Opaque) else shown(given)
    return failed(case, outcome, Evidence(reason="wrong-answer", function=outcome.function, got=got, detail=why))


def shown(given: object) -> str:
    """Return an answer as a student reads it."""
    found = numbers(given)
    if found is None:
        return str(given)[:MAX_SHOWN]
    text = ", ".join(f"{one:.10g}" for one in found[:MAX_NUMBERS])
    text += f", … {len(found) - MAX_NUMBERS} more" if len(found) > MAX_NUMBERS else ""
    return text if len(found) == 1 else f"({text})"
