"""Numbers, places and sums as students read them. Pure."""

import re
from collections.abc import Sequence

from grader.model import Evidence
from grader.report.escape import one_line


def number(value: object, digits: int = 10) -> str:
    """Return a number as a person writes it: 4 for 4.0, and 0 for −0.0."""
    if not isinstance(value, (int, float)):
        return one_line(str(value))
    return f"{value or 0:.{digits}g}".replace("-", "−")


def two_numbers(got: object, want: object) -> tuple[str, str]:
    """Return two numbers that differ, with enough digits to see it."""
    pairs = ((number(got, digits), number(want, digits)) for digits in (10, 13, 17))
    return next((pair for pair in pairs if pair[0] != pair[1]), (number(got), number(want)))


def place(evidence: Evidence) -> str:
    """Return where a wrong number stands: ``out[0, 1, 0, 2]``."""
    at = ", ".join(str(n) for n in evidence.at or ())
    return f"{evidence.output}[{at}]" if at else str(evidence.output)


def sum_line(terms: Sequence[str], value: str) -> str:
    """Return the sum behind a number, written as the slide does; the number alone where it is its only term."""
    written = written_sum(terms)
    return value if written in ("", value) else f"{written} = {value}"


def written_sum(terms: Sequence[str]) -> str:
    """Return terms as the slide writes a sum."""
    written = []
    for term in (re.sub(r"(?<![\w.])-0(?![\d.])", "0", term) for term in terms):
        if "(" in term:  # a formula of its own: a maximum, a mean
            written.append(term.replace("-", "−"))
            continue
        factors = ["(" + factor.replace("-", "−") + ")" if factor[0] == "-" else factor for factor in term.split("*")]
        written.append("·".join(factors) if not term.startswith("…") else term)
    return " + ".join(written)
