"""Draw cases: from an entry of cases.toml and a seed to inputs. Pure, and the same everywhere.

Values are small integers held in floats, or small multiples of a unit such as 0.5, drawn from a hash of
seed, assignment and case, so no library's random generator can change them. Every array without a given
value is drawn on its own stream: two exercises that share a case share its x and w.
"""

import hashlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from grader.errors import AuthorError
from grader.model import Call, Case, CaseSpec, Kept, Laid, Layout
from grader.topics.operation import Operation, Sizes, are_multiples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.generic]

IMAGE_VALUES = range(-9, 10)  # as on the slide; a kernel's are smaller, so that sums stay readable
KERNEL_VALUES = range(-5, 6)
BYTE_VALUES = range(256)
# powers of two: sums stay exact, and reports show all their digits
UNITS = (8192.0, 1.0, 0.5, 0.25, 0.125, 2.0**-10, 2.0**-30)
MAX_DRAWS = 1000
NUMBERS_PER_DIGEST = 16


def case_ids(spec: CaseSpec) -> list[str]:
    """Return the ids of the cases that one entry stands for."""
    return [spec.id] if spec.count is None else [f"{spec.id}-{number}" for number in range(1, spec.count + 1)]


def draw_cases(spec: CaseSpec, operation: Operation, seed: str) -> Iterator[Case]:
    """Yield the cases of one entry for one exercise.

    Parameters
    ----------
    spec : CaseSpec
    operation : Operation
    seed : str
        Who has it has the cases.

    Raises
    ------
    AuthorError
        If the sizes are illegal for the operation, or no draw from the ranges is legal.
    """
    if spec.count is None:
        sizes = {symbol: size for symbol, size in spec.sizes.items() if isinstance(size, int)}
        yield _case(spec.id, spec, operation, operation.derive(sizes), seed)
        return
    for name in case_ids(spec):
        yield _case(name, spec, operation, _draw_sizes(name, spec, operation, seed), seed)


def _draw_sizes(name: str, spec: CaseSpec, operation: Operation, seed: str) -> Sizes:
    """Draw sizes from the ranges of a random entry until they are legal."""
    ranges = {symbol: (size, size) if isinstance(size, int) else size for symbol, size in spec.sizes.items()}
    problem = None
    for attempt in range(MAX_DRAWS):
        stream = _integers(f"{seed}/{name}/sizes/{attempt}")
        drawn = {symbol: low + next(stream) % (high - low + 1) for symbol, (low, high) in sorted(ranges.items())}
        sizes = operation.derive(drawn)
        shapes = {array: operation.shape_of(array, sizes) for array in operation.shapes}
        problem = operation.problem(sizes, shapes)
        if problem is None:
            return sizes
    raise AuthorError([f"cases.toml: {spec.id}: sizes: no legal draw in {MAX_DRAWS} attempts; the last: {problem}"])


def _case(name: str, spec: CaseSpec, operation: Operation, sizes: Sizes, seed: str) -> Case:
    import numpy as np

    shapes = {array: spec.shapes.get(array, operation.shape_of(array, sizes)) for array in operation.shapes}
    problem = operation.problem(sizes, shapes)
    if (problem is None) != (spec.raises is None):
        what = f"is illegal: {problem}" if problem else "is legal, so nothing is to be raised"
        raise AuthorError([f"cases.toml: {spec.id}: {operation.id} {what}"])
    if operation.draw is not None:
        inputs = dict(operation.draw(sizes, _integers(f"{seed}/{name}/inputs")))
        inputs |= {array: _given(spec, array, inputs[array].shape).astype(inputs[array].dtype) for array in spec.arrays}
    else:
        inputs = {
            array: _array(f"{seed}/{name}", array, shape, sizes, spec, operation) for array, shape in shapes.items()
        }
    layouts: dict[str, Layout] = {array: spec.layouts.get(array, spec.layout) for array in inputs}
    for array, value in inputs.items():  # values are the same; a program that reads memory as it lies can be followed
        if layouts[array] == "F" and value.ndim:
            inputs[array] = np.asfortranarray(value)
    arguments = {array: _argument(value, layouts[array]) for array, value in inputs.items()}
    return Case(
        id=name,
        exercise=operation.id,
        why=spec.why,
        sizes=sizes,
        arguments=inputs,
        calls=operation.calls(arguments, sizes),
        raises=spec.raises,
        unit=spec.unit,
        kind=spec.kind,
    )


def _argument(value: "Array", layout: Layout) -> object:
    """What the student's function gets: an array laid out as the case says, or a plain number."""
    if value.ndim:
        return Laid(value, layout)
    return float(value) if value.dtype.kind == "f" else int(value)


# ------------------------------------------------------------------------------------ values


def _array(
    stream: str, name: str, shape: tuple[int, ...], sizes: Sizes, spec: CaseSpec, operation: Operation
) -> "Array":
    import numpy as np

    is_whole = name in operation.whole
    dtype = np.dtype("int64" if is_whole else spec.dtypes.get(name, spec.dtype))
    if name in spec.arrays:
        return _given(spec, name, shape).astype(dtype)
    count = int(np.prod(shape, dtype=int))
    is_kernel = name in operation.kernels
    if is_whole:
        lowest, highest = spec.ranges.get(name) or operation.whole[name](sizes)
        values: Sequence[float] = range(lowest, highest + 1)
    else:
        values = _values(name, is_kernel, spec, dtype, count if name in operation.distinct else 0)
    repeats = name not in operation.distinct or len(values) < count
    for attempt in range(MAX_DRAWS):
        seed = f"{stream}/{name}/{attempt}"
        drawn = _picked(values, seed, count) if repeats else list(_shuffled(values, _integers(seed), count))
        array = np.array(drawn, dtype).reshape(shape)
        if not is_kernel or not has_symmetry(array):
            return array
    raise AuthorError([f"cases.toml: {spec.id}: no kernel of shape {shape} without symmetry"])


def _picked(values: Sequence[float], stream: str, count: int) -> list[float]:
    """Return so many of the values, each of them as often as the numbers of a stream say; all numbers at once."""
    import numpy as np

    digests = b"".join(_digest(stream, block) for block in range(-(-count // NUMBERS_PER_DIGEST)))
    numbers = np.frombuffer(digests, "<u4")[:count].astype(np.int64) % len(values)
    return [values[number] for number in numbers.tolist()]


def _shuffled(values: Sequence[float], numbers: Iterator[int], count: int) -> Iterator[float]:
    """Yield so many of the values, none of them twice, in the order that the numbers give."""
    moved: dict[int, int] = {}  # of the places that are left, those that hold another value than at first
    for left in range(len(values), len(values) - count, -1):
        place = next(numbers) % left
        taken = moved.get(place, place)
        moved[place] = moved.pop(left - 1, left - 1)
        yield values[taken]


def _values(
    name: str, is_kernel: bool, spec: CaseSpec, dtype: "np.dtype[np.generic]", distinct: int
) -> Sequence[float]:
    """Return what an array is drawn from. Of fractions, odd multiples only: none of them is whole.

    For `distinct` entries without repetition there are as many values on either side of 0. An array of integers
    holds whole numbers whatever the unit, multiples of it where it is one; one without a
    sign, the whole range of a byte.
    """
    unit = spec.unit if dtype.kind == "f" or spec.unit > 1 else 1.0
    counts = KERNEL_VALUES if is_kernel else IMAGE_VALUES
    if distinct > len(counts) // 2:
        counts = range(-distinct, distinct + 1)
    if name in spec.ranges:
        lowest, highest = spec.ranges[name]
        counts = range(lowest, highest + 1)
        return counts if unit == 1 else [count * unit for count in counts]  # a range may be long
    if dtype.kind == "u":
        return [float(value) for value in BYTE_VALUES]
    if unit < 1:
        return [count * unit for count in counts if count % 2]
    return [count * unit for count in counts if count or not (is_kernel or name == "b")]


def _given(spec: CaseSpec, name: str, shape: tuple[int, ...]) -> "Array":
    """Return an array of a worked example in the exercise's shape, or one that is filled with a number."""
    import numpy as np

    where = f"cases.toml: {spec.id}: arrays.{name}"
    rule = "whole numbers" if spec.unit == 1 else f"multiples of the case's unit, {spec.unit:g}"
    try:
        exact = np.asarray(spec.arrays[name], object)
        given = np.array([float(Fraction(str(value))) for value in exact.ravel()]).reshape(exact.shape)
    except (ArithmeticError, ValueError):  # a division by zero, text that is no number, rows of different lengths
        raise AuthorError([f"{where}: graded inputs are {rule}"]) from None
    if not are_multiples(given, spec.unit):
        raise AuthorError([f"{where}: graded inputs are {rule}"])
    if given.ndim and given.size != np.prod(shape, dtype=int):
        raise AuthorError([f"{where}: {given.size} numbers do not fill the shape {shape}"])
    return np.full(shape, given) if given.ndim == 0 else given.reshape(shape)


def has_symmetry(kernels: "Array") -> bool:
    """Whether some kernel, the last two axes, equals itself flipped or transposed.

    Such a kernel cannot show a flip (every kernel on the slides is one). A single number has no sides,
    and an illegal case's kernels may be no kernels at all.
    """
    if kernels.ndim < 2 or not kernels.size:
        return False
    height, width = kernels.shape[-2:]
    flips = [kernels[..., ::-1, :]] if height > 1 else []
    flips += [kernels[..., ::-1]] if width > 1 else []
    flips += [kernels[..., ::-1, ::-1]] if height > 1 and width > 1 else []
    flips += [kernels.swapaxes(-1, -2)] if height == width > 1 else []
    return any(bool((kernels == flip).all(axis=(-2, -1)).any()) for flip in flips)


def _integers(stream: str) -> Iterator[int]:
    """Yield integers below 2**32, the same on every machine."""
    for block in itertools.count():
        digest = _digest(stream, block)
        for start in range(0, len(digest), 4):
            yield int.from_bytes(digest[start : start + 4], "little")


def _digest(stream: str, block: int) -> bytes:
    """Return the bytes that the next integers of a stream are read from, four for each."""
    return hashlib.sha512(f"{stream}/{block}".encode()).digest()


# --------------------------------------------------------------------------------- written out


def written(call: Call) -> str:
    """Return a call as a person would write it, arrays by their shapes."""
    pairs = [*zip(call.names, call.arguments, strict=True)][bool(call.member) :]  # without the object that is asked
    return f"{call.function}({', '.join(_written(name, value) for name, value in pairs)})"


def written_after(call: Call, case: Case) -> str:
    """Return the call as written out; a backward call says what its forward call was given."""
    text = written(call)
    earlier = [written(other) for other in case.calls if other is not call]
    return f"{text} after {earlier[0]}" if earlier and call is case.calls[-1] else text


def _written(name: str, value: object) -> str:
    if isinstance(value, Kept):
        return name
    if isinstance(value, Laid):
        dtype = "" if value.array.dtype == "float64" else f" {value.array.dtype}"
        layout = {"C": "", "F": ", Fortran order", "strided": ", every second element", "reversed": ", reversed"}
        return f"{name} {value.array.shape}{dtype}{layout[value.layout]}"
    if isinstance(value, Mapping):
        return f"{name}={dict(value)}"
    return f"{name}={value:.17g}" if isinstance(value, float) else f"{name}={value}"
