"""Where nothing makes every case right: what makes most wrong ones right, and no right one wrong. Pure.

A function with two or three mistakes has no repair of one edit. But an edit that mends one of them mends the cases in
which the others do not show. It is told with the number of these cases, which is all that is claimed of it.
"""

from collections.abc import Callable, Sequence

from grader.grading.diagnosis.repair.samples import Sample, spread
from grader.grading.diagnosis.repair.search import Candidate, Search, batches, right_on

FEWEST = 3  # wrong cases that have to come right …
SHARE = 0.2  # … and their share of all wrong ones
LOOKED_AT = 30  # candidates that are held against many samples
WRONG, RIGHT = 30, 20  # of these: so many that are wrong today, and so many that are right
CONFIRMED = 6  # candidates that are run as they would be graded

Counts = tuple[int, int]  # how many cases are right with it that are wrong today, and how many are wrong today
Confirm = Callable[[Candidate], Counts | None]


def best(search: Search, confirm: Confirm) -> tuple[list[Candidate], Counts] | None:
    """Return the candidates that mend most, the most likely first, and what they mend; None if none mends enough.

    Parameters
    ----------
    search : Search
        That has found no repair.
    confirm : callable
        Runs a candidate as it would be graded. It gives None where a case that is right today is wrong with it.
    """
    if len(search.wrong) < FEWEST:
        return None
    costs = {one.number: one.cost for one in search.proposals}

    def cost(candidate: Candidate) -> int:
        return sum(costs[number] for number in candidate)

    helping = sorted(_helping(search), key=lambda one: (len(one), cost(one)))[:LOOKED_AT]
    gains = _gains(search, helping)
    enough = max(FEWEST, SHARE * min(len(search.wrong), WRONG))
    ranked = sorted((one for one in gains if gains[one] >= enough), key=lambda one: (-gains[one], len(one), cost(one)))
    found: dict[Counts, list[Candidate]] = {}
    for candidate in ranked[:CONFIRMED]:
        counts = confirm(candidate)
        if counts is not None and counts[0] >= max(FEWEST, SHARE * counts[1]):
            found.setdefault(counts, []).append(candidate)
    if not found:
        return None
    most = max(found)
    fewest = min(map(len, found[most]))
    return [one for one in found[most] if len(one) == fewest], most


def _helping(search: Search) -> list[Candidate]:
    """Return the candidates that are right on some wrong sample."""
    helping = dict.fromkeys(search.tried.partly)
    others = [sample for sample in search.wrong if sample is not search.first]
    for sample in search.some_small(others) if search.effort.pairs else ():
        singles: list[Candidate] = [(one.number,) for one in search.proposals[: search.effort.single_edits]]
        helping.update(dict.fromkeys(_right(search, sample, singles)))
    return list(helping)


def _right(search: Search, sample: Sample, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are right on a sample."""
    return [one for batch in batches(candidates) for one in right_on(search.bench, sample, batch)]


def _gains(search: Search, candidates: Sequence[Candidate]) -> dict[Candidate, int]:
    """Return how many wrong samples come right with each candidate that leaves the right ones right."""
    left = list(candidates)
    for sample in spread(search.right, RIGHT):
        left = _right(search, sample, left)
    gains = dict.fromkeys(left, 0)
    for sample in spread(search.wrong, WRONG):
        for candidate in _right(search, sample, left):
            gains[candidate] += 1
    return gains
