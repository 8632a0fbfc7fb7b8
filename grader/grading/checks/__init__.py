"""The checks a criterion can name. Each is a pure function: case, outcome, expected → Result."""

from collections.abc import Callable, Mapping

from grader.grading.checks import accuracy, answer, gradient, inputs, raises, shape, values
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


def sentence(name: CheckName) -> str:
    """Return what a check demands, as students read it: the first line of its docstring."""
    check = answer.check if name == QUESTION else CHECKS[name]
    return (check.__doc__ or "").strip().partition("\n")[0]
