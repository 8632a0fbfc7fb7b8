"""Groups of submissions that share structure: a list to look at, never a verdict. Pure.

In: submissions as text, and the text that everybody was given.  Out: clusters, those that share most first.
Hashes of the handout, and those that many submissions have, are no sign of anything and do not count. Submissions whose
hashes are all the same count as one there: so no number of copies makes a copied line common.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from grader.classroom.similarity.fingerprint import GRAM, WINDOW, Fingerprint, handout_hashes, take_fingerprint
from grader.model import Submission

if TYPE_CHECKING:
    from grader.classroom.similarity.fingerprint import Hashes

AT_LEAST = 6  # shared hashes, below which a pair is chance
SHARE = 0.4  # of the smaller one's own hashes
COMMON, MOST_COMMON = 10, 100  # a hash that so many have is the exercise's: a tenth of the class, between these two
MOST_CLUSTERS = 200  # that are listed: nobody looks at more


@dataclass(frozen=True, kw_only=True)
class Place:
    """The longest stretch of a submission that the other has as well: a file or cell, and lines of it."""

    label: str
    first: int
    last: int


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two submissions worth a look, and where to begin."""

    one: str
    other: str
    share: float  # of the smaller one's hashes, from 0 to 1
    shared: int  # hashes
    places: tuple[Place, Place]
    lines: tuple[frozenset[tuple[str, int]], frozenset[tuple[str, int]]]  # of each, all that the other has too


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Submissions of which each shares enough with another one of them."""

    students: tuple[str, ...]
    least: float  # the smallest share of two of them that share enough
    pair: Pair  # the two that share most


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """What comparing a class gave."""

    clusters: tuple[Cluster, ...]
    more: int  # clusters that share enough, but less than those listed
    compared: int
    passed_over: tuple[tuple[str, str], ...]  # who could not be compared, and why


def compare(
    submissions: Mapping[str, Submission],
    given: Sequence[str],
    *,
    share: float = SHARE,
    at_least: int = AT_LEAST,
    most: int = MOST_CLUSTERS,
) -> Likeness:
    """Compare every submission with every other.

    Parameters
    ----------
    submissions : mapping of str to Submission
        By student.
    given : sequence of str
        Source that everybody was given: starters, the lesson's released text.
    share : float
        How much of the smaller submission has to be in the other, from 0 to 1.
    at_least : int
        How many hashes two have to share.
    most : int
        How many clusters to list.

    Returns
    -------
    likeness : Likeness
    """
    handout = handout_hashes(given)
    taken = {student: take_fingerprint(submissions[student], handout) for student in sorted(submissions)}
    prints = {student: made for student, (made, _) in taken.items() if made.hashes.size}
    passed_over = tuple((student, note) for student, (_, note) in taken.items() if note)
    clusters = _clusters(prints, share, at_least)
    clusters.sort(key=lambda cluster: (-cluster.pair.share, -cluster.pair.shared, cluster.students))
    return Likeness(
        clusters=tuple(clusters[:most]),
        more=max(0, len(clusters) - most),
        compared=len(prints),
        passed_over=passed_over,
    )


# ------------------------------------------------------------------------------------------ clusters


def _clusters(prints: Mapping[str, Fingerprint], share: float, at_least: int) -> list[Cluster]:
    """Return the clusters: submissions that pairs lead to, from one to the next."""
    alike: dict[bytes, list[str]] = defaultdict(list)  # students whose hashes are all the same
    for student, made in prints.items():
        alike[made.hashes.tobytes()].append(student)
    groups = list(alike.values())
    pairs = list(_pairs([prints[students[0]] for students in groups], share, at_least))
    clusters = []
    for members in _connected(len(groups), ((n, m) for _, _, n, m in pairs)):
        students = sorted(student for n in members for student in groups[n])
        inside = [(part, shared, groups[n][0], groups[m][0]) for part, shared, n, m in pairs if n in members]
        for n in members:
            if len(groups[n]) > 1 and (size := prints[groups[n][0]].hashes.size) >= at_least:
                inside.append((1.0, size, groups[n][0], groups[n][1]))
        if inside:
            part, shared, one, other = min(inside, key=lambda pair: (-pair[0], -pair[1], *pair[2:]))
            closest = _pair(part, shared, one, other, prints)
            clusters.append(Cluster(students=tuple(students), least=min(pair[0] for pair in inside), pair=closest))
    return clusters


def _connected(count: int, edges: Iterable[tuple[int, int]]) -> Iterator[frozenset[int]]:
    """Yield the connected parts of a graph with nodes 0 to `count` - 1."""
    neighbours: dict[int, set[int]] = defaultdict(set)
    for n, m in edges:
        neighbours[n].add(m)
        neighbours[m].add(n)
    seen: set[int] = set()
    for start in range(count):
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            new = neighbours[waiting.pop()] - part
            part |= new
            waiting.extend(new)
        seen |= part
        yield frozenset(part)


# --------------------------------------------------------------------------------------------- pairs


def _pairs(prints: Sequence[Fingerprint], share: float, at_least: int) -> Iterator[tuple[float, int, int, int]]:
    """Yield share, shared hashes and both numbers of each pair that shares enough, by an index from hash to owners."""
    if len(prints) < 2:
        return
    owners = np.concatenate([np.full(made.hashes.size, n) for n, made in enumerate(prints)])
    order = np.argsort(np.concatenate([made.hashes for made in prints]), kind="stable")
    values = np.concatenate([made.hashes for made in prints])[order]
    owners = owners[order]
    _, first, counts = np.unique(values, return_index=True, return_counts=True)
    is_own = counts <= min(max(COMMON, len(prints) // 10), MOST_COMMON)
    sizes = np.bincount(owners[np.repeat(is_own, counts)], minlength=len(prints))
    index: list[list[tuple[int, int]]] = [[] for _ in prints]
    for i in np.flatnonzero(is_own & (counts > 1)):
        for owner in owners[first[i] : first[i] + counts[i]]:
            index[owner].append((first[i], first[i] + counts[i]))
    for n, spans in enumerate(index):
        if not spans:
            continue
        together = np.bincount(np.concatenate([owners[start:end] for start, end in spans]), minlength=len(prints))
        together[: n + 1] = 0  # each pair once, and nobody with themselves
        for m in np.flatnonzero(together >= at_least):
            part = together[m] / min(sizes[n], sizes[m])
            if part >= share:
                yield float(part), int(together[m]), n, int(m)


def _pair(share: float, shared: int, one: str, other: str, prints: Mapping[str, Fingerprint]) -> Pair:
    """Return a pair with the lines that both have."""
    sides = prints[one], prints[other]
    both = np.intersect1d(sides[0].hashes, sides[1].hashes)
    return Pair(
        one=one,
        other=other,
        share=share,
        shared=shared,
        places=(_longest(sides[0], both), _longest(sides[1], both)),
        lines=(_lines(sides[0], both), _lines(sides[1], both)),
    )


def _lines(made: Fingerprint, both: "Hashes") -> frozenset[tuple[str, int]]:
    """Return every line that has a token of a shared hash: the label of its file or cell, and its number."""
    starts = made.starts[np.isin(made.hashes, both)]
    tokens = np.unique(np.add.outer(starts, np.arange(GRAM)))
    return frozenset((made.labels[number], int(line)) for number, line in made.lines[tokens])


def _longest(made: Fingerprint, both: "Hashes") -> Place:
    """Return the longest stretch that shared hashes cover with no gap of more than a window."""
    starts = np.sort(made.starts[np.isin(made.hashes, both)])
    runs = np.split(starts, np.flatnonzero(np.diff(starts) > GRAM + WINDOW) + 1)
    best = max(runs, key=lambda run: int(run[-1] - run[0]))
    stretch = made.lines[best[0] : best[-1] + GRAM]
    inside = stretch[stretch[:, 0] == stretch[0, 0], 1]  # it may run into the next cell or file
    return Place(label=made.labels[stretch[0, 0]], first=int(inside[0]), last=int(inside[-1]))
