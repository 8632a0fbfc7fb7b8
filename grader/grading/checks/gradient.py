"""Compare gradients with the reference: vector-Jacobian products of the forward pass. Pure."""

from collections.abc import Mapping

from grader.grading.checks import values
from grader.model import Case, Expected, Outcome, Result


def check(case: Case, outcome: Outcome, expected: Mapping[str, Expected], outputs: tuple[str, ...]) -> Result:
    """Every entry of the gradient is the derivative of the forward pass, times dout, summed."""
    return values.check(case, outcome, expected, outputs)
