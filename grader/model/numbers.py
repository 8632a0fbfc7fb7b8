"""Numbers that people type: points, shares, deductions."""

import re
from fractions import Fraction

TYPED = re.compile(r"[+-]?(?:\d{1,12}(?:\.\d{0,12})?|\.\d{1,12})(?:/\d{1,12})?", re.ASCII)
THOUSANDS = re.compile(r"[+\-−]?[1-9]\d{0,2},\d{3}", re.ASCII)


def number_in(text: str) -> Fraction:
    """Return the exact number that a text writes with digits: ``2.5``, ``2,5`` or ``5/2``.

    Powers of ten are none: ``1e99999999`` would take minutes to write down. Nor is ``1,000``, which some countries read
    as a thousand and others as one.

    Raises
    ------
    ValueError
        If it is no such number, may be read as two, has more than twelve digits in a row, or is divided by 0.
    """
    if THOUSANDS.fullmatch(text.strip()):
        raise ValueError(f"{text!r} may be a thousand or one: write it without a comma")
    plain = text.strip().replace(",", ".").replace("−", "-")
    if not TYPED.fullmatch(plain):
        raise ValueError(f"{text!r} is no number")
    whole, _, divisor = plain.partition("/")
    if divisor and not int(divisor):
        raise ValueError(f"{text!r} divides by 0")
    return Fraction(whole) / int(divisor or 1)
