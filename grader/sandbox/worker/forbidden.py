"""Functions that would solve an exercise by themselves refuse to be called. Worker's side.

A function is known by the object that it is, so it refuses under every name and in every module that has it. What
computes the same outright refuses with it.
"""

import functools
import sys
import types
from collections.abc import Iterable, Iterator
from typing import Any

# Each of these slides one sequence over another and adds up products
SLIDING = (
    *("numpy.convolve", "numpy.correlate", "numpy.ma.convolve", "numpy.ma.correlate"),
    *("numpy._core.multiarray.correlate", "numpy._core.multiarray.correlate2"),
    *("numpy.polymul", "numpy.polynomial.polynomial.polymul"),
)


class ForbiddenCall(BaseException):
    """A function was called that would solve the exercise by itself; no ``except Exception`` on the way hides it."""


def forbid(names: Iterable[str]) -> None:
    """Let the functions of these dotted names, and all that compute the same, refuse to be called from now on.

    Parameters
    ----------
    names : iterable of str
        A module stands for every function in it.
    """
    wanted = dict.fromkeys(names)
    if not wanted.keys().isdisjoint(SLIDING):
        wanted |= dict.fromkeys(SLIDING)
    refusing = {id(function): functools.partial(_refuse, name) for name, function in _functions(wanted)}
    if not refusing:
        return
    roots = {name.partition(".")[0] for name in wanted}
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in roots:
            for key, value in list(vars(module).items()):
                if id(value) in refusing:
                    setattr(module, key, refusing[id(value)])


def _functions(names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield the functions that names stand for, each with the name it is refused by."""
    for name in names:
        module, _, attribute = name.rpartition(".")
        value = getattr(sys.modules.get(module), attribute, None)
        if isinstance(value, types.ModuleType):
            for inner, function in vars(value).items():
                if callable(function) and not inner.startswith("_") and not isinstance(function, type):
                    yield f"{name}.{inner}", function
        elif value is not None:
            yield name, value


def _refuse(name: str, *_: Any, **__: Any) -> Any:
    raise ForbiddenCall(name)
