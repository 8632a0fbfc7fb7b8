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

_replaced: list[tuple[types.ModuleType, str, Any]] = []  # where a function refuses, and the function


class ForbiddenCall(BaseException):
    """A function was called that would solve the exercise by itself; no ``except Exception`` on the way hides it."""


def forbid(names: Iterable[str]) -> None:
    """Let the functions of these dotted names, and all that compute the same, refuse to be called from now on.

    Parameters
    ----------
    names : iterable of str
        A module stands for every function that it and its parts are made of, those with an underscore too.
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
                    _replaced.append((module, key, value))


def allow_again() -> None:
    """Put every function back that was made to refuse."""
    while _replaced:
        setattr(*_replaced.pop())


def _functions(names: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """Yield the functions that names stand for, each with the name it is refused by."""
    for name in names:
        module, _, attribute = name.rpartition(".")
        value = getattr(sys.modules.get(module), attribute, None)
        if isinstance(value, types.ModuleType):
            for part in list(sys.modules):
                if f"{part}.".startswith(f"{value.__name__}."):
                    yield from _own_functions(part, name)
        elif value is not None:
            yield name, value


def _own_functions(module: str, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the functions that are defined in a module, by the name of the module that is forbidden."""
    ordinary = set(map(id, vars(sys.modules["numpy"]).values()))  # np.sqrt is in many modules, and belongs to none
    for inner, function in list(vars(sys.modules[module]).items()):
        home = getattr(function, "__module__", None)
        is_own = isinstance(home, str) and f"{home}.".startswith(f"{name}.")
        is_ufunc = type(function).__name__ == "ufunc" and id(function) not in ordinary
        if callable(function) and not isinstance(function, type) and (is_own or is_ufunc):
            yield f"{name}.{inner.lstrip('_')}", function


def _refuse(name: str, *_: Any, **__: Any) -> Any:
    raise ForbiddenCall(name)
