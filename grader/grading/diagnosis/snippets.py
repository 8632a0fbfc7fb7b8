"""A case as code to paste below a student's functions: it runs as it is, and prints their number beside the one due.

The calls are those that were made: under the dialect's names, with every parameter, and with the cache that the
student's own forward pass returns. Pure.
"""

import textwrap
from collections.abc import Iterator, Mapping

from grader.model import Call, Case, Kept, Laid

WIDTH, LINES = 80, 9  # a longer snippet is not worth pasting
IMPORT = "import numpy as np"


class TooMuch(Exception):
    """A value that cannot be written in a few characters."""


def snippet(case: Case, output: str, at: tuple[int, ...], due: float) -> str | None:
    """Return code that runs a case and prints one number; None where it would be long.

    Parameters
    ----------
    case : Case
    output : str
        The returned value that holds the number.
    at : tuple of int
        Where it stands, in our order of axes.
    due : float
        The right number.
    """
    try:
        lines = [IMPORT, *(line for call in case.calls for line in _call(case, call))]
    except TooMuch:
        return None
    place = f"[{', '.join(map(str, at))}]" if at and not has_other_axes(case) else ""
    lines.append(f'print({output}{place}, "is yours;", {due:.17g}, "is due")')
    wrapped = [part for line in lines for part in _wrapped(line)]
    return "\n".join(wrapped) if len(wrapped) <= LINES and max(map(len, wrapped)) <= WIDTH else None


def has_other_axes(case: Case) -> bool:
    """Whether the arrays of a case are given in another order of axes than ours."""
    ours = {value.shape for value in case.arguments.values()}
    given = [value.array.shape for call in case.calls for value in call.arguments if isinstance(value, Laid)]
    return any(shape not in ours for shape in given)


def _call(case: Case, call: Call) -> Iterator[str]:
    """Yield a call's arrays, each under its name, and the call."""
    arguments = []
    for name, value in zip(call.names, call.arguments, strict=True):
        if isinstance(value, Laid):
            yield f"{name} = {_array(value)}"
            arguments.append(name)
        elif isinstance(value, Kept):
            arguments.append(case.calls[value.call].returns[value.position])
        else:
            arguments.append(_plain(value))
    yield f"{', '.join(call.returns)} = {call.function}({', '.join(arguments)})"


def _array(value: Laid) -> str:
    """Return an array with its type. Views are left out: a student would have to make the array they look at."""
    if value.layout not in ("C", "F") or value.array.size > WIDTH * LINES // 3:
        raise TooMuch
    kind = {"float64": ", float", "int64": ""}.get(str(value.array.dtype), f', "{value.array.dtype}"')
    written = f"np.array({_numbers(value.array.tolist())}{kind})"
    return f"np.asfortranarray({written})" if value.layout == "F" else written


def _numbers(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_numbers, value))}]"
    return f"{value:.17g}" if isinstance(value, float) else str(value)


def _plain(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key!r}: {_plain(item)}' for key, item in value.items())}}}"
    if isinstance(value, (bool, int, float, str, tuple)) or value is None:
        return repr(value)
    raise TooMuch


def _wrapped(line: str) -> list[str]:
    """Return a line of code in several, broken between the brackets of a call."""
    return textwrap.wrap(line, WIDTH, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False)
