"""Where no belief explains a wrong function: edits of the student's own function, tried until every case is right.

What is found is true by construction: with this change every case is right, and so are a hundred fresh inputs. That it
is the cause is not claimed. The student is told the line and asked a question; docs/diagnosis.md says more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from grader.grading.diagnosis.repair import partial
from grader.grading.diagnosis.repair.questions import places, question
from grader.grading.diagnosis.repair.samples import Sample, samples_of
from grader.grading.diagnosis.repair.search import Bench, Candidate, Search
from grader.model import Case, Effort, Proposal, Repair, Searched

__all__ = ["Bench", "Candidate", "Found", "Sample", "find_again", "find_repair", "question", "samples_of"]


class Describing(Bench, Protocol):
    """A bench that can say more of a repair."""

    def is_whole(self, candidate: Candidate) -> bool:
        """Whether the cases that are due to raise are right too."""

    def improvement(self, candidate: Candidate) -> partial.Counts | None:
        """Return how many wrong cases come right, of how many; None where a case that is right today is wrong."""

    def describe(self, candidate: Candidate) -> str:
        """Return the lines that go and those that come."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a search found: a repair, or none; and what it tried."""

    repair: Repair | None
    searched: Searched
    candidates: tuple[Candidate, ...] = ()  # all repairs, by the numbers of their edits …
    shown: Case | None = None  # … in the list that is made with this case


def find_repair(bench: Describing, samples: Sequence[Sample], effort: Effort, fresh: int) -> Found:
    """Look for a repair.

    Parameters
    ----------
    bench : Bench
    samples : sequence of Sample
        Small ones first.
    effort : Effort
    fresh : int
        How many fresh inputs the bench confirms a repair on.
    """
    search = Search(bench, samples, effort)
    repairs = search.run()
    searched = Searched(single_edits=effort.single_edits, pairs=effort.pairs, tried=search.tried.candidates)
    if repairs:
        repair = repair_of(bench, search.proposals, repairs, fresh)
        return Found(repair=repair, searched=searched, candidates=tuple(repairs), shown=search.first.case)
    if not effort.partial or (found := partial.best(search, bench.improvement)) is None:
        return Found(repair=None, searched=searched)
    candidates, counts = found
    repair = partial_of(bench, search.proposals, candidates, counts)
    return Found(repair=repair, searched=searched, candidates=tuple(candidates), shown=search.first.case)


def find_again(bench: Describing, known: Found, fresh: int) -> Found | None:
    """Return what was found for another submission with the same function, if it holds for this one too.

    Parameters
    ----------
    bench : Bench
    known : Found
        With a repair.
    fresh : int
    """
    assert known.shown is not None
    proposals = bench.propose(known.shown)
    if max(number for one in known.candidates for number in one) >= len(proposals):
        return None
    if known.repair is not None and known.repair.is_partial:
        counts = {bench.improvement(candidate) for candidate in known.candidates}
        same = counts.pop() if len(counts) == 1 else None
        return replace(known, repair=partial_of(bench, proposals, known.candidates, same)) if same else None
    if not all(bench.is_repair(candidate) for candidate in known.candidates):
        return None
    return replace(known, repair=repair_of(bench, proposals, known.candidates, fresh))


def repair_of(bench: Describing, proposals: Sequence[Proposal], candidates: Sequence[Candidate], fresh: int) -> Repair:
    """Return what to tell of some repairs, the most likely first."""
    edits = [tuple(proposals[number] for number in candidate) for candidate in candidates]
    return Repair(
        places=places(edits),
        change=bench.describe(candidates[0]),
        others=len(candidates) - 1,
        fresh=fresh,
        whole=bench.is_whole(candidates[0]),
    )


def partial_of(
    bench: Describing, proposals: Sequence[Proposal], candidates: Sequence[Candidate], counts: partial.Counts
) -> Repair:
    """Return what to tell of changes that leave cases wrong, the most likely first."""
    edits = [tuple(proposals[number] for number in candidate) for candidate in candidates]
    return Repair(
        places=places(edits),
        change=bench.describe(candidates[0]),
        others=len(candidates) - 1,
        fresh=0,
        whole=False,
        mended=counts[0],
        missed=counts[1],
    )
