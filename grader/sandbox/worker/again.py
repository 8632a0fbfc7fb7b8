"""Call a submission's functions again, in ways that make no difference to a function of its arguments. Worker's side.

In: a few small cases, each the calls of one.  Out: what each case gave at first, and how a later call differed.
A result that a later call overwrites is seen by the result itself; all else by comparing with the case's first answer.
What is right is not known here: the host looks at the first answers.
"""

import contextlib
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy

from . import answers, members, wire

REPEATS = 512  # calls of the first case …
LEAST = 16  # … and so many whatever the time …
SECONDS = 0.1  # … of the processor, that these calls may take
TOO_LONG = 0.2  # seconds for the first case: such functions are not called again
HELD = 16  # results of the repeated calls that are looked at once more
PER_CALL = 16  # values that a call may keep
OVERWRITTEN, REMEMBERED, USED_UP = "overwritten", "remembered", "used-up"

Case = dict[str, Any]


class Again:
    """Some cases that are run several times.

    Parameters
    ----------
    functions : mapping of str to callable
        The submission's, by name.
    cases : sequence of dict
        The first is the one that is repeated; the others differ from it in a little.
    max_bytes : int
        Of an answer that can travel.
    """

    def __init__(self, functions: Mapping[str, Any], cases: Sequence[Case], max_bytes: int) -> None:
        self.functions = functions
        self.cases = cases
        self.max_bytes = max_bytes
        self.first: list[list[Any]] = []  # by case: the values of its last call, as they were
        self.held: list[tuple[int, list[Any], list[Any]]] = []  # case, returned values, what they held
        self.current = 0
        self.problems: dict[tuple[int, int, str], None] = {}

    def look(self, is_brief: bool) -> dict[str, Any]:
        """Run the cases in every way; of functions that keep nothing, look at what they do to a cache alone.

        Returns
        -------
        dict
            The values of each case's first answer; the case, the value and the kind of each problem.
        """
        try:
            if self.run_once():
                self.use_caches_twice()
                self.use_lists()
                if not is_brief:
                    self.share_arrays()
                    self.change_contents()
                    self.repeat()
                self.look_at_results()
        except MemoryError:
            pass  # results are held here that a submission may let go
        except Exception:
            self.problems[self.current, 0, REMEMBERED] = None
        return {"values": tuple(tuple(values) for values in self.first), "problems": tuple(self.problems)}

    def run_once(self) -> bool:
        """Run every case; say whether that took little time."""
        start = time.process_time()
        for number, case in self.numbered():
            parts = self.last(case, self.prepared(case, self.fresh(case)), self.fresh(case))
            values = self.copied(parts)
            self.first.append(values)
            self.held.append((number, parts, values))
            if time.process_time() - start > TOO_LONG:
                return False
        return True

    def numbered(self) -> Iterator[tuple[int, Case]]:
        """Yield each case and its number, and remember which one is being tried."""
        for number, case in enumerate(self.cases):
            self.current = number
            yield number, case

    def look_at_results(self) -> None:
        """Compare results that were returned with what they held then."""
        for number, parts, values in self.held:
            self.compare(OVERWRITTEN, number, self.copied(parts), values)

    def compare(self, kind: str, number: int, values: Sequence[Any], first: Sequence[Any]) -> bool:
        """Remember which values of a case differ; say whether any does."""
        places = differing(values, first)
        self.problems |= {(number, place, kind): None for place in places}
        return bool(places)

    def use_caches_twice(self) -> None:
        """Prepare every case before any is finished, finish them in reverse order, and then once more."""
        caches = [(number, self.prepared(case, self.fresh(case))) for number, case in self.numbered()]
        if len(self.cases[0]["calls"]) < 2:
            return
        for kind in (REMEMBERED, USED_UP):
            if kind == USED_UP and self.problems:
                return  # what differs after calls with other arguments says nothing of the cache
            for number, kept in reversed(caches):
                self.current, case = number, self.cases[number]
                with contextlib.suppress(*([Exception] if kind == USED_UP else [])):  # a cache may be for one use
                    values = self.copied(self.last(case, kept, self.fresh(case)))
                    self.compare(kind, number, values, self.first[number])

    def use_lists(self) -> None:
        """Call with the same list, where a tuple of tuples was given: a list can be emptied, and change since.

        A function that takes tuples alone, or gives something else for a list, is asked no further.
        """
        if not any(map(may_be_list, self.fresh(self.cases[0]))):
            return
        lists: list[list[Any]] = []
        for number, case in self.numbered():
            lists.append([_listed(value) for value in self.fresh(case)])
            with contextlib.suppress(Exception):
                if not differing(self.values_of(case, lists[-1]), self.first[number]):
                    continue
            return
        for number, case in self.numbered():
            self.compare(REMEMBERED, number, self.values_of(case, lists[number]), self.first[number])
        arguments = lists[0]
        for number, case in self.numbered():
            arguments = [_refilled(old, _listed(new)) for old, new in zip(arguments, self.fresh(case), strict=True)]
            self.compare(REMEMBERED, number, self.values_of(case, arguments), self.first[number])

    def share_arrays(self) -> None:
        """Prepare every case before any is finished, all with the same object where arrays are equal.

        A program does that which gives one image to two layers. A cache that the last call changes was seen before.
        """
        if len(self.cases[0]["calls"]) < 2 or self.problems:
            return
        arrays, prepared = self.fresh(self.cases[0]), []
        for number, case in self.numbered():
            arguments = [_shared(old, new) for old, new in zip(arrays, self.fresh(case), strict=True)]
            prepared.append((number, arguments, self.prepared(case, arguments)))
        for number, arguments, kept in reversed(prepared):
            self.current, case = number, self.cases[number]
            self.compare(REMEMBERED, number, self.copied(self.last(case, kept, arguments)), self.first[number])

    def change_contents(self) -> None:
        """Call with the same arrays and other numbers in them, as a program does that draws into an image."""
        arrays = self.fresh(self.cases[0])
        for number, case in self.numbered():
            arrays = [_refilled(old, new) for old, new in zip(arrays, self.fresh(case), strict=True)]
            self.compare(REMEMBERED, number, self.values_of(case, arrays), self.first[number])

    def repeat(self) -> None:
        """Call the first case often."""
        self.current, case, start = 0, self.cases[0], time.process_time()
        arguments = self.fresh(case)
        for count in range(REPEATS):
            if count >= LEAST and time.process_time() - start > SECONDS:
                break
            parts = self.last(case, self.prepared(case, arguments), arguments)
            values = self.copied(parts)
            if self.compare(REMEMBERED, 0, values, self.first[0]):
                break
            if count < HELD:
                self.held.append((0, parts, values))

    # ---- calls

    def fresh(self, case: Case) -> list[Any]:
        """Return the arguments of all calls of a case, one after the other, as objects of their own."""
        return [_own(value) for call in case["calls"] for value in call["arguments"]]

    def prepared(self, case: Case, arguments: list[Any]) -> list[Any]:
        """Make all calls but the last; return what they returned, in places that kept values name."""
        kept: list[Any] = []
        for call, values in _with_arguments(case, arguments):
            if call is case["calls"][-1]:
                break
            parts = answers.unpacked(self.called(call, values, kept), call["returns"])
            kept += [*parts, *[None] * (PER_CALL - len(parts))]
        return kept

    def last(self, case: Case, kept: list[Any], arguments: list[Any]) -> list[Any]:
        """Make the last call; return its values, but for those that stay here."""
        *_, (call, values) = _with_arguments(case, arguments)
        parts = answers.unpacked(self.called(call, values, kept), call["returns"])
        return [None if place in call["keep"] else part for place, part in enumerate(parts[:PER_CALL])]

    def called(self, call: dict[str, Any], values: list[Any], kept: list[Any]) -> Any:
        """Call a function with the random numbers that it always gets."""
        random.seed(0)
        numpy.random.seed(0)
        given = [kept[value.number] if type(value) is wire.KeptValue else value for value in values]
        return members.invoke(self.functions[call["function"]], given, call)

    def values_of(self, case: Case, arguments: list[Any]) -> list[Any]:
        """Make all calls of a case; return the values of the last."""
        return self.copied(self.last(case, self.prepared(case, arguments), arguments))

    def copied(self, parts: Sequence[Any]) -> list[Any]:
        """Return values as they could travel: no later call changes them."""
        return [answers.sendable(part, self.max_bytes) for part in parts]


def _with_arguments(case: Case, arguments: list[Any]) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Yield each call of a case with its share of the arguments."""
    start = 0
    for call in case["calls"]:
        end = start + len(call["arguments"])
        yield call, arguments[start:end]
        start = end


def _own(value: Any) -> Any:
    """Return an argument as a new object, where it is one that can change."""
    if type(value) is wire.LaidArray:
        return wire.laid_out(value)
    if type(value) is numpy.ndarray:
        return value.copy()
    return dict(value) if type(value) is dict else value


def may_be_list(value: Any) -> bool:
    """Whether a value is a tuple of tuples, such as the layers of a network."""
    return type(value) is tuple and bool(value) and all(type(part) is tuple for part in value)


def _listed(value: Any) -> Any:
    """Return a list for a tuple of tuples; any other value as it is."""
    return list(value) if may_be_list(value) else value


def _refilled(old: Any, new: Any) -> Any:
    """Return the old array, or list, with what the new one holds in it; the new value where it is no such array."""
    if type(old) is list and type(new) is list:
        old[:] = new
        return old
    if type(old) is not numpy.ndarray or type(new) is not numpy.ndarray:
        return new
    if (old.shape, old.dtype) != (new.shape, new.dtype):
        return new
    if not numpy.array_equal(old, new):
        old[...] = new
    return old


def _shared(old: Any, new: Any) -> Any:
    """Return the old array where it equals the new one; else the new value."""
    is_array = type(old) is numpy.ndarray and type(new) is numpy.ndarray
    return old if is_array and old.dtype == new.dtype and numpy.array_equal(old, new) else new


def differing(values: Sequence[Any], others: Sequence[Any]) -> list[int]:
    """Return the places at which two answers hold other numbers, but for what another order of summation may round."""
    if len(values) != len(others):
        return [*range(max(len(values), len(others)))]
    return [place for place, pair in enumerate(zip(values, others, strict=True)) if not _is_same(*pair)]


def _is_same(one: Any, other: Any) -> bool:
    if type(one) is not numpy.ndarray or type(other) is not numpy.ndarray:
        return type(one) is type(other) and (one == other or one != one)
    if one.shape != other.shape:
        return False
    with numpy.errstate(all="ignore"):
        if bool((one == other).all()):
            return True
        largest = float(numpy.abs(other.astype(float)).max(initial=0))
        return numpy.allclose(one, other, rtol=0, atol=1e-5 * largest, equal_nan=True)
