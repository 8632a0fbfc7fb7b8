"""A case as code to paste below a student's functions: it runs as it is, and prints their number beside the one due.

The calls are those that were made: under the dialect's names, with every parameter, and with the cache that the
student's own forward pass returns. Pure.
"""

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence

from grader.model import Call, Case, Evidence, Kept, Laid, Random, Unchanged

WIDTH, LINES = 80, 14  # a longer snippet is not worth pasting
MOST_NUMBERS = 3000  # of a failed case that is written out
IMPORT = "import numpy as np"
INDENT = "    "  # of a line's second part


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
    arrays = arrays_of(case)
    if sum(one.array.size for one in arrays) > WIDTH * LINES // 3 or any(
        one.layout not in ("C", "F") for one in arrays
    ):
        return None
    code = _code(case, {output: _beside(case, output, at, f"{due:.17g}")})
    lines = code.split("\n") if code is not None else []
    return code if 0 < len(lines) <= LINES and max(map(len, lines)) <= WIDTH else None


def arrays_of(case: Case) -> list[Laid]:
    """Return the arrays that a case's calls are given."""
    return [value for call in case.calls for value in call.arguments if isinstance(value, Laid)]


def code_of(case: Case, failures: Sequence[Evidence]) -> str | None:
    """Return code that runs a failed case as it was run, and prints what was wrong beside what is due.

    Parameters
    ----------
    case : Case
    failures : sequence of Evidence
        Of the case's results: one for each returned value that is wrong.
    """
    if sum(one.array.size for one in arrays_of(case)) > MOST_NUMBERS:
        return None
    shown = {}
    for evidence in failures:
        output, due = evidence.output or "", evidence.want
        if output and evidence.reason == "wrong-value" and isinstance(due, (int, float)):
            shown[output] = _beside(case, output, evidence.at or (), f"{due:.17g}")
        elif output and evidence.reason == "wrong-shape":
            shown[output] = _beside(case, output, None, str(due))
    return _code(case, shown)


def _beside(case: Case, output: str, at: tuple[int, ...] | None, due: str) -> str:
    """Return the line that prints a number, or without a place a shape, beside what is due."""
    place = ".shape" if at is None else f"[{', '.join(map(str, at))}]" if at else ""
    due = due if due.lstrip("-") not in ("nan", "inf") else f'float("{due}")'
    return f'print({output}{case.calls[-1].views.get(output, "")}{place}, "is yours;", {due}, "is due")'


def _code(case: Case, shown: Mapping[str, str]) -> str | None:
    """Return the lines of a case, then those that print an output; None where a value cannot be written."""
    try:
        lines = [IMPORT, *(line for call in case.calls for line in _call(case, call, shown.keys()))]
    except TooMuch:
        return None
    return "\n".join(part for line in (*lines, *shown.values()) for part in wrapped(line))


def _call(case: Case, call: Call, outputs: Collection[str]) -> Iterator[str]:
    """Yield a call's arrays, each under its name, the call, and what is looked up after it for some outputs."""
    arguments = []
    by_name = len(call.names) - len(call.keywords)
    for place, (name, value) in enumerate(zip(call.names, call.arguments, strict=True)):
        if isinstance(value, Laid) and call.is_set and value.layout in ("C", "F"):
            text = _array(value)
        elif isinstance(value, Laid):
            yield from _laid(name, value)
            text = name
        else:
            text = _kept(case, value) if isinstance(value, Kept) else _plain(value)
        arguments.append(f"{name}={text}" if place >= by_name else text)
    if call.is_set:
        yield f"{arguments[0]}.{call.member} = {arguments[1]}"
        return
    asked = f"{call.function}({', '.join(arguments)})"
    if call.member:
        method = "" if call.member == "__call__" else f".{call.member}"
        asked = f"{arguments[0]}{method}({', '.join(arguments[1:])})"
    if not call.reads:
        yield f"{', '.join(call.returns)} = {asked}"
        return
    came = [f"came_{number}" for number in range(call.results)] if call.results > 1 else ["came"]
    looked_up = {name: read for name, read in zip(call.returns, call.reads, strict=True) if name in outputs}
    is_used = any(isinstance(read.source, int) for read in looked_up.values())
    yield f"{', '.join(came)} = {asked}" if is_used else asked
    for name, read in looked_up.items():
        source = came[read.source] if isinstance(read.source, int) else _kept(case, read.source)
        yield f"{name} = {source}{'.' + read.path if read.path else ''}"


def _kept(case: Case, value: Kept) -> str:
    """Return the name of what an earlier call returned."""
    return case.calls[value.call].returns[value.position]


def _laid(name: str, value: Laid) -> Iterator[str]:
    """Yield the lines that give an array its name, with its memory laid out as it was."""
    if value.layout in ("C", "F") or not value.array.ndim:
        yield f"{name} = {_array(value)}"
        return
    step, times = (2, 2) if value.layout == "strided" else (-1, 1)
    shape = tuple(times * length for length in value.array.shape)
    every = ", ".join([f"::{step}"] * value.array.ndim)
    yield f'{name} = np.zeros({shape}, "{value.array.dtype}")[{every}]'
    yield f"{name}[...] = {_array(value)}"


def _array(value: Laid) -> str:
    """Return an array with its type."""
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
    if isinstance(value, (bool, int, float, str, tuple, list)) or value is None:
        return repr(value)
    if isinstance(value, Unchanged):
        return "lambda value: value"
    if isinstance(value, Random):
        return "np.random.default_rng(0)"
    raise TooMuch


def wrapped(line: str) -> list[str]:
    """Return a line of code in several, broken at blanks as `textwrap` breaks it, which takes ten times as long."""
    if "  " in line or not line.isprintable() or line.strip() != line or not line:
        return wrapped_text(line)
    first, *words = line.split(" ")
    lines = [first]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append(INDENT + word)
        else:
            lines[-1] += " " + word
    return lines


def wrapped_text(line: str) -> list[str]:
    """Return any line in several."""
    return textwrap.wrap(line, WIDTH, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False)
