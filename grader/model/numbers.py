"""Numbers that people type: points, shares, deductions."""

import re
from fractions import Fraction

TYPED = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:/\d{1,12})?", re.ASCII)


def number_in(text: str) -> Fraction:
    """Return the exact number that a text writes with digits: ``2.5``, ``2,5`` or ``5/2``.

    Powers of ten are none: ``1e99999999`` would take minutes to write down.

    Raises
    ------
    ValueError
        If it is no such number, has more than twelve digits in a row, or is divided by 0.
    """
    plain = text.strip().replace(",", ".").replace("−", "-")
    if not TYPED.fullmatch(plain):
        raise ValueError(f"{text!r} is no number")
    whole, _, divisor = plain.partition("/")
    if divisor and not int(divisor):
        raise ValueError(f"{text!r} divides by 0")
    return Fraction(whole) / int(divisor or 1)
