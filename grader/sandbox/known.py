"""What was worked out of a call or a reply, and is the same for the next one of the same bytes.

A class calls the same cases with the same numbers, and most of what comes back is equal byte for byte: so a request is
packed once, and an equal reply is read once. Bounded: what goes over the bound is forgotten all at once.
"""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")
SMALL = 32 << 10  # bytes of a reply that is worth to be known again


class Known(Generic[Value]):
    """Values by their keys.

    Parameters
    ----------
    most_bytes : int
        About how much memory they may take; or how much else, as those who keep something count it.
    """

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.nbytes = 0
        self.values: dict[Hashable, Value] = {}

    def get(self, key: Hashable, make: Callable[[], Value], nbytes: int) -> Value:
        """Return the value of a key; the first time, what `make` gives, which takes about so many bytes."""
        try:
            return self.values[key]
        except KeyError:
            pass
        value = make()
        self.keep(key, value, nbytes)
        return value

    def keep(self, key: Hashable, value: Value, nbytes: int) -> None:
        """Keep a value of about so many bytes; what goes over the bound is forgotten before."""
        if self.nbytes + nbytes > self.most_bytes:
            self.forget()
        self.nbytes += nbytes
        self.values[key] = value

    def forget(self) -> None:
        """Forget everything."""
        self.values.clear()
        self.nbytes = 0
