"""What a slip makes of a right answer: a table of relations, each with what is said of it. Pure."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from grader.grading.diagnosis.trials import Trial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Made = Callable[[Trial], "Floats | None"]  # what came, if the relation holds; None where it makes nothing
Relation = tuple[Made, str]
LEADING = (("N", "image", "images"), ("C", "channel", "channels"), ("F", "filter", "filters"))
MOVES = (
    ("1", 1, "down and to the right by 1"),
    ("1", -1, "up and to the left by 1"),
    ("pad", 1, "down and to the right by the padding"),
    ("pad", -1, "up and to the left by the padding"),
    ("half", 1, "down and to the right by half the window"),
    ("half", -1, "up and to the left by half the window"),
)


def axes(wrong: Sequence[Trial]) -> Iterator[tuple[int, str, str]]:
    """Yield each axis of a right answer with a word for one and for many of what stands along it, if it is certain."""
    count = wrong[0].expected.value.ndim
    if count == 1:
        yield 0, "entry", "entries"
        return
    for axis in range(count):
        if axis >= count - 2:
            yield (axis, "row", "rows") if axis == count - 2 else (axis, "column", "columns")
            continue
        words = [
            (axis, one, many)
            for symbol, one, many in LEADING
            if all(trial.case.sizes.get(symbol) == trial.expected.value.shape[axis] for trial in wrong)
        ]
        if len(words) == 1:
            yield words[0]


# ------------------------------------------------------------------------- what of it is right


def of_parts(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what is right along an axis for the first or the last alone."""
    for axis, one, many in axes(wrong):
        yield (
            alone(axis, 0),
            f"only {one} 0 is right; all others hold 0. Does a loop end, or the function return, after one turn?",
        )
        yield (
            alone(axis, -1),
            f"only the last of the {many} is right; all others hold 0. Which line sets the array back to 0?",
        )
        yield (
            copied(axis, 0),
            f"{one} 0 is right, and all other {many} are copies of it. Which index stays 0 on every turn?",
        )
        yield (
            copied(axis, -1),
            f"the last of the {many} is right, and all others are copies of it. Which line writes all of them at once?",
        )
        yield (
            gathered(axis, "sum"),
            f"all {many} are alike: each holds the sum of the right ones. Over which axes do you sum?",
        )
        yield (
            gathered(axis, "mean"),
            f"all {many} are alike: each holds the mean of the right ones. Over which axes do you take the mean?",
        )
        yield (
            summed_up(axis),
            f"each of the {many} holds the sum of the right ones up to its place. What is left over from the turn "
            "before?",
        )


def alone(axis: int, place: int) -> Made:
    """Return what keeps one index along an axis, and has 0 elsewhere."""

    def made(trial: Trial) -> "Floats":
        import numpy as np

        due = np.moveaxis(trial.expected.value, axis, 0)
        value = np.zeros(due.shape)
        value[place] = due[place]
        return np.moveaxis(value, 0, axis)

    return made


def copied(axis: int, place: int) -> Made:
    """Return what has the same everywhere along an axis."""

    def made(trial: Trial) -> "Floats":
        import numpy as np

        due = trial.expected.value
        return np.broadcast_to(due.take([place], axis), due.shape)

    return made


def gathered(axis: int, how: str) -> Made:
    """Return what has the sum, or the mean, of all everywhere along an axis."""

    def made(trial: Trial) -> "Floats":
        import numpy as np

        due = trial.expected.value
        one = due.sum(axis, keepdims=True) if how == "sum" else due.mean(axis, keepdims=True)
        return np.broadcast_to(one, due.shape)

    return made


def summed_up(axis: int) -> Made:
    """Return the running sums along an axis."""
    return lambda trial: trial.expected.value.cumsum(axis)


# --------------------------------------------------------------------------- where it stands


def of_places(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what puts the right numbers into other places."""
    import numpy as np

    for axis, _, many in axes(wrong):
        yield (
            lambda trial, axis=axis: np.flip(trial.expected.value, axis),  # type: ignore[misc]
            f"your answer is the right one with its {many} in reverse order. Which index counts backwards?",
        )
    if wrong[0].expected.value.ndim < 2:
        yield from moves((0,), "entry", "entries")
        return
    yield (
        lambda trial: np.flip(trial.expected.value, (-2, -1)),
        "your answer is the right one, turned by half a turn: its rows and its columns stand in reverse order. "
        "Which array do you flip, and which one should be?",
    )
    yield from moves((-2,), "row", "rows")
    yield from moves((-1,), "column", "columns")
    for by, sign, way in MOVES:
        yield (
            moved((-2, -1), by, sign, around=False),
            f"your numbers are the right ones, moved {way}, with 0 where none came from. "
            "Which place has the first of them?",
        )


def moves(along: tuple[int, ...], one: str, many: str) -> Iterator[Relation]:
    """Yield what moves the right numbers by one place."""
    for sign, way in ((1, "late"), (-1, "early")):
        yield (
            moved(along, "1", sign, around=True),
            f"your numbers are the right ones, one {one} too {way}; those at the end have come round to the other. "
            "What does an index of -1 name?",
        )
        yield (
            moved(along, "1", sign, around=False),
            f"your numbers are the right ones, one {one} too {way}, with 0 at the end. "
            f"At which of the {many} does your loop begin?",
        )


def moved(along: tuple[int, ...], by: str, sign: int, *, around: bool) -> Made:
    """Return what moves everything along some axes, round to the other end or not."""

    def made(trial: Trial) -> "Floats | None":
        import numpy as np

        sizes, value = trial.case.sizes, trial.expected.value
        half = [sizes.get(symbol, 0) // 2 for symbol in ("HH", "WW")]
        for axis in along:
            step = 1 if by == "1" else sizes.get("pad", 0) if by == "pad" else half[axis]
            value = np.roll(value, sign * step, axis)
            if not around and step:
                value = np.moveaxis(value.copy(), axis, 0)
                value[slice(None, step) if sign > 0 else slice(-step, None)] = 0
                value = np.moveaxis(value, 0, axis)
        return value

    return made


# ----------------------------------------------------------------------- what is made of it


def normed(how: str) -> Made:
    """Return what is due, made of another size by a number that follows from all of it."""

    def made(trial: Trial) -> "Floats | None":
        due = trial.expected.value
        if not due.size:
            return None
        low, high = float(due.min()), float(due.max())
        values: dict[str, Callable[[], Floats]] = {
            "largest": lambda: due / high,
            "absolute": lambda: due / abs(due).max(),
            "sum": lambda: due / due.sum(),
            "mean": lambda: due - due.mean(),
            "unit": lambda: (due - low) / (high - low),
            "photo": lambda: (due - low) / (high - low) * 255,
        }
        return values[how]()

    return made


def each(of: str) -> Made:
    """Return what is due, with one function done to each number."""

    def made(trial: Trial) -> "Floats":
        import numpy as np

        due = trial.expected.value
        values: dict[str, Callable[[], Floats]] = {
            "square": lambda: due**2,
            "root": lambda: np.sqrt(due),
            "sign": lambda: np.sign(due),
            "unit": lambda: np.clip(due, 0, 1),
            "photo": lambda: np.clip(due, 0, 255),
            "negative": lambda: 255 - due,
        }
        return values[of]()

    return made


OF_VALUES: Sequence[Relation] = (
    (each("square"), "every number is the square of the right one. Which product has the same array twice?"),
    (each("root"), "every number is the square root of the right one. Where do you take it?"),
    (each("sign"), "of every number only the sign is left: 1, 0 or -1. Which line does that?"),
    (each("unit"), "what is below 0 is 0, and what is above 1 is 1; all others are right. Which line clips them?"),
    (each("photo"), "what is below 0 is 0, and what is above 255 is 255; all others are right. Which line clips them?"),
    (each("negative"), "every number is 255 less the right one. Which line turns dark and bright round?"),
    (normed("largest"), "every number is divided by the largest of the right ones. Does the task ask for that?"),
    (normed("absolute"), "every number is divided by the largest distance from 0. Does the task ask for that?"),
    (normed("sum"), "every number is divided by the sum of the right ones. Does the task ask for that?"),
    (normed("mean"), "the mean of the right numbers is taken away from each. Does the task ask for that?"),
    (normed("unit"), "your numbers are the right ones, spread from 0 to 1. Does the task ask for that?"),
    (normed("photo"), "your numbers are the right ones, spread from 0 to 255. Does the task ask for that?"),
)


# ------------------------------------------------------------------------- of another shape


def of_lost_axes(wrong: Sequence[Trial]) -> Iterator[Relation]:
    """Yield what has lost an axis: one of many is left, their sum, or their mean."""
    for axis, one, many in axes(wrong):
        yield (
            lambda trial, axis=axis: trial.expected.value.take(0, axis),  # type: ignore[misc]
            f"what you return is {one} 0 of the right answer alone. Which loop over the {many} is missing, or ends too "
            "early?",
        )
        yield (
            lambda trial, axis=axis: trial.expected.value.take(-1, axis),  # type: ignore[misc]
            f"what you return is the last of the {many} of the right answer alone. Which line puts each in its place?",
        )
        yield (
            lambda trial, axis=axis: trial.expected.value.sum(axis),  # type: ignore[misc]
            f"what you return is the right answer, summed over its {many}. Over which axes should you sum?",
        )
        yield (
            lambda trial, axis=axis: trial.expected.value.mean(axis),  # type: ignore[misc]
            f"what you return is the mean of the right answer over its {many}. Over which axes should you take it?",
        )


def in_its_shape(trial: Trial) -> "Floats | None":
    """Return the right numbers in their order, in the shape of what came."""
    due, came = trial.expected.value, trial.came
    return due.reshape(came.shape) if came is not None and came.size == due.size else None


def cut(first: int, last: int, *, by_pad: bool = False) -> Made:
    """Return what lacks some of the first and the last rows and columns; or as many times the padding."""

    def made(trial: Trial) -> "Floats | None":
        due, times = trial.expected.value, trial.case.sizes.get("pad", 0) if by_pad else 1
        keep = slice(first * times, -last * times or None)
        return due[..., keep, keep] if due.ndim >= 2 else None

    return made


OF_OTHER_SHAPES: Sequence[Relation] = (
    (in_its_shape, "all your numbers are right and in their order, in another shape. Which shape is due?"),
    (cut(0, 1), "the last row and the last column are missing; all others are right. Where does your range end?"),
    (cut(1, 0), "the first row and the first column are missing; all others are right. Where does your range begin?"),
    (cut(1, 1), "the outermost rows and columns are missing; all others are right. What do you cut off, and why?"),
    (
        cut(1, 1, by_pad=True),
        "as many rows and columns as the padding are missing on each side; all others are right. "
        "From which array do you cut the frame off?",
    ),
    (
        cut(0, 2, by_pad=True),
        "the last rows and columns are missing, twice as many as the padding; all others are right. "
        "How large is the array that you cut the frame off from?",
    ),
)
