"""The checks a criterion can name. Each is a pure function: case, outcome, expected → Result."""

from collections.abc import Callable, Mapping

from grader.grading.checks import accuracy, answer, gradient, inputs, judged, raises, shape, values
from grader.model import Case, CheckName, Expected, Outcome, Result

Check = Callable[[Case, Outcome, Mapping[str, Expected], tuple[str, ...]], Result]

CHECKS: Mapping[CheckName, Check] = {
    "shape": shape.check,
    "values": values.check,
    "gradient": gradient.check,
    "raises": raises.check,
    "accuracy": accuracy.check,
    "inputs": inputs.check,
}
QUESTION: CheckName = "answer"  # needs the question, and no array: see `answer.check`
JUDGED: CheckName = "judged"  # needs the topic's judge: see `judged.check`
SPEED: CheckName = "speed"  # looks at times, and at no case: see `grader.grading.speed`
MEASURED = "It takes no more than so many times as long as its yardstick."
APART: Mapping[CheckName, str | None] = {QUESTION: answer.check.__doc__, JUDGED: judged.check.__doc__, SPEED: MEASURED}


def sentence(name: CheckName) -> str:
    """Return what a check demands, as students read it: the first line of its docstring."""
    text = APART[name] if name in APART else CHECKS[name].__doc__
    return (text or "").strip().partition("\n")[0]
