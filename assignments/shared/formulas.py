"""Formulas that differ from the right one in a single symbol: a sign, a number, a name, or a part left out. Pure.

    slips_of("i * S + W", {"i": "j"})  →  ("j * S + W", "i + S + W", "i * W", …)

These are what one types by a slip of the pen: symbols change, and precedence with them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

Formula = Callable[..., Any]
OPERATORS = ("+", "-", "*", "//", "/", "%", "**")
TOKEN = re.compile(r"\w+|//|\*\*|[-+*/%()]")


def slips_of(formula: str, exchanged: Mapping[str, str]) -> tuple[str, ...]:
    """Return every formula that differs in one symbol, as text.

    Parameters
    ----------
    formula : str
    exchanged : mapping of str to str
        What each name is mistaken for: names with spaces between them.
    """
    tokens = TOKEN.findall(formula)
    texts = dict.fromkeys(" ".join(changed) for changed in _changed(tokens, exchanged))
    return tuple(text for text in texts if text != " ".join(tokens))


def _changed(tokens: list[str], exchanged: Mapping[str, str]) -> Iterator[list[str]]:
    for place, token in enumerate(tokens):
        for replacement in _instead(token, exchanged):
            yield [*tokens[:place], replacement, *tokens[place + 1 :]]
        if token in OPERATORS:
            if re.fullmatch(r"\w+", tokens[place + 1]):  # without what follows
                yield [*tokens[:place], *tokens[place + 2 :]]
            if re.fullmatch(r"\w+", tokens[place - 1]):  # without what stands before
                yield [*tokens[: place - 1], *tokens[place + 1 :]]


def _instead(token: str, exchanged: Mapping[str, str]) -> Iterator[str]:
    """Yield what may stand in the place of a symbol."""
    if token in OPERATORS:
        yield from (operator for operator in OPERATORS if operator != token)
    elif token.isdigit():
        yield from (str(int(token) + 1), str(int(token) - 1))
    else:
        yield from exchanged.get(token, "").split()


@cache
def compiled(text: str, parameters: str) -> Formula:
    """Return a formula as a function of its parameters, written with commas between them."""
    function: Formula = eval(f"lambda {parameters}: {text}")  # a text of this package's own
    return function
