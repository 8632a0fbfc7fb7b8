"""Score to grade: lateness, best or last of several, overrides. Pure, and exact.

The score is what the work earned; the grade is what the course makes of it. Neither replaces the other.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from grader.classroom.extensions import Extension
from grader.classroom.settings import Attempts, Late, Override
from grader.model import RowStatus

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What counts of one submission; `problem` says why it could not be read."""

    score: Fraction
    possible: Fraction
    submitted: dt.datetime | None = None
    is_late: bool = False  # says the archive; counts where nobody knows when
    is_doubtful: bool = False  # late by a mark that does not know of an extension
    is_broken: bool = False  # the grader failed on it: its score is not final
    problem: str = ""
    found: tuple[int, ...] = ()  # in what order it was found: later is greater


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A grade, and how it came about."""

    status: RowStatus
    chosen: int | None = None  # of the submissions, which one counts
    late_days: int = 0
    spent: int = 0  # free days of the course that it uses
    score: Fraction | None = None
    grade: Fraction | None = None
    is_overridden: bool = False
    reason: str = ""


def late_days(submitted: dt.datetime, due: dt.datetime, grace: dt.timedelta = dt.timedelta()) -> int:
    """Return the begun days after a deadline; none within the grace, which is not taken off what comes later.

    A day is one of the course's calendar, from the deadline's time to the same time on the next day: of 23 hours, or
    25, where clocks are changed in it.
    """
    after = submitted.astimezone(dt.UTC) - due.astimezone(dt.UTC)
    if after <= grace:
        return 0
    here = submitted.astimezone(due.tzinfo).replace(tzinfo=None) - due.replace(tzinfo=None)  # by the clock on the wall
    return max(1, -(-here // DAY))


def days_of(handed: Candidate, due: dt.datetime | None, late: Late) -> int:
    """Return how many days a submission is late; one whose archive only says that it is counts as one."""
    if due is None:
        return 0
    if handed.submitted is None:
        return int(handed.is_late)
    return late_days(handed.submitted, due, late.grace)


def graded(score: Fraction, possible: Fraction, days: int, late: Late) -> Fraction:
    """Return the grade of a score that came so many days late: from 0 to the score."""
    if late.days is not None and days > late.days:
        return min(score, Fraction(0))
    share = min(late.cap, late.deduction * days)
    return min(score, max(Fraction(0), score - share * (possible if late.of == "possible" else score)))


def graded_freely(score: Fraction, possible: Fraction, days: int, late: Late, free: int) -> tuple[Fraction, int]:
    """Return the grade with free days used, and how many: the fewest that make it as good as it can be.

    So none are used on work that they would not help: that has no points, or comes too late all the same.
    """
    by_spent = [graded(score, possible, days - spent, late) for spent in range(min(days, free) + 1)]
    best = max(by_spent)
    return best, by_spent.index(best)


def order(handed: Sequence[Candidate]) -> list[int]:
    """Return places of submissions from first to last: by time where all have one, else as they were found."""
    timed = all(one.submitted is not None for one in handed)

    def key(place: int) -> tuple[object, ...]:
        one = handed[place]
        return (one.submitted, one.found) if timed else (one.found,)

    return sorted(range(len(handed)), key=key)


def decide_grade(
    handed: Sequence[Candidate],
    *,
    attempts: Attempts = "last",
    due: dt.datetime | None = None,
    late: Late | None = None,
    override: Override | None = None,
    extension: Extension | None = None,
    free_days_left: int = 0,
    waits_for: Sequence[str] = (),
    missing: str = "nothing was handed in",
) -> Verdict:
    """Return the grade of a student's submissions for one assignment.

    Parameters
    ----------
    handed : sequence of Candidate
        In any order; none if there is nothing.
    attempts : {"last", "best"}
        Which one counts. *Best* is by grade, so after lateness; of equals the first.
    due : datetime, optional
        The deadline; without one nothing is late.
    late : Late, optional
        What lateness costs.
    override : Override, optional
        A person's grade, which stands whatever the rest says; it uses no free days.
    extension : Extension, optional
        A later deadline of this student.
    free_days_left : int
        How many of the course's free days the student has not used for assignments that were due before.
    waits_for : sequence of str
        Manual parts that nobody graded yet: until then there is no grade, unless a person set it.
    missing : str
        Why there is nothing, where there is nothing.
    """
    due = due if extension is None else extension.until
    if extension is not None:  # the mark of a site does not know of it
        handed = [replace(one, is_late=False, is_doubtful=one.is_late) for one in handed]
    left = 0 if override is not None else free_days_left
    verdict = _by_rule(handed, attempts, due, late or Late(), missing, left)
    if waits_for and verdict.status == "graded":
        waiting = f"waits for marks: {', '.join(waits_for)}"
        verdict = replace(verdict, status="unmarked", score=None, grade=None, spent=0, reason=waiting)
    if extension is not None:
        verdict = replace(verdict, reason="; ".join(filter(None, [extension.said, verdict.reason])))
    if override is None:
        return verdict
    said = f"set to {_written(override.grade)} by {override.who}: {override.reason}"
    reason = f"{verdict.reason}; {said}" if verdict.reason else said
    status: RowStatus = "graded" if verdict.status == "unmarked" else verdict.status
    return replace(verdict, status=status, grade=override.grade, is_overridden=True, reason=reason)


def _by_rule(
    handed: Sequence[Candidate], attempts: Attempts, due: dt.datetime | None, late: Late, missing: str, left: int
) -> Verdict:
    if not handed:
        return Verdict(status="missing", reason=missing)
    places = order(handed)
    days = [days_of(one, due, late) for one in handed]
    free = left if late.free_days_each is None else min(left, late.free_days_each)
    decided = [graded_freely(one.score, one.possible, days[place], late, free) for place, one in enumerate(handed)]
    grades, spent = [grade for grade, _ in decided], [used for _, used in decided]
    best = max(places, key=lambda place: grades[place])  # of equals the first
    chosen = best if attempts == "best" else places[-1]
    counted = [chosen] if attempts == "last" else places
    if any(handed[place].is_broken for place in counted):
        return Verdict(
            status="broken",
            chosen=next(place for place in counted if handed[place].is_broken),
            reason="the grader itself failed on it; run again to grade it once more",
        )
    one = handed[chosen]
    reasons = [
        one.problem,
        _which(attempts, len(handed), places.index(chosen)),
        _lateness(one, days[chosen], due, late, spent[chosen]),
        _left(spent[chosen], left),
    ]
    return Verdict(
        status="unreadable" if one.problem else "graded",
        chosen=chosen,
        late_days=days[chosen],
        spent=spent[chosen],
        score=one.score,
        grade=grades[chosen],
        reason="; ".join(filter(None, reasons)),
    )


def _which(attempts: Attempts, count: int, place: int) -> str:
    if count == 1:
        return ""
    return (
        f"the last of {count} submissions"
        if attempts == "last"
        else f"the best of {count} submissions, number {place + 1}"
    )


def _left(spent: int, left: int) -> str:
    """Return what is to be said of the course's free days, where some are used."""
    if not spent:
        return ""
    used = "1 free day is used for it" if spent == 1 else f"{spent} free days are used for it"
    return f"{used}, 1 is left" if left - spent == 1 else f"{used}, {left - spent} are left"


def _lateness(handed: Candidate, days: int, due: dt.datetime | None, late: Late, spent: int = 0) -> str:
    if handed.is_doubtful and handed.submitted is None:
        return (
            "marked as late by a site that does not know of the extension; nobody knows when it came, so it is not late"
        )
    if due is None and handed.is_late:
        return "marked as late, but there is no deadline"
    if not days:
        return ""
    if late.days is not None and days - spent > late.days:
        return "more than 1 day late" if late.days == 1 else f"more than {late.days} days late"
    if handed.submitted is None:
        return "late, by the mark in its name; nobody knows by how many days, so it counts as 1 day"
    return "1 day late" if days == 1 else f"{days} days late"


def _written(value: Fraction) -> str:
    return f"{float(value):.10g}"
