"""Evidence to sentences: what came, what was due, and one next step. Pure.

Each reason a result can have stands here once, with what it says to a student and what to try next.
"""

from collections.abc import Callable, Mapping

from grader.model import Evidence, Reason
from grader.report.escape import one_line, plain

Sentences = tuple[list[str], str]  # what happened, and the next step


def number(value: object) -> str:
    """Return a number as a person writes it: 4 for 4.0."""
    return f"{value:.10g}".replace("-", "−") if isinstance(value, (int, float)) else one_line(str(value))


def place(evidence: Evidence) -> str:
    """Return where a wrong number stands: ``out[0, 1, 0, 2]``."""
    at = ", ".join(str(n) for n in evidence.at or ())
    return f"{evidence.output}[{at}]" if at else str(evidence.output)


def sum_line(evidence: Evidence) -> str:
    """Return the sum behind the right number, written as the slide does."""
    written = []
    for term in evidence.terms:
        factors = ["(" + factor.replace("-", "−") + ")" if factor[0] == "-" else factor for factor in term.split("*")]
        written.append("·".join(factors) if not term.startswith("…") else term)
    return f"{' + '.join(written)} = {number(evidence.want)}"


def _wrong_value(evidence: Evidence) -> Sentences:
    many = evidence.entries or 0
    lines = [f"{place(evidence)} is {number(evidence.got)}; it should be {number(evidence.want)}."]
    if evidence.terms:
        lines.append("  " + sum_line(evidence))
    if many > 1:
        lines.append(f"{evidence.wrong} of {many} entries differ.")
    return lines, f"work out {place(evidence)} by hand as above, then print the terms your loop adds up for it."


def _wrong_shape(evidence: Evidence) -> Sentences:
    line = f"{evidence.output} has shape {evidence.got}; it should be {evidence.want}."
    return [line], f"print {evidence.output}.shape at the end of your function for these arguments."


def _wrong_type(evidence: Evidence) -> Sentences:
    got = one_line(str(evidence.got))
    return [f"{evidence.output} is of type {got}; it should be {evidence.want}."], (
        "return a plain NumPy array of numbers: np.asarray(…) makes one."
        if "array" in str(evidence.want)
        else "return the number itself, such as float(total)."
    )


def _wrong_count(evidence: Evidence) -> Sentences:
    count = f"{evidence.got} value{'s' if evidence.got != 1 else ''}"
    line = f"{evidence.function} returned {count}; it should return {evidence.want}."
    return [line], f"end {evidence.function} with: return {str(evidence.want)[1:-1]}"


def _input_modified(evidence: Evidence) -> Sentences:
    line = f"{evidence.function} changed its argument {evidence.detail} in place; the caller still needs it."
    return [line], f"work on a copy: {str(evidence.detail).partition(',')[0]}.copy()"


def _raised(evidence: Evidence) -> Sentences:
    raised = evidence.raised
    assert raised is not None
    lines = [f"{evidence.function} raised {one_line(raised.type)}: {one_line(raised.message, 300)}"]
    for frame in raised.trace[-3:]:
        lines.append(f"  {one_line(frame.file)} line {frame.line}, in {one_line(frame.function)}")
        if frame.source.strip():
            lines.append(f"    {one_line(frame.source)}")
    last = raised.trace[-1] if raised.trace else None
    where = f"line {last.line} of {one_line(last.file)}" if last else "the first line of your function"
    return lines, f"look at {where}; call the function with arguments of these shapes."


def _not_written(evidence: Evidence) -> Sentences:
    return [f"{evidence.function} is not written yet."], f"write {evidence.function}; its docstring says what is due."


def _refused(evidence: Evidence) -> Sentences:
    detail = one_line(str(evidence.detail), 400)
    return [f"{evidence.function} could not be called: {detail}."], (
        "give the function exactly this name, at the top level of the file."
        if "there is no function" in detail
        else "mend that first; nothing else of it could be tried."
    )


def _timed_out(evidence: Evidence) -> Sentences:
    line = f"{evidence.function} was {evidence.detail}."
    return [line], "look for a loop that never ends: does its condition change inside it?"


def _killed(evidence: Evidence) -> Sentences:
    line = f"{evidence.function} ended the whole process instead of returning ({one_line(str(evidence.detail))})."
    return [line], "look for exit calls, and for views or indices that reach outside an array."


def _wrong_error(evidence: Evidence) -> Sentences:
    raised = evidence.raised
    assert raised is not None
    line = f"these arguments do not fit together: {evidence.want} is due, but {one_line(raised.type)} was raised"
    return [f"{line} ({one_line(raised.message)})."], _raise(evidence)


def _no_error(evidence: Evidence) -> Sentences:
    line = f"these arguments do not fit together: {evidence.want} is due, but {evidence.function} returned."
    return [line], _raise(evidence)


def _raise(evidence: Evidence) -> str:
    return f"compare the shapes first, and raise {evidence.want}(…) where they do not fit."


def _no_legal_case(evidence: Evidence) -> Sentences:
    return ["an error counts only beside a legal call that returns."], "make the function return for legal arguments."


def _shape_first(evidence: Evidence) -> Sentences:
    return ["not compared: the shape comes first."], "mend the shape."


def _time_outs(evidence: Evidence) -> Sentences:
    return [
        "not tried: two cases were stopped before it, or the time of this exercise was used up."
    ], "mend the case that was stopped."


def _grader_error(evidence: Evidence) -> Sentences:
    return [f"the grader itself failed here ({evidence.detail}). It costs you nothing."], "tell your instructor."


SENTENCES: Mapping[Reason, Callable[[Evidence], Sentences]] = {
    "wrong-value": _wrong_value,
    "wrong-shape": _wrong_shape,
    "wrong-type": _wrong_type,
    "wrong-count": _wrong_count,
    "input-modified": _input_modified,
    "raised": _raised,
    "not-written": _not_written,
    "refused": _refused,
    "timed-out": _timed_out,
    "killed": _killed,
    "wrong-error": _wrong_error,
    "no-error": _no_error,
    "no-legal-case": _no_legal_case,
    "shape-first": _shape_first,
    "time-outs": _time_outs,
    "grader-error": _grader_error,
}


def printed_lines(evidence: Evidence) -> list[str]:
    """Return what the student's own code printed during the call, a few lines of it."""
    lines = plain(evidence.printed or "").splitlines()
    shown = [line[:100] for line in lines[:5]]
    return [*shown, f"… {len(lines) - 5} more lines"] if len(lines) > 5 else shown
