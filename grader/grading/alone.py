"""Cases that are wrong after other calls, and right by themselves: what an earlier call left behind makes them wrong.

In: an exercise's results, and a way to run one case in a process of its own.  Out: the same results, in which such a
case says what is so. It is no example of a wrong formula: whoever pastes it below their functions sees the right
number. So the belief behind the other cases is looked for without it. Pure, but for `Alone`, which runs cases.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.grading.bugs import note_of_bug
from grader.grading.second_look import failed
from grader.model import Case, Outcome, Result

if TYPE_CHECKING:
    from grader.grading.diagnosis import Pair

Alone = Callable[[Case], Outcome | None]  # runs a case in a process of its own; None where earlier calls leave nothing
ResultsOf = Callable[[Case, Outcome], Mapping[str, Result]]  # by criterion
FIRST = 2  # failed cases by which it is found out whether earlier calls matter: the first call of all has none
UNLIKE = frozenset({"not-written", "time-outs", "timed-out", "killed", "refused"})  # reasons that no other call makes


def tell_what_outlives(
    results: dict[str, list[Result]], cases: Sequence[Case], pairs: Sequence["Pair"], alone: Alone, of: ResultsOf
) -> list["Pair"]:
    """Say of each failed case that is right by itself what makes it wrong, and return the other cases' outcomes.

    Parameters
    ----------
    results : dict of str to list of Result
        By criterion; failed ones are replaced.
    cases : sequence of Case
    pairs : sequence of (Case, Outcome)
        What diagnosis looks at.
    alone : callable
    of : callable
        A case and its outcome → the result of each criterion.

    A bug of ours costs nobody a report.
    """
    try:
        return _told(results, cases, pairs, alone, of)
    except Exception:
        note_of_bug("the grader could not run a case by itself")
        return list(pairs)


def _told(
    results: dict[str, list[Result]], cases: Sequence[Case], pairs: Sequence["Pair"], alone: Alone, of: ResultsOf
) -> list["Pair"]:
    missed = {
        result.case
        for by_case in results.values()
        for result in by_case
        if result.status == "failed" and (result.evidence is None or result.evidence.reason not in UNLIKE)
    }
    suspected = [case for case in cases if case.id in missed and case.raises is None]
    right: set[str] = set()
    for number, case in enumerate(suspected):
        if number == FIRST and not right:
            break
        outcome = alone(case)
        if outcome is None:
            return list(pairs)
        by_itself = of(case, outcome)
        for name, by_case in results.items():
            for place, result in enumerate(by_case):
                if result.case == case.id and result.status == "failed" and by_itself[name].status == "passed":
                    right.add(case.id)
                    output = result.evidence.output if result.evidence is not None else None
                    told = failed(case, output, "remembered").evidence
                    results[name][place] = replace(result, evidence=told, notes=())
    return [pair for pair in pairs if pair[0].id not in right]
