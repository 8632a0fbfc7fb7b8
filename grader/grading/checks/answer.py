"""Compare the answer to a question with the right one; a wrong choice gets the reason for it. Pure."""

import re

from grader.grading.checks.answers import described, failed, unanswered
from grader.grading.checks.answers import passed as pass_
from grader.model import Case, Evidence, Opaque, Outcome, Question, Result
from grader.topics.sealing import judged, numbers

MAX_SHOWN, MAX_NUMBERS = 200, 20  # characters, and numbers, of a wrong answer that are repeated
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
NUMBERS = re.compile(rf"[\s(\[]*{NUMBER.pattern}(?:\s*,\s*{NUMBER.pattern})*[\s,)\]]*")
NOTHING = "end the function with return and your answer behind it: a function that only prints gives None."
QUOTED = "these are the right numbers, but they stand in quotes, as a text: return them without the quotes."
NESTED = "answer with a letter in quotes, a number, or numbers one after the other, as in (1, 2, 3): no list in a list."


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
    why = of_its_form(question, given) or why
    return failed(case, outcome, Evidence(reason="wrong-answer", function=outcome.function, got=got, detail=why))


def of_its_form(question: Question, given: object) -> str | None:
    """Return what to do where an answer has not the form of one, whatever it says; else None."""
    if given is None:
        return NOTHING
    if isinstance(given, Opaque) and given.kind.startswith(("list of", "tuple of")):
        return NESTED
    if isinstance(given, str) and len(given) <= MAX_SHOWN and NUMBERS.fullmatch(given):
        found = [float(one) for one in NUMBER.findall(given)]
        verdict, why = judged(question, found)
        return why or question.otherwise if verdict == "wrong" else QUOTED
    return None


def shown(given: object) -> str:
    """Return an answer as a student reads it."""
    found = numbers(given)
    if found is None:
        return str(given)[:MAX_SHOWN]
    text = ", ".join(f"{one:.10g}" for one in found[:MAX_NUMBERS])
    text += f", … {len(found) - MAX_NUMBERS} more" if len(found) > MAX_NUMBERS else ""
    return text if len(found) == 1 else f"({text})"
