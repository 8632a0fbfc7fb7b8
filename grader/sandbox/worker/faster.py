"""Modules that only make functions faster, in the place of those that may not be imported here. Worker's side.

A compiled function gives the numbers that it gives uncompiled, so it costs nobody anything that numba is not there.
"""

import types
from collections.abc import Callable
from typing import Any

from numpy import vectorize

COMPILES = ("njit", "jit", "generated_jit", "cfunc")


def unchanged(*arguments: Any, **settings: Any) -> Any:
    """Stand for a decorator, with settings or without: the function stays as it is."""
    if len(arguments) == 1 and not settings and isinstance(arguments[0], types.FunctionType):
        return arguments[0]
    return _as_it_is


def for_each_entry(*arguments: Any, **settings: Any) -> Any:
    """Stand for numba.vectorize: the function is called for each entry."""
    is_bare = len(arguments) == 1 and not settings and isinstance(arguments[0], types.FunctionType)
    return vectorize(arguments[0]) if is_bare else vectorize


def stand_in(name: str, unavailable: Callable[[str], Any]) -> types.ModuleType | None:
    """Return a module that compiles nothing; None for a module of anything else.

    Parameters
    ----------
    name : str
    unavailable : callable
        Makes what every other name of the module stands for, such as a type of a signature.
    """
    if name != "numba":
        return None
    module = types.ModuleType(name)
    vars(module).update(dict.fromkeys(COMPILES, unchanged), vectorize=for_each_entry, prange=range)
    vars(module)["__getattr__"] = _rest(name, unavailable)
    return module


def _as_it_is(function: Any) -> Any:
    return function


def _rest(name: str, unavailable: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return what a module gives for every name that it has not."""

    def rest(part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        return unavailable(f"{name}.{part}")

    return rest
