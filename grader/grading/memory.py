"""What was worked out for one submission and is the same for the next: cases, and what a model gives for them.

In: an object, a key, and what makes the value. Out: the value. A class makes the same mistakes, so most of it is asked
for again. It is bounded, and what goes over the bound is forgotten all at once; values are the same either way.
"""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from grader.model import Outcome
from grader.sandbox.known import Known

MOST_BYTES = 16 << 20
ENTRY_BYTES = 500  # of an entry, beside its value

Value = TypeVar("Value")

_known: Known[tuple[object, object]] = Known(MOST_BYTES)


def recalled(about: object, key: Hashable, make: Callable[[], Value], size: Callable[[Value], int]) -> Value:
    """Return what `make` gave for this very object and key, or gives now.

    Parameters
    ----------
    about : object
        Kept with the value, so that no other object comes to have its identity.
    key : hashable
    make : callable
    size : callable
        The value → its bytes.
    """
    place = (id(about), key)
    found = _known.values.get(place)
    if found is not None:
        return cast("Value", found[1])  # this key is only ever asked for with a `make` of this kind
    value = make()
    _known.keep(place, (about, value), ENTRY_BYTES + size(value))
    return value


def identity(outcome: Outcome) -> Hashable | None:
    """Return what an outcome is known by: equal for outcomes that lead to the same; None where nothing tells.

    An exception is known by all that was said of it, but for the names of files. What a function printed is left out:
    no diagnosis reads it.
    """
    if outcome.is_known:
        return id(outcome)
    raised = outcome.raised
    if raised is None or outcome.status != "raised" or outcome.limit is not None:
        return None
    files = list(dict.fromkeys(frame.file for frame in raised.trace))
    trace = tuple((files.index(frame.file), frame.line, frame.function, frame.source) for frame in raised.trace)
    about = outcome.function, outcome.modified, outcome.modified_before, outcome.detail
    return (*about, raised.type, raised.bases, raised.message, raised.errno, trace)


def forget() -> None:
    """Forget everything, as if this were the first submission."""
    _known.forget()
