"""The same edit at several like places: half of the mistakes of real work are made twice, for rows and for columns.

Worker's side.
"""

import itertools
from collections.abc import Iterator, Sequence
from functools import partial

from .edit import Changes, Edit, merged
from .scope import are_twins, twins_by

ALONE = frozenset({"statement", "place", "exchanged", "key"})
NEAR = 3  # lines
MANY = 12  # places that are changed at once, at most
LIKELY = 1.8  # costs up to here are worth more combinations
MOST_SWAPS = 150
ON_ONE_LINE, ON_SEVERAL = 0.3, 0.4  # what an edit at several places costs beside one


def together(edits: Sequence[Edit], below: float) -> Iterator[Edit]:
    """Yield the same edit made at two or more like places, and the mirrored edit beside it; each costs less than that.

    Most of an assignment's edits are dearer than any that a class has tried, and are never made.
    """
    groups: dict[tuple[object, ...], list[Edit]] = {}
    for edit in edits:
        if edit.kind not in ALONE:
            groups.setdefault((edit.kind, edit.key, ""), []).append(edit)
            if edit.what:
                groups.setdefault((edit.kind, edit.key, edit.what), []).append(edit)
    for (_, _, what), group in groups.items():
        if min(edit.cost for edit in group) + ON_ONE_LINE >= below:
            continue
        if len(group) < 2 or (not what and group[0].what and len({edit.what for edit in group}) == 1):
            continue
        group.sort(key=lambda edit: edit.lines)
        for chain in _chains(group):
            lines = {line for edit in chain for line in edit.lines}
            cost = chain[0].cost + (ON_ONE_LINE if len(lines) == 1 else ON_SEVERAL)
            if cost < below:
                yield Edit(chain[0].kind, (*chain[0].key, len(chain)), lines, cost, partial(_all, chain))
    yield from (edit for edit in itertools.chain(_mirrored(edits), _starts(edits)) if edit.cost < below)


def _all(chain: Sequence[Edit]) -> Changes:
    """Return the changes of all; none where they touch one another, and such an edit changes nothing."""
    return merged(chain) or ()


def _chains(group: Sequence[Edit]) -> Iterator[Sequence[Edit]]:
    is_likely = group[0].cost <= LIKELY
    for number, edit in enumerate(group):
        for other in group[number + 1 : number + 4]:
            distance = other.lines[0] - edit.lines[-1]
            if distance <= NEAR if is_likely else other.lines == edit.lines:
                yield (edit, other)
    for line in dict.fromkeys(edit.lines for edit in group):
        same = [edit for edit in group if edit.lines == line]
        if 2 < len(same) <= MANY:
            yield same
        near = [edit for edit in group if 0 <= edit.lines[0] - line[0] <= NEAR]
        if is_likely and len(same) < len(near) <= MANY and len(near) > 2:
            yield near
    if 2 < len(group) <= MANY and group[0].cost <= 2.3:
        yield group


def _starts(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the start of a window added to two indices of one line: one for the rows, one for the columns."""
    starts = [edit for edit in edits if edit.kind == "term" and edit.key[0] == "start"][:MOST_SWAPS]
    for edit, other in itertools.combinations(starts, 2):
        same = edit.lines == other.lines and edit.key[2] == other.key[2]
        if same and edit.what != other.what and edit.key[1] != other.key[1]:
            yield Edit("term", ("starts",), edit.lines, 2.2, partial(_all, [edit, other]))


def _mirrored(edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield two other names of which one is the other's twin: ``H`` for ``W`` here, ``HH`` for ``WW`` there."""
    swaps = [edit for edit in edits if edit.kind == "name" and len(edit.key) == 2 and edit.cost <= 2.2]
    swaps = [edit for edit in swaps if edit.key[0] not in ("instead", "extent")]
    yield from _turned(swaps)
    by_key: dict[tuple[str, str], list[Edit]] = {}
    for edit in swaps:
        if not edit.what.startswith("counter"):
            by_key.setdefault((edit.key[0], edit.key[1]), []).append(edit)
    for (old, new), (other_old, other_new) in itertools.combinations(by_key, 2):
        are_pairs = are_twins(old, other_old)
        if not ((other_old == old or are_pairs) and are_twins(new, other_new)):
            continue
        for edit, other in itertools.product(by_key[old, new], by_key[other_old, other_new]):
            if abs(other.lines[0] - edit.lines[0]) <= NEAR:
                is_near = are_pairs and edit.lines == other.lines
                cost = 1.6 if is_near else (edit.cost + other.cost) / 2 + 0.5
                yield Edit("name", ("mirrored",), (*edit.lines, *other.lines), cost, partial(_all, [edit, other]))


def _turned(swaps: Sequence[Edit]) -> Iterator[Edit]:
    """Yield, for one line, the columns' names for all that are the rows', or the other way round."""
    by_line: dict[tuple[tuple[int, ...], tuple[str, str]], list[Edit]] = {}
    for edit in swaps:
        if (direction := twins_by(edit.key[0], edit.key[1])) is not None:
            by_line.setdefault((edit.lines, direction), []).append(edit)
    for (lines, _), group in by_line.items():
        if len(group) <= MANY and len({edit.key[0] for edit in group}) > 1:
            yield Edit("name", ("turned",), lines, 1.1, partial(_all, group))
            if len(group) > 2:
                for one, other in itertools.combinations(group, 2):
                    if one.key != other.key:
                        yield Edit("name", ("turned", 2), lines, 1.9, partial(_all, [one, other]))
