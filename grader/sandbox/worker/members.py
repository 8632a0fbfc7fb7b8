"""Classes of a submission: their methods, the attributes that are given or looked up. Worker's side.

In: a request, and the arguments as the submission sees them.  Out: what came back. What goes wrong here, such as an
attribute that is not there, is the submission's exception.
"""

from collections.abc import Callable
from functools import reduce
from typing import Any

from numpy import asarray, ndarray

from .answers import unpacked


class NotWritten(AttributeError):
    """The submission has the class, and not the method that is called."""


def method(owner: Any, name: str) -> Any:
    """Return a method of a class or an object."""
    try:
        return getattr(owner, name)
    except AttributeError as error:
        raise NotWritten(*error.args) from None


def invoke(function: Any, arguments: list[Any], request: dict[str, Any]) -> Any:
    """Call a function; the last arguments go by their names."""
    names = request.get("keywords", ())
    split = len(arguments) - len(names)
    return function(*arguments[:split], **dict(zip(names, arguments[split:], strict=True)))


def use(request: dict[str, Any], arguments: list[Any]) -> Any:
    """Call a method of the first argument, or give one of its attributes a value."""
    owner, *rest = arguments
    *path, name = request["member"].split(".")
    owner = reduce(part_of, path, owner)
    if request.get("is_set"):
        if isinstance(owner, dict):
            owner[name] = shaped_like(owner.get(name), rest[0])
        else:
            setattr(owner, name, shaped_like(getattr(owner, name, None), rest[0]))
        return None
    return invoke(method(owner, name), rest, request)


def part_of(owner: Any, name: str) -> Any:
    """Return an attribute of an object, or an entry of a dictionary or a list."""
    if isinstance(owner, list | tuple) and name.isdecimal():
        return owner[int(name)]
    return owner[name] if isinstance(owner, dict) else getattr(owner, name)


def unchanged(value: Any) -> Any:
    """Return what is given: an activation that does nothing."""
    return value


def generator() -> Any:
    """Return a generator of random numbers, the same each time."""
    from numpy.random import default_rng

    return default_rng(0)


def shaped_like(own: Any, given: Any) -> Any:
    """Return a vector in the shape that the object gave its own: a column or a row of as many numbers."""
    is_vector = (
        type(own) is type(given) is ndarray and given.ndim == 1 and own.size == given.size == max(own.shape, default=0)
    )
    return given.reshape(own.shape) if is_vector else given


def looked_up(request: dict[str, Any], returned: Any, received: Callable[[Any], Any]) -> Any:
    """Return what is handed back instead of what was returned."""
    parts = unpacked(returned, request.get("results", 0))
    values = []
    for source, path, before in request["reads"]:
        value = parts[source] if type(source) is int else received(source)
        value = reduce(part_of, path.split("."), value) if path else value
        values.append(value if before is None else shaped_like(value, received(before)) - asarray(value))
    return tuple(values) if len(values) > 1 else values[0]
