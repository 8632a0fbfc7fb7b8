"""What a student's function returned, made ready to travel; inside the worker, standard library and numpy only.

In: any object at all.  Out: values that `wire` can encode; what cannot travel becomes the name of its type.
"""

import decimal
import fractions
import itertools
import types
from typing import Any

from numpy import asarray, generic, matrix, ndarray

from . import wire

MIB = 1 << 20
MAX_OBJECTS = 1 << 20  # entries of an array of objects that are looked at
MAX_STATED = 200  # characters, or numbers, of an answer to a question


def unpacked(returned: Any, due: int) -> tuple[Any, ...]:
    """Return what a caller who unpacks `due` values would get; all of it as one value where it is not several."""
    if due > 1 and isinstance(returned, (tuple, list)):
        return tuple(returned)
    if due > 1 and type(returned) is ndarray and returned.shape == (due,):
        return tuple(returned)
    if due > 1 and isinstance(returned, types.GeneratorType):
        parts = tuple(itertools.islice(returned, due + 1))
        return parts if len(parts) == due else (returned,)
    return (returned,)


def snapshot(value: Any) -> Any:
    """Return what an argument holds, to be compared later; None for what cannot change."""
    if type(value) is ndarray:
        return value.shape, value.tobytes()
    return dict(value) if type(value) is dict else None


def is_changed(now: Any, before: Any) -> bool:
    """Whether an argument holds something else than it did; a dictionary may have gained keys."""
    if type(before) is not dict:
        return bool(now != before)
    return not all(key in now and _is_same(now[key], value) for key, value in before.items())


def _is_same(one: Any, other: Any) -> bool:
    """Whether a dictionary's value is what it was; of objects that compare by themselves, whether it is the object."""
    return one is other or (type(one) is type(other) and type(one) in (int, float, str, tuple) and one == other)


def stated(value: Any) -> Any:
    """Return an answer to a question that is a short text or a few numbers; None for any other.

    A text or a number may be NumPy's, and a tuple one with names.
    """
    value = as_plain(value)
    if type(value) is str:
        return value if len(value) <= MAX_STATED else None
    if not isinstance(value, (tuple, list)) or len(value) > MAX_STATED:
        return None
    parts = tuple(as_plain(number) for number in value)
    return parts if all(is_plain(number) for number in parts) else None


def as_plain(value: Any) -> Any:
    """Return Python's number or text for one of NumPy's, and a float for a fraction; any other value as it is."""
    if isinstance(value, generic) or (type(value) is ndarray and not value.ndim):
        return value.item()
    return as_float(value) if isinstance(value, (fractions.Fraction, decimal.Decimal)) else value


def is_plain(value: Any) -> bool:
    """Whether a value is an ordinary number."""
    return type(value) is float or (type(value) is int and value in wire.I64)


def sendable(value: Any, max_bytes: int, spelled: bool = True) -> Any:
    """Return `value` in a form that can travel; what cannot is replaced by its type's name.

    Nested lists travel as the array that they spell, if they may.
    """
    kind = type(value)
    if value is None or kind in (bool, float) or (kind is int and value in wire.I64):
        return value
    if kind in (fractions.Fraction, decimal.Decimal):
        exact = as_float(value)
        return wire.Unsendable(kind.__name__) if exact is None else exact
    if isinstance(value, (generic, matrix)):  # a matrix holds the numbers that it shows, as an array does
        value = asarray(value)
    elif kind in (tuple, list) and (nbytes := bytes_in(value)) > max_bytes:
        return too_large(kind, nbytes, max_bytes)
    elif spelled and kind in (tuple, list) and (array := as_array(value)) is not None:
        value = array
    elif kind is not ndarray:
        name = f"{kind.__name__}, a subclass of ndarray," if isinstance(value, ndarray) else kind.__name__
        return wire.Unsendable(f"{name} of {len(value)}" if kind in (tuple, list) else name)
    if value.nbytes > max_bytes:
        return too_large(kind, value.nbytes, max_bytes)
    return sendable_array(value)


def bytes_in(parts: Any) -> int:
    """Return how many bytes the arrays of a list or tuple hold: they are not copied before that is known."""
    return sum(part.nbytes for part in parts if type(part) is ndarray)


def too_large(kind: type, nbytes: int, max_bytes: int) -> Any:
    """Return what stands for an answer that is larger than any may be."""
    limit = f"more than the {max_bytes / MIB:.0f} MiB of an answer"
    return wire.Unsendable(f"{kind.__name__} of {nbytes / MIB:.0f} MiB, {limit}")


def as_array(nested: Any) -> Any:
    """Return nested lists of numbers as the array that they spell; None for what is ragged, or holds anything else."""
    try:
        array = asarray(nested)
    except (TypeError, ValueError, OverflowError):
        return None
    return array if array.dtype.kind in "iufb" and (array.size or array.ndim == 1) else None


def numbers_in(array: Any) -> Any:
    """Return an array of objects as the array of numbers that it is; None where an entry is anything else."""
    entries = array.ravel().tolist()
    if array.size > MAX_OBJECTS or not all(_is_number(entry) for entry in entries):
        return None
    values = [
        as_float(entry) if isinstance(entry, (fractions.Fraction, decimal.Decimal)) else entry for entry in entries
    ]
    return None if None in values else asarray(values, "f8").reshape(array.shape)


def is_array_of_objects(part: Any, sent: Any) -> bool:
    """Whether an array of objects was sent as the numbers in it."""
    return type(part) is ndarray and part.dtype.kind == "O" and type(sent) is ndarray


def _is_number(entry: Any) -> bool:
    if isinstance(entry, generic):
        return entry.dtype.kind in "iufb"
    return is_plain(entry) or type(entry) in (bool, fractions.Fraction, decimal.Decimal)


def container(part: Any, sent: Any) -> str:
    """Return the kind of sequence that an array was in when it was returned; nothing where it was an array."""
    return type(part).__name__ if type(part) in (tuple, list) and type(sent) is ndarray else ""


def as_float(value: Any) -> float | None:
    """Return a fraction or decimal as the float that equals it, None where there is none."""
    try:
        nearest = float(value)
        return nearest if nearest == value else None
    except (ArithmeticError, ValueError):  # too large, or a signalling NaN
        return None


def sendable_array(array: Any) -> Any:
    """Return an array in a dtype that can travel, or its dtype's name; long doubles lose their extra bits."""
    from numpy import errstate, longdouble

    if array.dtype.kind == "O" and (numbers := numbers_in(array)) is not None:
        array = numbers
    if array.dtype.type is longdouble:
        with errstate(all="ignore"):
            array = array.astype("<f8")
    dtype = array.dtype.newbyteorder("<") if array.dtype.kind in "iufb" else array.dtype
    if dtype not in wire.DTYPE_CODES or array.ndim > wire.MAX_NDIM:
        return wire.Unsendable(f"ndarray of dtype {array.dtype}")
    return array.astype(dtype)
