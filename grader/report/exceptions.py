"""The next step for an exception that a student's code raised, where its text says enough. Pure."""

import re

from grader.model import Evidence, Raised

LETTER = re.compile(r"return ([A-Da-d])")  # a whole line: the answer to a question, without its quotes
WHOLE = re.compile(r"(?:out of bounds for|to dtype\(')\s*(u?int\d+)")
FILE = re.compile(r"(?:Operation not permitted|Permission denied|No such file or directory): ('[^']{1,100}')$")
WRITES = re.compile(
    r"""["'][wax]b?\+?b?["']|\.?(save|write|dump|to_csv|tofile|mkdir|makedirs|remove|unlink|touch|subprocess|system|Popen|://)"""
)
OF_PYTHON_2 = {"xrange": "range", "raw_input": "input", "unicode": "str", "long": "int", "unichr": "chr"}


def mend(evidence: Evidence) -> str | None:
    """Return the next step for an exception that has nothing to do with the arguments' values, else None."""
    raised = evidence.raised
    if raised is None:
        return None
    if "FileNotFoundError" in raised.bases:
        return without_file(evidence)
    if "EOFError" in raised.bases and "reading a line" in raised.message:
        return "nothing can be typed while grading: delete input(), and take the value from the function's arguments."
    if "TypeError" in raised.bases and "unhashable type" in raised.message:
        return _without_hashing(evidence, raised)
    if "TypeError" in raised.bases and not raised.trace and evidence.call:  # it did not get as far as a line
        if "__init__()" in raised.message:
            return _of_constructor(evidence, raised)
        return f"the first line should be: def {evidence.function}({', '.join(_parameters(evidence.call))}):"
    if "TypeError" in raised.bases and "'float' object cannot be interpreted as an integer" in raised.message:
        return "sizes are whole numbers: in Python 3 / gives a fraction, so divide them with //."
    if whole := WHOLE.search(raised.message):
        return (
            f"numbers of the type {whole[1]} cannot hold this result: work with floats, as np.zeros(shape) and "
            "x.astype(float) give them."
        )
    if "ValueError" in raised.bases and "values to unpack" in raised.message:
        return "print what stands to the right of the = there: how many values does it hold?"
    if "ValueError" in raised.bases and "could not broadcast" in raised.message:
        return "compare the two shapes from their ends: np.newaxis in an index adds an axis of length 1."
    if "NameError" in raised.bases:
        name = re.match(r"name '(\w+)' is not defined", raised.message)
        if name and name[1] == "np":
            return "write: import numpy as np at the top of the file."
        if name and name[1] in OF_PYTHON_2:
            return f"{name[1]} is Python 2: write {OF_PYTHON_2[name[1]]} today."
        if name and raised.trace and LETTER.fullmatch(raised.trace[-1].source.strip()):
            return f'write the letter in quotes: return "{name[1]}"'
        return f"is {name[1] if name else 'this name'} misspelt, or given its value somewhere else?"
    return None


def without_file(evidence: Evidence) -> str | None:
    """Return the next step where a file was to be read, None where one was to be written, or no file is named."""
    raised = evidence.raised
    named = FILE.search(raised.message) if raised is not None else None
    if (
        raised is None
        or named is None
        or "://" in named[1]
        or (raised.trace and WRITES.search(raised.trace[-1].source))
    ):
        return None
    return (
        f"{named[1]} is not there when this is graded, even if you hand it in: files beside the source are not read. "
        "Write the numbers that you need from it into the source, as in K = np.array([[1, 2], [3, 4]])."
    )


def _of_constructor(evidence: Evidence, raised: Raised) -> str:
    """Return the next step where a class is made with other arguments than its constructor takes."""
    if "missing" in raised.message:
        names = ", ".join(re.findall(r"'(\w+)'", raised.message))
        return f"your constructor is given no value for {names}: write a default value there, as in bias=True."
    return f"the constructor's first line should be: def __init__(self, {', '.join(_parameters(evidence.call or ''))}):"


def _without_hashing(evidence: Evidence, raised: Raised) -> str:
    """Return the next step where something was to be hashed that cannot be, an array most of the time."""
    if raised.trace:
        return "arrays and lists cannot be keys of a dictionary, members of a set, or remembered by a cache."
    return (
        f"delete the decorator above def {evidence.function}, such as @lru_cache: it remembers calls by their "
        "arguments, and arrays cannot be remembered."
    )


def _parameters(call: str) -> list[str]:
    """Return the names in a call as it is written out: ``conv_map(x (2, 2), w (2, 2), reversed, b=-6)``."""
    names = re.findall(r"[(,]\s*([A-Za-z_]\w*)(?= \(|[=,)])", call.partition(" after ")[0])
    return [name for name in names if name != "reversed"]  # a memory layout
