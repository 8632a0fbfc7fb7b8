"""What is asked of a child, as the wire has it, and which limit is behind what it raised. Pure.

In: calls of a case, and handles of what stayed in the child.  Out: requests, which `grader.sandbox.worker.wire` packs.
"""

import difflib
import errno
import re
from collections.abc import Mapping, Sequence
from typing import Any

from grader.model import Call, Case, Kept, Laid, Limits, Raised, Random, Read, Reason, Submission, Unchanged
from grader.sandbox.host import OPEN_FILES
from grader.sandbox.worker import again, wire

INSTEAD = (  # what was passed over → what to do in its place
    (
        r"PermissionError|Operation not permitted|no file can be opened",
        "no file can be opened while grading, so write the numbers down",
    ),
    (r"argparse|SystemExit", "there is no command line while grading, so write the value down"),
    (r"EOFError|can be typed", "nothing can be typed while grading, so write the value down"),
)


NOT_RUN = (  # what a note says of a cell whose functions are not there, and what to do
    (
        r"(an? [\w ]+ cell), and Jupyter does not run it",
        "{}: select it, press Esc and then Y, which makes it a code cell",
    ),
    (r"under (%%[\w /.]+), which runs it", "under {}, which runs it as a program of its own: delete that line"),
    (r"under (%%timeit), which forgets it", "under {}, which forgets it again: delete that line"),
)


def call_request(call: Call, case: Case, kept: Sequence[Mapping[str, wire.KeptValue]], is_anew: bool) -> dict[str, Any]:
    """Return the request for one call of a case.

    Parameters
    ----------
    call : Call
    case : Case
    kept : sequence of mapping
        Of the calls before it, by the names of what they return: handles of what stayed in the child.
    is_anew : bool
        Whether it is the first call of an exercise in this child.
    """
    seldom = {
        "question": call.is_question,
        "anew": is_anew,
        "member": call.member,
        "is_set": call.is_set,
        "keywords": call.keywords,
        "is_given_away": call.is_given_away,
        "reads": tuple(
            (read_from(read, case, kept), read.path, to_wire(read.before, case, kept)) for read in call.reads
        ),
        "results": call.results,
    }
    return {
        "function": call.function,
        "arguments": tuple(to_wire(value, case, kept) for value in call.arguments),
        "names": call.names,
        "returns": len(call.returns),
        "fresh": call is case.calls[0],
        "keep": tuple(call.returns.index(name) for name in call.keep),
        **{name: value for name, value in seldom.items() if value},  # every field costs both sides time
    }


def case_requests(case: Case, is_anew: bool) -> tuple[dict[str, Any], ...]:
    """Return the requests for all calls of a case, in the names that a child gives to what stays in it."""
    kept = handles(case)
    return tuple(call_request(call, case, kept, is_anew and call is case.calls[0]) for call in case.calls)


def handles(case: Case) -> list[Mapping[str, wire.KeptValue]]:
    """Return, for each call of a case, the handles of what stays in the child: it numbers them as they come."""
    found: list[Mapping[str, wire.KeptValue]] = []
    count = 0
    for call in case.calls:
        names = [name for name in call.returns if name in call.keep]
        found.append({name: wire.KeptValue(count + place) for place, name in enumerate(names)})
        count += len(names)
    return found


def load_request(
    submission: Submission,
    functions: tuple[str, ...],
    skip: Sequence[str],
    careful: bool,
    forbidden: tuple[str, ...],
    is_older: bool,
) -> dict[str, Any]:
    """Return the request to load a submission; some statements are passed over, where it is careful all but a few."""
    modules = tuple(
        {
            "name": module.name,
            "package": module.is_package,
            "notebook": module.is_notebook,
            "cells": tuple((cell.label, cell.source) for cell in module.cells),
        }
        for module in submission.modules
    )
    return {
        "modules": modules,
        "functions": functions,
        "skip": tuple(skip),
        "careful": careful,
        "forbidden": forbidden,
        "older": is_older,
    }


def to_wire(value: Any, case: Case, kept: Sequence[Mapping[str, wire.KeptValue]]) -> Any:
    """Return an argument as the wire has it."""
    if isinstance(value, Kept):
        return kept[value.call][case.calls[value.call].returns[value.position]]
    if isinstance(value, Laid):
        return wire.LaidArray(value.array, value.layout)
    if isinstance(value, Random):
        return wire.GENERATOR
    return wire.IDENTITY if isinstance(value, Unchanged) else value


def functions_of(cases: Sequence[Case]) -> tuple[str, ...]:
    """Return what a submission has to bind for cases: functions, and classes of methods."""
    return tuple(dict.fromkeys(owner(call) for case in cases for call in case.calls if not call.member))


def say_missing(function: str, submission: Submission, others: Sequence[str], unparsed: Sequence[str]) -> str:
    """Return what is said of a function that is not there, where nothing else is known of it."""
    if unparsed:
        return f"not all of it is valid Python, see {unparsed[0]}"
    for place, advice in NOT_RUN:
        where = re.compile(rf": {re.escape(function)} stands in cell (\d+) from the top, {place}")
        if found := next(filter(None, map(where.search, submission.notes)), None):
            return f"{function} stands in cell {found[1]} from the top, {advice.format(found[2])}"
    files = ", ".join(module.file for module in submission.modules)
    close = difflib.get_close_matches(function, others, 1, cutoff=0.75)
    hint = f" (is it {close[0]}?)" if close else ""
    return f"there is no function {function} in {files}{hint}"


def what_raised(
    raised: Raised, found: tuple[str, str, str, int, str] | None, limits: Limits, is_portable: bool
) -> tuple[Reason | None, str]:
    """Return the limit that made a call raise, and what there is to say of it, or of what is behind the exception."""
    limit, why = (None, "") if is_portable else limit_behind(raised, limits)
    return limit, why or say_behind(found)


def say_behind(found: tuple[str, str, str, int, str] | None) -> str:
    """Return the next step where something is behind an exception that its own line does not show; "" for nothing."""
    if found is None:
        return ""
    kind, name, file, line, why = found
    where = f"{file} line {line}"
    if kind == "lost":
        step = next((step for words, step in INSTEAD if re.search(words, why)), "do without it, or mend that line")
        said = "" if step in dict(INSTEAD).values() else f" ({why})"
        return f"{name} gets its value in {where}, which was passed over{said}: {step}."
    sentences = {
        "nowhere": f"no cell gives {name} a value: it may come from a cell that was changed or deleted since it ran.",
        "letter": f"{name} in {where} has a letter that only looks the same ({why}): type it anew.",
        "exit": f"{name} ends the whole program: write raise ValueError(…) in its place.",
        "covered": f"{name} is another value since {where}: give that value another name.",
        "strict": f"{where} makes an error of what is a warning elsewhere: take it out.",
        "endless": f"{name} calls itself without end in {where}: compute the answer there.",
        "stub": f"delete {where}: your code stands below it, and is never reached.",
    }
    return sentences.get(kind, "")


def say_missing_method(method: str, submission: Submission) -> str:
    """Return what is said of a method that is not there, although its class is."""
    files = ", ".join(module.file for module in submission.modules)
    return f"there is no method {method} in {files}"


def owner(call: Call) -> str:
    """Return the name that a submission has to bind for a call: of ``Conv.forward`` the class."""
    return call.function.partition(".")[0]


def read_from(read: Read, case: Case, kept: Sequence[Mapping[str, wire.KeptValue]]) -> Any:
    """Return where a value is looked up, as the wire has it."""
    return read.source if isinstance(read.source, int) else to_wire(read.source, case, kept)


def again_request(case: Case) -> dict[str, Any]:
    """Return a case as the wire has it, all calls of it together; a kept value is named by its place."""
    places = _places(case)
    calls = [
        {
            "function": call.function,
            "arguments": tuple(to_wire(value, case, places) for value in call.arguments),
            "returns": len(call.returns),
            "keep": tuple(call.returns.index(name) for name in call.keep),
            "keywords": call.keywords,
        }
        for call in case.calls
    ]
    return {"calls": tuple(calls)}


def _places(case: Case) -> list[dict[str, wire.KeptValue]]:
    """Return the names of all that the calls of a case return, each with its place."""
    return [
        {name: wire.KeptValue(number * again.PER_CALL + place) for place, name in enumerate(call.returns)}
        for number, call in enumerate(case.calls)
    ]


def whole_request(case: Case) -> tuple[dict[str, Any], ...]:
    """Return all calls of a case, to be made one after another; a kept value is named by its place."""
    places = _places(case)
    return tuple(call_request(call, case, places, False) for call in case.calls)


def has_objects(case: Case) -> bool:
    """Whether a case is asked of objects, which remember what happened to them."""
    return any(call.member or call.reads for call in case.calls)


def limit_behind(raised: Raised, limits: Limits) -> tuple[Reason | None, str]:
    """Return the limit that made a call raise, and what it is; None where it was no limit."""
    if "MemoryError" in raised.bases:
        return "out-of-memory", f"{limits.memory_mib} MiB of memory above what is in use at the start"
    if raised.errno == errno.EMFILE:
        return "open-files", f"{OPEN_FILES} open files"
    if raised.errno == errno.EFBIG:
        return "file-size", "0 bytes in files"
    if raised.errno in (errno.EPERM, errno.EACCES):
        return "confined", "no files, no network, no other processes"
    return None, ""


def called_again(cases: Sequence[Case], is_brief: bool) -> Sequence[Case]:
    """Return those cases that are worth to be called again.

    Where functions leave nothing behind, that is the first one, if it has a cache; and all whose arguments can be
    lists as well, which a function could change.
    """
    values = (value for case in cases for call in case.calls for value in call.arguments)
    if not is_brief or any(map(again.may_be_list, values)):
        return cases
    return cases[:1] if cases and len(cases[0].calls) > 1 else ()


def bytes_of(case: Case) -> int:
    """Return how many bytes the arguments of a case hold."""
    return sum(getattr(value, "nbytes", 0) for value in case.arguments.values())
