"""Whom the numbers of an array meet in a function's products, and whom they should: where each index comes from. Pure.

An index of one factor is worked out of those of the number and of the other factor, by steps that are the same for all
products. Where that is so in a function's sums as in the due ones, the steps that differ say what is wrong.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.grading.diagnosis.sums import Entry, place_of
from grader.grading.diagnosis.sums_compared import ENTRY, MEETS, USES, WORDS, Claim, Compared, Terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CLOSE = 1e-6
STEP = "Which line decides how far it is from one to the next?"


@dataclass(frozen=True)
class Variable:
    """An index: of the answer or of a factor, along one axis."""

    array: str
    one: str  # what a thing along the axis is called
    many: str
    own: "Floats"  # what it is in each product of a function's sums
    due: "Floats"


@dataclass(frozen=True)
class Steps:
    """How an index follows from others: by how much it moves on with each, and where it begins."""

    by: tuple[float, ...]
    start: float


def met_otherwise(compared: Compared) -> Iterator[Claim]:
    """Claim that the entries of an array meet other entries than is due."""
    names = {
        tuple(name for name, _ in product)
        for row in compared.rows
        for terms in row
        for product in terms
        if len(product) == 2
    }
    if len(names) != 1:
        yield from other_arrays(compared)
        return
    (pair,) = names
    order = list(compared.shapes)
    known, others = indices(compared, sorted(pair, key=order.index, reverse=True))
    for index in others:
        theirs = solved([one.due for one in known], index.due)
        if theirs is None:
            known.append(index)
            continue
        mine = solved([one.own for one in known], index.own)
        if mine is not None and mine != theirs:
            yield from said_of(index, known, mine, theirs)
    if all(entries(own) == entries(due) for own, due in compared.rows):
        one, two = (compared.called[name] for name in pair)
        yield f"every wrong sum has the right numbers of {one} and of {two}, but they do not meet as is due.", MEETS


def entries(terms: Terms) -> list[Entry]:
    """Return the entries of all products, in order."""
    return sorted(entry for product in terms for entry in product)


def indices(compared: Compared, factors: Sequence[str]) -> tuple[list[Variable], list[Variable]]:
    """Return the indices of the answer, and those of the factors of its products, in all products of all sums."""
    import numpy as np

    found: list[list[list[tuple[int, ...]]]] = []
    for one in (compared.own, compared.due):
        rows: list[list[tuple[int, ...]]] = []
        for number in range(len(one.factors)):
            place = place_of(number, one.shape)
            products = [dict(product) for product in one.terms(number) if len(product) == 2]
            rows += [
                [place, *(compared.place(name, met[name]) for name in factors)]
                for met in products
                if met.keys() == set(factors)
            ]
        found.append(rows)
    of_arrays = [(compared.output, compared.due.shape, compared.axes)]
    for name in factors:
        words = tuple(WORDS.get(symbol, ENTRY) for symbol in compared.symbols[name])
        of_arrays.append((compared.called[name], compared.shapes[name], words))
    by_array = [
        [
            Variable(called, *words, *(np.array([row[which][axis] for row in rows], np.float64) for rows in found))
            for axis, (length, words) in enumerate(zip(shape, named, strict=True))
            if length > 1
        ]
        for which, (called, shape, named) in enumerate(of_arrays)
    ]
    return by_array[0], [one for some in by_array[1:] for one in some]


def solved(known: "Sequence[Floats]", met: "Floats") -> Steps | None:
    """Return by which steps an index follows from others; None where it does not, or not in one way alone."""
    import numpy as np

    if not met.size:
        return None
    columns = np.array([*known, np.ones(met.size)]).T
    found, _, rank, _ = np.linalg.lstsq(columns, met, rcond=None)
    if rank < columns.shape[1] or (np.abs(columns @ found - met) > CLOSE).any():
        return None
    *by, start = (round(float(one), 6) + 0.0 for one in found)
    return Steps(tuple(by), start)


def said_of(index: Variable, known: Sequence[Variable], mine: Steps, theirs: Steps) -> Iterator[Claim]:
    """Claim how one index of a factor differs."""
    one, many, called = index.one, index.many, index.array
    differ = [
        (variable, step, right)
        for variable, step, right in zip(known, mine.by, theirs.by, strict=True)
        if step != right
    ]
    if not differ:
        offset = mine.start - theirs.start
        if offset == 1:
            yield f"every product takes its number of {called} one of the {many} further on than is due.", MEETS
        if offset == -1:
            yield f"every product takes its number of {called} one of the {many} further back than is due.", MEETS
        yield f"every product takes its number of {called} from another of the {many}, always as far off.", MEETS
        return
    gone = [variable for variable, step, _ in differ if not step]
    new = [variable for variable, _, right in differ if not right]
    if len(gone) == len(new) == 1:
        (follows,), (due,) = new, gone
        yield (
            f"the {one} of {called} follows the {follows.one} of {follows.array}, and should follow the {due.one} of "
            f"{due.array}.",
            MEETS,
        )
    for variable, step, right in differ:
        array, thing, things = variable.array, variable.one, variable.many
        if step == -right:
            yield f"the {things} of {array} meet the {many} of {called} in reverse order.", MEETS
        elif not step:
            yield f"the {one} of {called} is the same for all {things} of {array}, and should not be.", MEETS
        elif not right:
            yield f"the {one} of {called} depends on the {thing} of {array}, and should not.", MEETS
        else:
            if step * right > 0:
                far, needed = f"{abs(step):g}", f"{abs(right):g}"
                yield (
                    f"with each of the {things} of {array}, the {one} of {called} moves by {far} and not by {needed}.",
                    STEP,
                )
            yield f"with each of the {things} of {array}, the {one} of {called} moves by a wrong number.", STEP


def other_arrays(compared: Compared) -> Iterator[Claim]:
    """Claim that numbers of other arrays are multiplied than is due."""
    mine, theirs = (
        {tuple(name for name, _ in product) for row in compared.rows for product in row[turn]} for turn in (0, 1)
    )
    if len(mine) == len(theirs) == 1 and mine != theirs:
        (one,), (two,) = mine, theirs
        if one and two:
            mine_said, due_said = (" with ".join(compared.called[name] for name in names) for names in (one, two))
            yield f"every wrong sum is of {mine_said}, where {due_said} is due.", USES


def of_copies(compared: Compared) -> Iterator[Claim]:
    """Claim which entries are copied instead of those that are due."""
    mine, theirs = (one.value(compared.numbers).ravel()[compared.wrong] for one in (compared.own, compared.due))
    if any(len(terms) != 1 for row in compared.rows for terms in row):
        return
    places = [[compared.place(*next(iter(next(iter(terms))))) for terms in row] for row in compared.rows]
    (name,) = compared.shapes
    called = compared.called[name]
    for axis, (_, many) in enumerate(WORDS.get(symbol, ENTRY) for symbol in compared.symbols[name]):
        if all(own[axis] != due[axis] for own, due in places) and all(
            own[:axis] + own[axis + 1 :] == due[:axis] + due[axis + 1 :] for own, due in places
        ):
            yield f"every wrong number is an entry of {called} from another of the {many} than the due one.", MEETS
    if (mine > theirs).all():
        yield (
            f"every wrong number is a larger entry of {called} than the due one.",
            "Which entries do you look at that you should not?",
        )
    if (mine < theirs).all():
        yield (
            f"every wrong number is a smaller entry of {called} than the due one.",
            "Which entries do you not look at?",
        )
    yield f"every wrong number is another entry of {called} than the due one.", MEETS


def anything(compared: Compared) -> Iterator[Claim]:
    """Claim what is always true."""
    if all(own for own, _ in compared.rows) and not any(own.keys() & due.keys() for own, due in compared.rows):
        yield "no wrong sum has a term that is due there.", MEETS
    yield "every wrong sum is made of other terms than are due.", "Which line calculates this number? Do it by hand."
