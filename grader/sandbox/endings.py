"""What came of a case in which a child was stopped or lost. Pure."""

from grader.model import Case, Outcome
from grader.sandbox.child import Ending
from grader.sandbox.sandbox import describe


def timed_out(case: Case, function: str, seconds: float, used_up: str, has_flooded: bool) -> Outcome:
    """Return the outcome of a call that took longer than its seconds, or than a budget of time that is used up."""
    too_long = f"stopped after {seconds:g} s of wall time in case {case.id}"
    if has_flooded:
        too_long += ", and had printed more than a megabyte"
    detail = f"stopped when {used_up} were used up" if used_up else too_long
    return Outcome(status="timed-out", function=function, detail=detail)


def ended(case: Case, function: str, ending: Ending | None, cpu_seconds: int) -> Outcome:
    """Return the outcome of a case whose process ended by itself; its zygote with it, where there is no ending."""
    if ending is not None and ending.was_out_of_time(cpu_seconds):
        detail = f"stopped after {cpu_seconds} s of processor time in case {case.id}"
        return Outcome(status="timed-out", function=function, detail=detail, limit="cpu-time")
    return Outcome(status="killed", function=function, detail=describe(ending))


def violated(function: str, problem: Exception) -> Outcome:
    """Return the outcome of a case whose process wrote what is no answer."""
    return Outcome(status="refused", function=function, detail=f"it wrote on the grader's channel: {problem}")
