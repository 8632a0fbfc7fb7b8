"""What a report repeats of the text that a student's code made: bounded, and in hidden cases without any array. Pure.

Text is what an exception says, what is printed, names of classes and functions, lines of source. Cases drawn from a
course's own seed are hidden: a function that raised its arguments, or printed them, would hand them to others.
There a message is kept only where it has a form that Python or NumPy gives it, with no number that is not a size of the
case; printed text goes; a line of source is looked up in what was handed in. docs/report.md says what remains.
"""

import builtins
import math
import re
from collections.abc import Callable, Container, Iterable
from dataclasses import replace

from grader.model import Case, Diagnosis, Evidence, ExerciseReport, Frame, Raised, Reason, Result, Submission

MAX_REPORT = 1 << 20  # bytes of report.json; most of them are the assignment's own words
MAX_TEXT = 320 << 10  # characters of students' text in a report: escaped, some take twice as many bytes
MAX_PLAIN, MAX_NUMBERS = 250, 12  # characters of such a message, and numbers in it
MAX_CUT = 200  # characters of a message, when there is no more room
HIDDEN_FRAMES = 3
HIDDEN_AXES, HIDDEN_EXTENT = 6, 1000
EXACT_BELOW, ORDINARY_SIZE, DIGITS = 10_000, (1e-6, 1e7), 6  # of a wrong number
WITHHELD = "(its message is withheld: this case is hidden)"
ENDINGS = {  # by how they begin, what is told of them
    "it ended itself": "it ended itself",
    "it was ended by signal": "it was ended by a signal",
    "it wrote on the grader's channel": "it wrote on the grader's channel",
}
FAULTS = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGFPE", "SIGILL")  # signals of programs that went wrong, and did not choose
OWN = "an exception of your own"
HIDDEN_NOTE = (
    "the cases are hidden: what your code printed, and messages that it made itself, are left out here; "
    "grader check shows them for public cases"
)

_SHAPE = r"\((?:\d+(?:, ?\d+)*,?)?\)"
_TYPE = r"'?(?:numpy\.)?(?:ndarray|int|float|tuple|list|dict|NoneType|str|bool|function|float64|int64|method)'?"
FORMS = tuple(
    re.compile(form)
    for form in (
        rf"operands could not be broadcast together with shapes {_SHAPE} {_SHAPE} ?(?:{_SHAPE} ?)?",
        rf"non-broadcastable output operand with shape {_SHAPE} doesn't match the broadcast shape {_SHAPE}",
        rf"could not broadcast input array from shape {_SHAPE} into shape {_SHAPE}",
        rf"shapes {_SHAPE} and {_SHAPE} not aligned: \d+ \(dim \d+\) != \d+ \(dim \d+\)",
        r"matmul: Input operand \d+ has a mismatch in its core dimension \d+, with gufunc signature "
        r"[(),\->nkm?]+ \(size \d+ is different from \d+\)",
        r"matmul: Input operand \d+ does not have enough dimensions \(has \d+, gufunc core with signature "
        r"[(),\->nkm?]+ requires \d+\)",
        rf"cannot reshape array of size \d+ into shape {_SHAPE}",
        r"index -?\d+ is out of bounds for axis \d+ with size \d+",
        r"axis -?\d+ is out of bounds for array of dimension \d+",
        r"too many indices for array: array is \d+-dimensional, but \d+ were indexed",
        r"all the input array dimensions except for the concatenation axis must match exactly, but along dimension "
        r"\d+, the array at index \d+ has size \d+ and the array at index \d+ has size \d+",
        r"all input arrays must have the same shape",
        r"axes don't match array",
        r"(?:list|tuple|string) (?:assignment )?index out of range",
        r"(?:float |integer )?(?:division|modulo) (?:or modulo )?by zero",
        r"only (?:length-1|0-dimensional|size-1) arrays can be converted to Python scalars",
        r"only integer scalar arrays can be converted to a scalar index",
        r"only integers, slices \(`:`\), ellipsis \(`\.\.\.`\), numpy\.newaxis \(`None`\) and integer or boolean "
        r"arrays are valid indices",
        r"The truth value of an array with more than one element is ambiguous\. Use a\.any\(\) or a\.all\(\)",
        r"setting an array element with a sequence\.",
        r"(?:not enough|too many) values to unpack \(expected \d+(?:, got \d+)?\)",
        rf"cannot unpack non-iterable {_TYPE} object",
        rf"{_TYPE} object (?:is not|does not support|cannot be) "
        r"(?:subscriptable|callable|iterable|item assignment|interpreted as an integer)",
        rf"unsupported operand type\(s\) for [-+*/%@&|^<>=]+: {_TYPE} and {_TYPE}",
        rf"(?:list|tuple) indices must be integers or slices, not {_TYPE}",
        rf"can't multiply sequence by non-int of type {_TYPE}",
        r"maximum recursion depth exceeded(?: in comparison| while calling a Python object)?",
        r"",
    )
)
KINDS = re.compile(
    r"(?:ndarray|int|float|tuple|list|dict|set|str|bool|complex|function|generator|NoneType|range|bytes)"
    r"(?: of \d{1,9})?|ndarray of dtype \w{1,12}|ndarray of \d+ MiB, more than the \d+ MiB of an answer"
)
EXCEPTIONS = frozenset(
    {name for name in dir(builtins) if isinstance(getattr(builtins, name), type)
     and issubclass(getattr(builtins, name), BaseException)}
    | {"ForbiddenCall", "AxisError", "LinAlgError", "UFuncTypeError", "_UFuncNoLoopError", "_ArrayMemoryError"}
)  # fmt: skip


# -------------------------------------------------------------------------------------- hidden


def hide(report: ExerciseReport, cases: Iterable[Case], submission: Submission) -> ExerciseReport:
    """Return a report on hidden cases, with no text in it that could hold an array of theirs."""
    by_id = {case.id: case for case in cases}
    lines = {cell.label: cell.source.splitlines() for module in submission.modules for cell in module.cells}

    def hidden(result: Result) -> Result:
        if result.evidence is None:
            return result
        return replace(result, evidence=_hidden(result.evidence, by_id.get(result.case), lines))

    shown = _with_results(report, hidden)
    return replace(shown, diagnosis=tuple(_without_arrays(one, by_id) for one in shown.diagnosis))


def _without_arrays(diagnosis: Diagnosis, cases: Container[str]) -> Diagnosis:
    """Return a diagnosis that writes out no case of the assignment; an input that was made to be shown stays."""
    smallest = diagnosis.smallest
    if smallest is None or smallest.case not in cases:
        return diagnosis
    return replace(diagnosis, smallest=replace(smallest, code="", view="", got=_hidden_number(smallest.got)))


def _hidden(evidence: Evidence, case: Case | None, lines: dict[str, list[str]]) -> Evidence:
    raised = evidence.raised
    if raised is not None:
        raised = replace(
            raised,
            type=raised.type if raised.type in EXCEPTIONS else OWN,
            message=plain_message(raised.message, sizes_of(case)),
            trace=tuple(_own_line(frame, lines) for frame in raised.trace[-HIDDEN_FRAMES:]),
        )
    detail = _hidden_detail(evidence.reason, evidence.detail)
    return replace(evidence, raised=raised, printed=None, got=_hidden_got(evidence.got), detail=detail)


def _hidden_detail(reason: Reason, detail: str | None) -> str | None:
    """Return what stopped a case, with no number that the child chose: an exit code, a length, the name of a type."""
    if reason in ("raised", "wrong-error", "not-reached"):  # which place is behind an exception, as the child says it
        return None
    if detail is None or detail.endswith(FAULTS):
        return detail
    if reason in ("killed", "refused"):
        return next((told for said, told in ENDINGS.items() if detail.startswith(said)), detail)
    return detail if reason != "wrong-count" or KINDS.fullmatch(detail) else "something else"


def sizes_of(case: Case | None) -> set[int]:
    """Return the numbers that a report on a case names anyway: its sizes, those of its arrays, and small ones."""
    if case is None:  # of no case: a function that was called again, or measured
        return {0, 1, 2, 3, 4}
    shapes = {length for array in case.arguments.values() for length in array.shape}
    totals = {int(array.size) for array in case.arguments.values()}
    return {0, 1, 2, 3, 4} | shapes | totals | set(case.sizes.values())


def plain_message(message: str, sizes: set[int]) -> str:
    """Return a message whose form is Python's or NumPy's own; other numbers than sizes are left out of it."""
    is_short = len(message) <= MAX_PLAIN and len(re.findall(r"\d+", message)) <= MAX_NUMBERS
    if not is_short or not any(form.fullmatch(message) for form in FORMS):
        return WITHHELD
    return re.sub(r"\d+", lambda found: found[0] if int(found[0]) in sizes else "…", message)


def _own_line(frame: Frame, lines: dict[str, list[str]]) -> Frame:
    """Return a line of a traceback as it was handed in, whatever the child said of it."""
    own = lines.get(frame.file, [])
    if not 1 <= frame.line <= len(own):
        return Frame(file="?", line=0, function="?", source="")
    is_defined = any(f"def {frame.function}(" in line for line in own) or frame.function == "<module>"
    return replace(frame, function=frame.function if is_defined else "…", source=own[frame.line - 1].strip())


def _hidden_got(got: object) -> object:
    """Return what came, where it is a number, an ordinary shape, or the name of an ordinary type."""
    if isinstance(got, tuple):
        is_plain = len(got) <= HIDDEN_AXES and all(type(one) is int and one <= HIDDEN_EXTENT for one in got)
        return got if is_plain else f"a shape with {len(got)} axes"
    if isinstance(got, (int, float)):
        return _hidden_number(got)
    return got if not isinstance(got, str) or KINDS.fullmatch(got) else "something else"


def _hidden_number(number: float) -> float:
    """Return a number as exactly as an honest one is: a double could hold a dozen inputs of a case.

    Small multiples of a half stay as they are; others keep six digits, and one where they are very large or small.
    """
    if abs(number) < EXACT_BELOW and (2 * number) % 1 == 0:
        return number
    is_ordinary = ORDINARY_SIZE[0] <= abs(number) < ORDINARY_SIZE[1]
    return float(f"{number:.{DIGITS if is_ordinary else 1}g}") if abs(number) < math.inf else number


# ------------------------------------------------------------------------------------- bounded


def bound(report: ExerciseReport, most: int) -> ExerciseReport:
    """Return a report with so many characters of student's text at most, and a note on what was cut."""
    left = most
    cut = 0

    def bounded(result: Result) -> Result:
        nonlocal left, cut
        if result.evidence is None:
            return result
        left -= _length(result.evidence)
        if left >= 0:
            return result
        cut += 1
        return replace(result, evidence=_cut(result.evidence))

    shorter = _with_results(report, bounded)
    if not cut:
        return report
    what = f"{report.exercise.id}: what it printed and raised is too long for a report"
    return replace(shorter, notes=(*report.notes, f"{what}; of {cut} results only the beginning of a message is kept"))


def _length(evidence: Evidence) -> int:
    raised = evidence.raised
    texts = [evidence.printed or "", evidence.detail or "", str(evidence.got or "")]
    if raised is not None:
        texts += [raised.type, raised.message, *(f"{f.file}{f.function}{f.source}" for f in raised.trace)]
    return sum(map(len, texts))


def _cut(evidence: Evidence) -> Evidence:
    raised: Raised | None = evidence.raised
    if raised is not None:
        raised = replace(raised, message=raised.message[:MAX_CUT], trace=raised.trace[-1:])
        raised = replace(raised, trace=tuple(replace(f, source=f.source[:MAX_CUT]) for f in raised.trace))
    detail = evidence.detail[:MAX_CUT] if evidence.detail else evidence.detail
    return replace(evidence, raised=raised, printed=None, detail=detail)


def _with_results(report: ExerciseReport, change: Callable[[Result], Result]) -> ExerciseReport:
    criteria = tuple(replace(one, results=tuple(map(change, one.results))) for one in report.criteria)
    return replace(report, criteria=criteria)
