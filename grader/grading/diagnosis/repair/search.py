"""The smallest set of edits that makes every case right, if there is one. Pure but for what the bench does.

Each edit is tried on the cheapest case that is wrong today, fifty in one go. Those that are right there go on to the
other cases; those that are right in all go on to a hundred fresh inputs. Where no single edit is enough, pairs are
tried: two edits that each helped somewhere, then a second edit on top of the best first ones. All of it is bounded by
counts.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from grader.grading.diagnosis.repair.samples import Answers, Sample, score, spread
from grader.model import Case, Effort, Laid, Proposal

BATCH = 50  # candidates of one frame
SIFTED = 10  # further samples before a candidate is run as it would be graded
MOST_REPAIRS = 4  # it takes as long as grading, and a hundred inputs, to confirm one
MOST_CONFIRMED = 24  # candidates that are run as they would be graded
AFTER = 150  # candidates that are tried after the first repair, for others of the same kind
PANEL = 3  # samples on which it is seen what an edit helps, beside the first
SMALL = 6  # times the size of the first sample: larger ones are too dear for that
LOOKED_AT = 400  # edits that are looked at with these
HELPING = 60  # edits that are paired with one another
FREQUENT, MOST_FREQUENT, BESIDE = 100, 4, 250  # cost of edits that are tried beside the most likely ones; how many
BASES = 20  # edits that a second one is put on top of

NAME = "name"  # edits of which there are many
TYPES, MOST_TYPES = ("type", "argument-type"), 12  # edits of the type of numbers, which are tried beside others

Candidate = tuple[int, ...]


class Bench(Protocol):
    """Where edits are tried."""

    def propose(self, case: Case) -> Sequence[Proposal]:
        """Return the edits there are, the most likely first."""

    def attempt(self, sample: Sample, candidates: Sequence[Candidate]) -> "Sequence[Answers | int]":
        """Return what each candidate returns for a sample, or the line that raised."""

    def is_repair(self, candidate: Candidate) -> bool:
        """Whether every case is right, and every fresh input, run as they are graded."""


@dataclass
class Tried:
    """What a search has tried, and what it found."""

    candidates: int = 0
    confirmed: int = 0
    repairs: list[Candidate] = field(default_factory=list)
    partly: list[Candidate] = field(default_factory=list)  # right on some sample that is wrong today, and not on all

    @property
    def is_over(self) -> bool:
        """Whether there is no use in going on."""
        return len(self.repairs) >= MOST_REPAIRS or self.confirmed >= MOST_CONFIRMED


@dataclass(frozen=True, eq=False, kw_only=True)
class State:
    """A first edit that was not enough: how right it is on each sample that it was looked at with."""

    candidate: Candidate
    scores: tuple[float, ...]
    rights: tuple[bool, ...]

    @property
    def total(self) -> float:
        """How right it is altogether."""
        return sum(self.scores)


class Search:
    """A search for a repair of one function.

    Parameters
    ----------
    bench : Bench
    samples : sequence of Sample
        Small ones first; at least one is wrong.
    effort : Effort
    """

    def __init__(self, bench: Bench, samples: Sequence[Sample], effort: Effort) -> None:
        self.bench, self.effort = bench, effort
        self.wrong = [sample for sample in samples if not sample.is_right]
        self.right = [sample for sample in samples if sample.is_right]
        self.narrow = narrow(samples)  # wrong, and of whole numbers where others have fractions …
        if len(self.narrow) == len(self.wrong):
            self.narrow = []  # … if there are wrong ones of the others too: a mistake beside that of the type
        open_ones = [sample for sample in self.wrong if sample not in self.narrow]
        self.first = open_ones[0]
        self.others = [*spread(open_ones[1:], SIFTED * 2 // 3), *spread(self.right, SIFTED - SIFTED * 2 // 3)]
        self.types: list[Candidate] = []
        self.proposals: Sequence[Proposal] = ()
        self.tried = Tried()

    def run(self) -> list[Candidate]:
        """Return the repairs that were found, the most likely first; none of two edits where one is enough."""
        if not self.effort.single_edits:
            return []
        self.proposals = self.bench.propose(self.first.case)
        self.types += [(one.number,) for one in self.proposals if one.kind in TYPES][:MOST_TYPES]
        changed = self._singles()
        if not self.tried.repairs and self.effort.pairs:
            self._pairs(changed)
        return self.tried.repairs

    def some_small(self, samples: Sequence[Sample]) -> list[Sample]:
        """Return a few samples that are about as small as the first one, on which many candidates can be tried."""
        small = [sample for sample in samples if sample.size <= SMALL * self.first.size]
        return spread(small or samples[:1], PANEL)

    # ---- one edit

    def _singles(self) -> list[tuple[Candidate, float, bool]]:
        """Try single edits; return those that change the answer to the first sample, with how right it is then."""
        (today,) = self.bench.attempt(self.first, [()])
        changed: list[tuple[Candidate, float, bool]] = []
        until = self.effort.single_edits
        for batch in batches([(one.number,) for one in self.proposals[: self.effort.single_edits]]):
            answers = self.bench.attempt(self.first, batch[: until - self.tried.candidates])
            surviving = []
            for candidate, answer, (is_right, worth) in self._judged(self.first, batch, answers):
                surviving += [candidate] if is_right else []
                if not is_same(answer, today):
                    changed.append((candidate, worth, is_right))
            self._sift(surviving)
            if self.tried.repairs:
                until = min(until, self.tried.candidates + AFTER)
            if self.tried.is_over or self.tried.candidates >= until:
                break
        return changed

    def _judged(
        self, sample: Sample, candidates: Sequence[Candidate], answers: "Sequence[Answers | int]"
    ) -> "Iterator[tuple[Candidate, Answers | int, tuple[bool, float]]]":
        """Yield candidates with their answers and how right these are; equal answers are judged once."""
        known: dict[int, tuple[bool, float]] = {}
        for candidate, answer in zip(candidates, answers, strict=False):
            self.tried.candidates += sample is self.first or len(candidate) > 1
            if isinstance(answer, int):
                yield candidate, answer, score(sample.case, sample.expected, answer)
                continue
            if id(answer) not in known:
                known[id(answer)] = score(sample.case, sample.expected, answer)
            yield candidate, answer, known[id(answer)]

    def _sift(self, surviving: Sequence[Candidate], samples: Sequence[Sample] = ()) -> None:
        """Try candidates on further samples, and run those that are right there as they would be graded."""
        self.tried.partly += surviving
        for sample in samples or self.others:
            if not surviving:
                return
            surviving = right_on(self.bench, sample, surviving)
        for candidate in surviving:
            if self.tried.is_over:
                return
            candidate = self._with_type(candidate)
            self.tried.confirmed += 1
            if self.bench.is_repair(candidate):
                self.tried.repairs.append(candidate)

    def _with_type(self, candidate: Candidate) -> Candidate:
        """Return a candidate with an edit of a type beside it, where whole numbers need one."""
        if not self.narrow:
            return candidate
        left = [candidate, *(candidate + one for one in self.types if one[0] not in candidate)]
        for sample in spread(self.narrow, SIFTED):
            left = right_on(self.bench, sample, left)
            if not left:
                return candidate
        return left[0]

    # ---- two edits

    def _pairs(self, changed: Sequence[tuple[Candidate, float, bool]]) -> None:
        others = [sample for sample in self.wrong if sample not in self.narrow and sample is not self.first]
        panel = [self.first, *self.some_small(others)]
        if others and (rich := min(others, key=_poverty)) not in panel:
            panel.append(rich)
        before = self._states([()], panel)[0]
        best = sorted(changed, key=lambda one: -one[1])[:LOOKED_AT]
        states = self._states([candidate for candidate, _, _ in best], panel)
        costs = {one.number: one.cost for one in self.proposals}
        states.sort(key=lambda state: (-state.total, costs[state.candidate[0]]))
        until = self.tried.candidates + self.effort.pairs
        helping = [
            state for state in states if any(a > b + 1e-9 for a, b in zip(state.scores, before.scores, strict=True))
        ]
        couples = sorted(itertools.combinations(helping[:HELPING], 2), key=lambda pair: -_together(pair[0], pair[1]))
        bases = [state for state in states if state.total >= before.total - 1e-9][:BASES]
        if bases and all(bases[0].rights):  # one of two mistakes is mended wherever it was looked: the other is sought
            self._on_top_of(bases.pop(0), panel, min(len(self.proposals), self.effort.pairs))
        self._try_pairs(self._frequent(), self.first, until)
        self._try_pairs([one.candidate + other.candidate for one, other in couples], self.first, self._half(until))
        for number, base in enumerate(bases):
            if self.tried.repairs or self.tried.is_over:
                return
            left = until - self.tried.candidates
            share = max(left // (number + 2), left // (len(bases) - number))  # the best first edits get most
            self._on_top_of(base, panel, share)

    def _on_top_of(self, base: State, panel: Sequence[Sample], share: int) -> None:
        """Try a second edit on top of a first one, on a sample that the first one leaves wrong."""
        sample = next((one for one, right in zip(panel, base.rights, strict=True) if not right), None)
        sample = sample or self._still_wrong(base)
        if sample is not None:
            seconds = [(*base.candidate, one.number) for one in self.proposals if (one.number,) != base.candidate]
            self._try_pairs(seconds, sample, self.tried.candidates + share)

    def _frequent(self) -> Iterator[Candidate]:
        """Yield the most frequent mistakes that are no other name, each beside other likely edits: alone none helps."""
        likely = [one for one in self.proposals if one.kind not in TYPES][:BESIDE]
        for one in [one for one in likely if one.cost <= FREQUENT and one.kind != NAME][:MOST_FREQUENT]:
            yield from ((one.number, other.number) for other in likely if other is not one)

    def _half(self, until: int) -> int:
        return (self.tried.candidates + until) // 2

    def _try_pairs(self, pairs: Iterable[Candidate], sample: Sample, until: int) -> None:
        left = 0 if self.tried.repairs else until - self.tried.candidates
        for batch in batches(list(itertools.islice(pairs, max(left, 0)))):
            answers = self.bench.attempt(sample, batch)
            right = [one for one, _, (is_right, _) in self._judged(sample, batch, answers) if is_right]
            self._sift(right, [self.first, *self.others])
            if self.tried.repairs or self.tried.is_over:
                return

    def _states(self, candidates: Sequence[Candidate], panel: Sequence[Sample]) -> list[State]:
        """Return how right candidates are on some samples; of those that answer alike, the most likely one."""
        scores: dict[Candidate, list[float]] = {candidate: [] for candidate in candidates}
        rights: dict[Candidate, list[bool]] = {candidate: [] for candidate in candidates}
        marks: dict[Candidate, list[object]] = {candidate: [] for candidate in candidates}
        for sample in panel:
            for batch in batches(candidates):
                answers = self.bench.attempt(sample, batch)
                known: dict[int, tuple[tuple[bool, float], object]] = {}
                for candidate, answer in zip(batch, answers, strict=False):
                    if id(answer) not in known:
                        known[id(answer)] = score(sample.case, sample.expected, answer), mark(answer)
                    (is_right, worth), own = known[id(answer)]
                    scores[candidate].append(worth)
                    rights[candidate].append(is_right)
                    marks[candidate].append(own)
        found: dict[tuple[object, ...], State] = {}
        for candidate in candidates:
            if len(scores[candidate]) == len(panel):
                state = State(candidate=candidate, scores=(*scores[candidate],), rights=(*rights[candidate],))
                found.setdefault((*marks[candidate],), state)
        return [*found.values()]

    def _still_wrong(self, base: State) -> Sample | None:
        """Return the smallest sample that a first edit leaves wrong; of those that need another type, none."""
        for sample in [*(one for one in self.wrong if one not in self.narrow), *self.right]:
            (answer,) = self.bench.attempt(sample, [base.candidate])
            if not score(sample.case, sample.expected, answer)[0]:
                return sample
        return None


def _poverty(sample: Sample) -> tuple[int, int]:
    """Return how many sizes of a sample are 1: there many mistakes look alike; and its size."""
    return sum(size == 1 for size in sample.case.sizes.values()), sample.size


def narrow(samples: Sequence[Sample]) -> list[Sample]:
    """Return the wrong samples that have whole numbers in an argument that has fractions elsewhere."""
    kinds: dict[str, set[str]] = {}
    for sample in samples:
        for name, kind in _kinds(sample.case):
            kinds.setdefault(name, set()).add(kind)
    return [
        sample
        for sample in samples
        if not sample.is_right and any(kind in "iu" and "f" in kinds[name] for name, kind in _kinds(sample.case))
    ]


def _kinds(case: Case) -> Iterator[tuple[str, str]]:
    """Yield the arrays that a case's functions are given, and of which kind their numbers are."""
    for number, call in enumerate(case.calls):
        for name, value in zip(call.names, call.arguments, strict=True):
            if isinstance(value, Laid):
                yield f"{number} {name}", value.array.dtype.kind


def _together(one: State, other: State) -> float:
    """Return how right two edits would be if each kept what it mends."""
    return sum(map(max, one.scores, other.scores)) + 0.01 * (one.total + other.total)


def batches(candidates: Sequence[Candidate]) -> Iterator[Sequence[Candidate]]:
    """Yield candidates, fifty at a time."""
    for start in range(0, len(candidates), BATCH):
        yield candidates[start : start + BATCH]


def right_on(bench: Bench, sample: Sample, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates that are right on a sample; equal answers are judged once."""
    answers = bench.attempt(sample, candidates)
    known = {id(answer): score(sample.case, sample.expected, answer)[0] for answer in answers}
    return [one for one, answer in zip(candidates, answers, strict=False) if known[id(answer)]]


def mark(answer: "Answers | int") -> object:
    """Return what two equal answers have in common."""
    import numpy as np

    if isinstance(answer, int):
        return answer
    return tuple(
        (name, value.shape, value.tobytes()) if isinstance(value, np.ndarray) else (name, repr(value))
        for name, value in answer.items()
    )


def is_same(one: "Answers | int", other: "Answers | int") -> bool:
    """Whether two answers are one."""
    return mark(one) == mark(other)
