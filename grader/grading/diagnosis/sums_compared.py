"""In what the sums that a function computes differ from those that are due. Pure.

In: a function's own sums and the due ones, of the same arrays.  Out: claims, the most particular first. Each is true of
every number that is wrong; where inputs of several sizes are looked at, those are told that hold for all of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from grader.grading.diagnosis.sums import Product, Sum, place_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Terms = dict[Product, float]
Claim = tuple[str, str]  # what is true, and the question that leads to the line
Axis = tuple[str, int]  # an array, and one of its axes
WORDS = {
    **dict.fromkeys(("N",), ("image", "images")),
    **dict.fromkeys(("C",), ("channel", "channels")),
    **dict.fromkeys(("F",), ("filter", "filters")),
    **dict.fromkeys(("H", "HH", "H_out", "D"), ("row", "rows")),
    **dict.fromkeys(("W", "WW", "W_out", "M"), ("column", "columns")),
}
ENTRY = ("entry", "entries")  # of what has one axis, or an axis without a word of its own

LEAVES_OUT = "Which loop, range or slice leaves them out?"
BRINGS_IN = "Which loop, index or slice brings them in?"
PLACES = "Which index decides where a sum is written to?"
MEETS = "Which index or slice decides which number meets which?"
ADDS = "Which line adds it, and how often is that line run?"
SCALES = "Which line multiplies, divides, or adds more than once?"
BEGINS = "Which line begins a new sum, and is it run for each of them?"
WRITES = "Which line should write there, and which loop should reach it?"
USES = "Which line should use it?"


@dataclass(frozen=True, eq=False)
class Compared:
    """A function's sum beside the due one."""

    own: Sum
    due: Sum
    output: str
    axes: tuple[tuple[str, str], ...]  # of the answer: what one thing along each axis is called, and several
    shapes: Mapping[str, tuple[int, ...]]
    symbols: Mapping[str, tuple[str, ...]]  # of the arrays' axes
    called: Mapping[str, str]  # arrays, by the names that the student gives them
    numbers: "Mapping[str, Floats]"  # that they hold where one number is shown

    @cached_property
    def wrong(self) -> list[int]:
        """The numbers of the answer whose sums differ, counted in C order."""
        import numpy as np

        both = zip(self.own.factors, self.due.factors, strict=True)
        return [row for row, (own, due) in enumerate(both) if not np.array_equal(own, due)]

    @cached_property
    def rows(self) -> list[tuple[Terms, Terms]]:
        """The terms of these numbers: those that are added up, and those that are due."""
        return [(self.own.terms(row), self.due.terms(row)) for row in self.wrong]

    @cached_property
    def along(self) -> list[tuple[Axis, tuple[str, str]]]:
        """The axes of all arrays along which there is more than one thing, those of the shortest array first."""
        import math

        names = sorted(self.shapes, key=lambda name: math.prod(self.shapes[name]))
        return [
            ((name, axis), WORDS.get(self.symbols[name][axis], ENTRY))
            for name in names
            for axis, length in enumerate(self.shapes[name])
            if length > 1
        ]

    def index(self, product: Product, axis: Axis) -> int | None:
        """Return where along an axis of an array a product takes its number; None where it takes none of it."""
        for name, at in product:
            if name == axis[0]:
                return self.place(name, at)[axis[1]]
        return None

    def place(self, name: str, at: int) -> tuple[int, ...]:
        """Return the index of an entry that was counted."""
        return place_of(at, self.shapes[name])


# ------------------------------------------------------------------------ too little or too much


def nothing(compared: Compared) -> Iterator[Claim]:
    """Claim that 0 stands there."""
    import numpy as np

    if any(own for own, _ in compared.rows):
        return
    off = np.zeros(compared.due.shape, bool)
    off.flat[compared.wrong] = True
    output = compared.output
    for axis, (_, many) in enumerate(compared.axes):
        length = compared.due.shape[axis]
        lines = np.moveaxis(off, axis, 0).reshape(length, -1)
        whole = [bool(line.all()) for line in lines]
        if length > 1 and whole == [bool(line.any()) for line in lines]:
            if whole == [*[False] * (length - 1), True]:
                yield f"nothing is added up in the last of the {many} of {output}: 0 stands there.", WRITES
            if whole == [True, *[False] * (length - 1)]:
                yield f"nothing is added up in the first of the {many} of {output}: 0 stands there.", WRITES
            if whole == [False, *[True] * (length - 1)]:
                yield f"nothing is added up in all {many} of {output} but the first: 0 stands there.", WRITES
            if whole == [*[True] * (length - 1), False]:
                yield f"nothing is added up in all {many} of {output} but the last: 0 stands there.", WRITES
    yield "nothing is added up where your numbers are wrong: 0 stands there.", WRITES


def without_an_array(compared: Compared) -> Iterator[Claim]:
    """Claim that an array has no part in what is wrong, where it should have."""
    used = {name for own, _ in compared.rows for product in own for name, _ in product}
    for name in compared.shapes:
        needed = all(any(name == one for product in due for one, _ in product) for _, due in compared.rows)
        if name not in used and needed and all(own for own, _ in compared.rows):
            yield f"{compared.called[name]} has no part in your wrong numbers, and should have.", USES


def other_constants(compared: Compared) -> Iterator[Claim]:
    """Claim that only what is added beside the products is wrong: the bias."""
    alone = {
        product
        for own, due in compared.rows
        for product in own.keys() | due.keys()
        if own.get(product) != due.get(product)
    }
    if not all(any(len(product) == 2 for product in due) for _, due in compared.rows):
        return
    if alone == {()}:
        yield "all products are right, and a number is added that stands in no argument.", ADDS
    names = {product[0][0] for product in alone if len(product) == 1}
    if any(len(product) != 1 for product in alone) or len(names) != 1:
        return
    name = names.pop()
    called = compared.called[name]
    pairs = [
        [{p: f for p, f in terms.items() if p and p[0][0] == name and len(p) == 1} for terms in row]
        for row in compared.rows
    ]
    if all(not own for own, _ in pairs):
        yield f"all products are right, and {called} is not added.", ADDS
    elif all(not due for _, due in pairs):
        yield f"all products are right, and numbers of {called} are added that are not due.", ADDS
    times = {own[p] / due[p] if own.keys() == due.keys() else 0.0 for own, due in pairs for p in due}
    if len(times) == 1 and 0.0 not in times:
        yield f"all products are right, and {called} is counted {times.pop():g} times.", ADDS
    if times and 0.0 not in times:
        yield f"all products are right, and {called} is not counted once.", ADDS
    if all(len(own) == len(due) == 1 and own.keys() != due.keys() for own, due in pairs):
        yield f"all products are right, and another number of {called} is added than the due one.", MEETS
    yield f"all products are right; what is added of {called} is not.", ADDS


def factors(compared: Compared) -> Iterator[Claim]:
    """Claim that the terms are right, and counted otherwise."""
    if any(own.keys() != due.keys() for own, due in compared.rows):
        return
    times = [{own[product] / due[product] for product in due} for own, due in compared.rows]
    every = {round(one, 9) for some in times for one in some}
    if every == {-1.0}:
        yield "every wrong sum is right but for its sign.", "Which line subtracts where it should add?"
    if len(every) == 1:
        yield f"every wrong sum has the right terms, each of them {every.copy().pop():.6g} times.", SCALES
    if all(len(some) == 1 for some in times):
        yield "every wrong sum has the right terms, all of them multiplied by one number.", SCALES
    if all(one.is_integer() and one > 0 for one in every):
        yield "every wrong sum has the right terms, and counts some of them more than once.", SCALES
    yield "every wrong sum has the right terms, and counts some of them otherwise than once.", SCALES


def wide_ranges(compared: Compared) -> Iterator[Claim]:
    """Claim that sums go over all of an axis where one thing is due."""
    yield from ranges(compared, is_wide=True)


def narrow_ranges(compared: Compared) -> Iterator[Claim]:
    """Claim that sums go over one thing of an axis where all are due."""
    yield from ranges(compared, is_wide=False)


def ranges(compared: Compared, is_wide: bool) -> Iterator[Claim]:
    """Claim that sums go over all of an axis where one thing is due, or the other way round."""
    for name in compared.shapes:
        said = {}
        for axis, (_, many) in compared.along:
            length, called = compared.shapes[name][axis[1]] if axis[0] == name else 0, compared.called[name]
            spans = {
                (len(span_of(compared, own, axis)), len(span_of(compared, due, axis))) for own, due in compared.rows
            }
            if length and spans == {(length, 1)}:
                said[True] = f"the wrong sums go over all {many} of {called}, where one is due."
            elif length and spans == {(1, length)}:
                said[False] = f"the wrong sums go over one of the {many} of {called}, where all are due."
        if said and (True in said) == is_wide:
            first, *others = (said[wide] for wide in sorted(said, reverse=True))
            both = " ".join([first, *(one[0].upper() + one[1:] for one in others)])
            yield both, BRINGS_IN if is_wide else LEAVES_OUT


def missing(compared: Compared) -> Iterator[Claim]:
    """Claim that terms are missing, and which."""
    if any(not is_part(own, due) or not due for own, due in compared.rows):
        return
    lost = [[product for product in due if product not in own] for own, due in compared.rows]
    kept = [list(own) for own, _ in compared.rows]
    if all(own == [max(due)] for own, (_, due) in zip(kept, compared.rows, strict=True)):
        yield "every wrong sum has one term alone, the last of those that are due.", BEGINS
    for (name, axis), (_, many) in compared.along:
        called = compared.called[name]
        spans = [span_of(compared, due, (name, axis)) for _, due in compared.rows]
        if any(len(span) < 2 for span in spans):
            continue
        for end in (0, -1):
            at_end = [span[end] for span in spans]
            is_kept, is_lost = (
                are_at(compared, some, (name, axis), at_end) and are_off(compared, rest, (name, axis), at_end)
                for some, rest in ((kept, lost), (lost, kept))
            )
            if is_kept and all(kept) and end:
                yield f"every wrong sum has the products with the last of the {many} of {called} alone.", LEAVES_OUT
            if is_kept and all(kept) and not end:
                yield f"every wrong sum has the products with the first of the {many} of {called} alone.", LEAVES_OUT
            if is_lost and end:
                yield (
                    f"every wrong sum lacks the products with the last of the {many} of {called}.",
                    LEAVES_OUT,
                )
            if is_lost and not end:
                yield (
                    f"every wrong sum lacks the products with the first of the {many} of {called}.",
                    LEAVES_OUT,
                )
        if all(len({compared.index(product, (name, axis)) for product in some} - {None}) == 1 for some in kept):
            yield f"every wrong sum has products with one of the {many} of {called} alone.", LEAVES_OUT
    for name, symbols in compared.symbols.items():
        maps = [axis for axis, symbol in enumerate(symbols) if symbol in ("H_out", "W_out", "L_out")]
        places = [
            [{tuple(compared.index(product, (name, axis)) for axis in maps) for product in some} for some in both]
            for both in compared.rows
        ]
        if maps and all(len(own) == 1 < len(due) for own, due in places):
            yield f"every wrong sum has products with one place of {compared.called[name]} alone.", BEGINS
    if all(len(own) == 1 for own in kept):
        yield "every wrong sum has one term alone; all others are missing.", BEGINS
    yield "in every wrong sum terms are missing; those that are there are right.", LEAVES_OUT


def is_part(few: Terms, many: Terms) -> bool:
    """Whether all of some terms are among others, with their factors."""
    return all(many.get(product) == factor for product, factor in few.items())


def span_of(compared: Compared, terms: Terms, axis: Axis) -> list[int]:
    """Return where along an axis some terms take their numbers, each place once, in order."""
    return sorted({at for product in terms if (at := compared.index(product, axis)) is not None})


def are_at(compared: Compared, some: list[list[Product]], axis: Axis, ends: list[int]) -> bool:
    """Whether all products take their number of an array at one place along an axis, its own for each sum."""
    pairs = zip(some, ends, strict=True)
    return all(compared.index(product, axis) == end for products, end in pairs for product in products)


def are_off(compared: Compared, some: list[list[Product]], axis: Axis, ends: list[int]) -> bool:
    """Whether no product takes its number of an array there."""
    pairs = zip(some, ends, strict=True)
    return all(compared.index(product, axis) != end for products, end in pairs for product in products)


def added(compared: Compared) -> Iterator[Claim]:
    """Claim that all due terms are there, and others beside them."""
    if any(not is_part(due, own) for own, due in compared.rows):
        return
    more = [[product for product in own if product not in due] for own, due in compared.rows]
    if all(len(product) == 1 for some in more for product in some):
        for name in compared.shapes:
            if all(product[0][0] == name for some in more for product in some):
                yield f"every wrong sum has all due terms, and numbers of {compared.called[name]} beside them.", ADDS
    for axis, (_, many) in compared.along:
        spans = [span_of(compared, due, axis) for _, due in compared.rows]
        theirs = [[compared.index(product, axis) for product in some] for some in more]
        if all(len(span) == 1 for span in spans) and all(
            at is not None and at != span[0] for span, some in zip(spans, theirs, strict=True) for at in some
        ):
            called = compared.called[axis[0]]
            yield f"every wrong sum has all due products, and some with other {many} of {called}.", BRINGS_IN
    if all(not due for _, due in compared.rows):
        yield "something is added up where 0 is due.", BRINGS_IN
    yield "every wrong sum has all due terms, and beside them some that are not due.", BRINGS_IN


# ----------------------------------------------------------------------------- of another place


def of_another_place(compared: Compared) -> Iterator[Claim]:
    """Claim that each wrong number is the sum that is due at another place."""
    import numpy as np

    due, own = compared.due.factors, compared.own.factors
    if any(not terms for terms, _ in compared.rows):
        return
    shape, output = compared.due.shape, compared.output
    grid = np.arange(len(due)).reshape(shape)

    def are(moved: "NDArray[np.intp]", numbers: Iterable[int]) -> bool:
        return all(np.array_equal(own[row], due[moved.flat[row]]) for row in numbers)

    wrong, every = compared.wrong, range(len(due))
    for axis, (_, many) in enumerate(compared.axes):
        if shape[axis] < 2:
            continue
        along = np.moveaxis(grid, axis, 0)
        if are(np.broadcast_to(np.take(grid, [0], axis), shape), wrong):
            yield f"all {many} of {output} that are wrong hold what is due in the first of them.", PLACES
        if are(np.broadcast_to(np.take(grid, [-1], axis), shape), wrong):
            yield f"all {many} of {output} that are wrong hold what is due in the last of them.", PLACES
        if axis == len(shape) - 2 and shape[-1] > 1 and are(np.flip(grid, (axis, axis + 1)), every):
            yield f"{output} is turned round: its rows and its columns stand in reverse order.", PLACES
        if are(np.flip(grid, axis), every):
            yield f"the {many} of {output} stand in reverse order.", PLACES
        if not set(wrong) & set(along[-1].ravel().tolist()) and are(np.roll(grid, -1, axis), wrong):
            yield f"every wrong number of {output} is the one that is due in the next of the {many}.", PLACES
        if not set(wrong) & set(along[0].ravel().tolist()) and are(np.roll(grid, 1, axis), wrong):
            yield f"every wrong number of {output} is the one that is due in the previous one of the {many}.", PLACES
    if len(shape) > 1 and shape[-1] == shape[-2] > 1 and are(grid.swapaxes(-1, -2), every):
        yield f"the rows of {output} stand where its columns should, and the other way round.", PLACES


def of_any_place(compared: Compared) -> Iterator[Claim]:
    """Claim that each wrong number is the sum that is due somewhere."""
    due, own = compared.due.factors + 0.0, compared.own.factors + 0.0
    known = {row.tobytes() for row in due}
    if all(terms for terms, _ in compared.rows) and all(own[row].tobytes() in known for row in compared.wrong):
        yield f"every wrong number of {compared.output} is the sum that is due at another place of it.", PLACES


def of_several_places(compared: Compared) -> Iterator[Claim]:
    """Claim that each wrong number is the sum of several that are due."""
    import numpy as np

    shape, output = compared.due.shape, compared.output
    due = compared.due.factors.reshape(*shape, -1)
    own = compared.own.factors

    def are(summed: "Floats") -> bool:
        rows = np.broadcast_to(summed, due.shape).reshape(own.shape)
        return bool((rows[compared.wrong] == own[compared.wrong]).all())

    long = [(axis, words) for axis, words in enumerate(compared.axes) if shape[axis] > 1]
    for axis, (_, many) in long:
        if are(due.sum(axis, keepdims=True)):
            yield f"every wrong number of {output} is the sum of those that are due in all {many}.", BEGINS
        if are(due.cumsum(axis)):
            yield f"a wrong number of {output} is the due one and those of all {many} before it, added up.", BEGINS
    if len(long) > 1 and are(due.sum(tuple(axis for axis, _ in long), keepdims=True)):
        yield f"every wrong number of {output} is the sum of all that are due in it.", BEGINS
    order = due.reshape(-1, due.shape[-1]).cumsum(0).reshape(due.shape)
    if are(order):
        yield f"a wrong number of {output} is the due one and all those before it, added up.", BEGINS
