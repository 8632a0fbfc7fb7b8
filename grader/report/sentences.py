"""Evidence to sentences: what came, what was due, and one next step. Pure.

Each reason a result can have stands here once, with what it says to a student and what to try next.
"""

import math
import re
from collections.abc import Callable, Mapping

from grader.model import Evidence, Reason, Smallest
from grader.report.escape import one_line, plain
from grader.report.exceptions import mend, without_file
from grader.report.failed_imports import import_failed, without_import
from grader.report.numbers import number, place, sum_line, two_numbers

ALONE = "alone"  # detail of a value that was all that a function returned
Sentences = tuple[list[str], str]  # what happened, and the next step


def smallest_lines(smallest: Smallest) -> list[str]:
    """Return what is wrong about a small input, with both sums where both are known."""
    at = ", ".join(str(n) for n in smallest.at)
    entry = f"{smallest.output}[{at}]" if at else smallest.output
    got, want = two_numbers(smallest.got, smallest.want)
    return [
        f"{entry} is {sum_line(smallest.own_terms, got)} in yours,",
        f"and {sum_line(smallest.terms, want)} is due.",
    ]


def _wrong_value(evidence: Evidence) -> Sentences:
    many = evidence.entries or 0
    where = place(evidence) if evidence.at else "this number"
    if evidence.want is None:
        return _sealed_value(evidence)
    got, want = two_numbers(evidence.got, evidence.want)
    lines = [f"{place(evidence)} is {got}; it should be {want}."]
    written = sum_line(evidence.terms, want)
    above = " as above" if written != want else ""
    if above:
        lines.append("  " + written)
    if many > 1:
        lines.append(f"{evidence.wrong} of {many} entries differ.")
    return lines, f"work out {where} by hand{above}, then print the numbers that your code uses for it."


def _sealed_value(evidence: Evidence) -> Sentences:
    """Return what is said where what is due is in a box that only the right answer opens."""
    if evidence.got is None:
        lines = [f"Not all numbers of {evidence.output} are right."]
        return lines, f"work out {evidence.output} by hand for a small input, then print what your code makes of it."
    lines = [f"{place(evidence)} is {number(evidence.got)}, and another number is due."]
    if (evidence.entries or 0) > 1:
        lines.append(f"{evidence.wrong} of {evidence.entries} entries are wrong.")
    return lines, f"work out {place(evidence)} by hand, then print the numbers that your code uses for it."


def _wrong_shape(evidence: Evidence) -> Sentences:
    if evidence.want is None:
        line = f"{evidence.output} has shape {evidence.got}, and another one is due."
        return [line], f"work out the shape that {evidence.output} should have from those of the arguments."
    if evidence.want == ():
        one = isinstance(evidence.got, tuple) and math.prod(evidence.got) == 1
        line = f"{evidence.output} has shape {evidence.got}; it should be a single number."
        item = f"return the number in it: {evidence.output}.item()"
        return [line], item if one else "add up all of it: a sum without axis gives one number."
    line = f"{evidence.output} has shape {evidence.got}; it should be {evidence.want}."
    return [line], f"print {evidence.output}.shape at the end of your function for these arguments."


def _wrong_type(evidence: Evidence) -> Sentences:
    got = one_line(str(evidence.got)).rstrip(",")
    if got == "None":
        line = f"{evidence.output} is None; it should be {evidence.want}."
        if evidence.detail == ALONE or evidence.output == "out":  # the function returned nothing else
            if evidence.printed:
                return [line], "return what it prints: a number that is only printed cannot be used."
            return [line], "is a return missing? A function that ends without one returns None."
        return [line], f"give {evidence.output} its value before you return it."
    return [f"{evidence.output} is of type {got}; it should be {evidence.want}."], _of_right_type(evidence, got)


def _of_right_type(evidence: Evidence, got: str) -> str:
    if "complex" in got:
        return f"return {evidence.output}.real if the imaginary part is meant to be 0."
    if "float16" in got:
        return "compute in float64: half precision cannot hold these numbers."
    if "dtype object" in got:
        return "print its entries: they are not all numbers. None, or rows of unequal length, make an array of objects."
    if got in ("int", "Fraction", "Decimal"):  # an ordinary one is accepted
        return "return a float: this number cannot be held by one exactly."
    if got.startswith("tuple of") and evidence.output == "out":
        return "return out first, and the cache after it."
    if got == "generator":
        return "collect what it yields in a list, and return np.array(…) of that list."
    if got == "coroutine":
        return "delete async before def: what such a function gives is no number until it is awaited."
    if got == "str":
        if "array" not in str(evidence.want):
            return "return the number itself, such as float(total): text, as an f-string makes, is none."
        return "return the numbers themselves: text, as an f-string makes, has none."
    if "array" in str(evidence.want):
        return "return a plain NumPy array of numbers: np.asarray(…) makes one."
    return "return the number itself, such as float(total)."


def _wrong_count(evidence: Evidence) -> Sentences:
    want = str(evidence.want)
    next_step = f"end {evidence.function} with: return {want[1:-1]}"
    if evidence.got == 1 and evidence.detail == "None":
        return [f"{evidence.function} returned None: is a return missing? It should return {want}."], next_step
    count = "1 value" if evidence.got == 1 else f"{evidence.got} values"
    if evidence.got == 1 and evidence.detail:
        kind = one_line(evidence.detail).rstrip(",")
        count = f"an {kind}" if kind.startswith(("ndarray", *"aeiouAEIOU")) else f"a {kind}"
    return [f"{evidence.function} returned {count}; it should return {want}."], next_step


def _input_modified(evidence: Evidence) -> Sentences:
    names = str(evidence.detail)
    lines = [
        f"{evidence.function} changed {names} in place. The numbers it returned are judged on their own.",
        f"It matters where {names} is used again: in a network, by the layer before or behind this one.",
    ]
    return lines, f"work on a copy: {names.partition(',')[0]}.copy()"


def _input_returned(evidence: Evidence) -> Sentences:
    names = str(evidence.detail)
    lines = [
        f"{evidence.function} returned {names} itself, or a part of it. The numbers are judged on their own.",
        f"It matters where the result is changed later: {names} changes with it.",
    ]
    return lines, f"return a new array, made from {names.partition(',')[0]}.copy()"


def _cache_used_up(evidence: Evidence) -> Sentences:
    lines = [
        f"{evidence.function} changed what the cache holds: with the same cache, a second call gives other numbers.",
        "The numbers that the first call returned are judged on their own.",
    ]
    return lines, f"make new arrays inside {evidence.function}, and only read from the cache."


def _result_overwritten(evidence: Evidence) -> Sentences:
    line = f"{evidence.output} changed after {evidence.function} had returned it: a later call wrote into it."
    return [line], f"make a new array in every call, inside {evidence.function}, and return that one."


def _call_remembered(evidence: Evidence) -> Sentences:
    line = f"{evidence.output} is right when this call is the first one. After other calls it is not."
    step = (
        "find what outlives a call: a global name, an attribute, a default argument, earlier results, "
        "a list that was given."
    )
    return [line], step


def _raised(evidence: Evidence) -> Sentences:
    raised = evidence.raised
    assert raised is not None
    message = one_line(raised.message, 300)
    if "ImportError" in raised.bases:
        return [import_failed(raised)], without_import(raised)
    lines = [f"{evidence.function} raised {one_line(raised.type)}{': ' + message if message else ''}"]
    for frame in dict.fromkeys(raised.trace[-3:]):  # of a function that calls itself, each line once
        lines.append(f"  {one_line(frame.file)} line {frame.line}, in {one_line(frame.function)}")
        if frame.source.strip():
            lines.append(f"    {one_line(frame.source)}")
    last = raised.trace[-1] if raised.trace else None
    where = f"line {last.line} of {one_line(last.file)}" if last else "the first line of your function"
    if evidence.detail and evidence.reason in ("raised", "not-reached"):
        return lines, one_line(evidence.detail, 400)
    if "KeyError" in raised.bases:
        return lines, f"look at {where}: print the keys there are just before it."
    return lines, mend(evidence) or f"look at {where}; call the function with arguments of these shapes."


def _not_written(evidence: Evidence) -> Sentences:
    return [f"{evidence.function} is not written yet."], f"write {evidence.function}; its docstring says what is due."


def _wrong_answer(evidence: Evidence) -> Sentences:
    lines = [f"{evidence.function} answers {one_line(str(evidence.got), 100)}."]
    return lines, one_line(str(evidence.detail), 600) or "look at the slide once more."


def _inaccurate(evidence: Evidence) -> Sentences:
    line = f"{evidence.output}: {float(str(evidence.got)):.1%} are right; it takes {float(str(evidence.want)):.0%}."
    return [line], "plot the loss: if it still falls, train for longer; if it jumps, take smaller steps."


def _judged(evidence: Evidence) -> Sentences:
    return [str(evidence.detail)], str(evidence.want or "")


def _forbidden(evidence: Evidence) -> Sentences:
    name = one_line(evidence.raised.message, 100) if evidence.raised else "that function"
    line = f"{evidence.function} called {name}, which does this exercise by itself and is switched off here."
    return [line], "write the sum that it stands for: a loop over the places, and one over the filter."


def _refused(evidence: Evidence) -> Sentences:
    detail = one_line(str(evidence.detail), 400)
    next_step = "mend that first; nothing else of it could be tried."
    if is_missing(evidence):
        next_step = "give the function exactly this name, at the top level of the file."
        if "there is no method" in detail:
            next_step = "give the method exactly this name, inside your class."
    elif " at the end of " in detail:
        next_step = "give that value another name; this one belongs to the function."
    return [f"{evidence.function} could not be called: {detail}."], next_step


def is_missing(evidence: Evidence) -> bool:
    """Whether the submission has no such function, or no such method."""
    said = str(evidence.detail)
    return evidence.reason == "refused" and ("there is no function" in said or "there is no method" in said)


def _timed_out(evidence: Evidence) -> Sentences:
    line = f"{evidence.function} was {evidence.detail}."
    if "had printed" in str(evidence.detail):
        return [line], "take print out of its loops, and look for a loop that never ends."
    return [line], "look for a loop that never ends: does its condition change inside it?"


def _cpu_time(evidence: Evidence) -> Sentences:
    return [f"{evidence.function} was {evidence.detail}."], "look for a loop that does far more than it has to."


def _out_of_memory(evidence: Evidence) -> Sentences:
    lines, _ = _raised(evidence)
    next_step = "print the shapes you allocate: for these arguments, small arrays are enough."
    return [*lines, f"The limit is {evidence.detail}."], next_step


def _too_large(evidence: Evidence) -> Sentences:
    return [
        f"{evidence.output} is an {one_line(str(evidence.got))}."
    ], f"print {evidence.output}.shape before you return it."


def _confined(evidence: Evidence) -> Sentences:
    lines, _ = _raised(evidence)
    allowed = f"What a function may use while it is graded: {evidence.detail}."
    if step := without_file(evidence):
        return [*lines, allowed], step
    return [*lines, allowed], "take that call out: the arguments are all that a function needs."


def _killed(evidence: Evidence) -> Sentences:
    line = f"{evidence.function} ended the whole process instead of returning ({one_line(str(evidence.detail))})."
    return [line], "look for exit calls, and for views or indices that reach outside an array."


def _wrong_error(evidence: Evidence) -> Sentences:
    raised = evidence.raised
    assert raised is not None
    if "ImportError" in raised.bases:
        return [import_failed(raised)], without_import(raised)
    if raised.type == "ForbiddenCall":
        return _forbidden(evidence)
    kind, message = one_line(raised.type), one_line(raised.message)
    line = f"These arguments do not fit together: {evidence.want} is due, but {kind} was raised."
    if message:
        line = f"These arguments do not fit together: {evidence.want} is due, but {kind} was raised ({message})."
    return [line], one_line(evidence.detail or "", 400) or mend(evidence) or _raise(evidence)


def _no_error(evidence: Evidence) -> Sentences:
    want, function = evidence.want, evidence.function
    line = f"These arguments do not fit together: {want} is due, but {function} returned."
    if evidence.detail:
        detail = one_line(str(evidence.detail), 60)
        line = f"These arguments do not fit together: {want} is due, but {function} returned {detail}."
        return [line], f"write raise {evidence.want}(…): an error that is returned or printed stops nothing."
    return [line], _raise(evidence)


def _raise(evidence: Evidence) -> str:
    has_arrays = evidence.call is None or re.search(r"\w \(\d", evidence.call)
    if has_arrays:
        return f"compare the shapes first, and raise {evidence.want}(…) where they do not fit."
    return f"look at the numbers first, and raise {evidence.want}(…) where they do not fit."


def _no_legal_case(evidence: Evidence) -> Sentences:
    return ["An error counts only beside a legal call that returns."], "make the function return for legal arguments."


def _nothing_right(evidence: Evidence) -> Sentences:
    if evidence.detail == "zeros":
        return ["Zeros that are right count beside a right number that is not 0."], "mend the other numbers."
    if evidence.detail == "inputs":
        return ["An input that is right as it is counts beside another right number."], "mend the other numbers."
    return ["That arguments stay as they are counts beside a right number."], "mend the numbers."


def _shape_first(evidence: Evidence) -> Sentences:
    return ["Not compared: the shape comes first."], "mend the shape."


def _not_reached(evidence: Evidence) -> Sentences:
    lines, next_step = _raised(evidence)
    return ["Not tried, because the call before it did not return:", *lines], next_step


def _time_outs(evidence: Evidence) -> Sentences:
    return [
        "Not tried: two cases were stopped before it, or the time of this exercise, or of all, was used up."
    ], "mend the case that was stopped."


def _grader_error(evidence: Evidence) -> Sentences:
    line = f"A fault of ours: the grader itself failed here ({evidence.detail}). It costs you nothing."
    return [line], "tell your instructor."


SENTENCES: Mapping[Reason, Callable[[Evidence], Sentences]] = {
    "wrong-value": _wrong_value,
    "wrong-answer": _wrong_answer,
    "inaccurate": _inaccurate,
    "judged": _judged,
    "forbidden": _forbidden,
    "wrong-shape": _wrong_shape,
    "wrong-type": _wrong_type,
    "wrong-count": _wrong_count,
    "input-modified": _input_modified,
    "input-returned": _input_returned,
    "cache-used-up": _cache_used_up,
    "result-overwritten": _result_overwritten,
    "call-remembered": _call_remembered,
    "raised": _raised,
    "not-written": _not_written,
    "refused": _refused,
    "timed-out": _timed_out,
    "cpu-time": _cpu_time,
    "out-of-memory": _out_of_memory,
    "too-large": _too_large,
    "open-files": _confined,
    "file-size": _confined,
    "confined": _confined,
    "killed": _killed,
    "wrong-error": _wrong_error,
    "no-error": _no_error,
    "no-legal-case": _no_legal_case,
    "nothing-right": _nothing_right,
    "shape-first": _shape_first,
    "not-reached": _not_reached,
    "time-outs": _time_outs,
    "grader-error": _grader_error,
}


def printed_lines(evidence: Evidence) -> list[str]:
    """Return what the student's own code printed during the call, a few lines of it."""
    lines = plain(evidence.printed or "").splitlines()
    shown = [line[:100] for line in lines[:5]]
    return [*shown, f"… {len(lines) - 5} more lines"] if len(lines) > 5 else shown
