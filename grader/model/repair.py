"""Repairs: small changes of a student's own function that make every case right, and the search for them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Effort:
    """How much a search for a repair may try: a count and no time, so that a report does not depend on the machine."""

    single_edits: int = 1500
    pairs: int = 3000

    @property
    def partial(self) -> bool:
        """Whether to look for what makes some wrong cases right, where nothing makes all of them right."""
        return self.pairs > 0


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An edit that the worker offers, by its number. It is data of the student's process, and believed in nothing."""

    number: int
    kind: str
    file: str
    function: str
    first_line: int
    last_line: int
    cost: int  # the larger, the rarer


@dataclass(frozen=True, kw_only=True)
class Place:
    """Lines of one function, and the kind of edit that is enough there."""

    kind: str
    file: str
    function: str
    first_line: int
    last_line: int


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One edit, or two together, that make every case right; or some of the wrong ones, and no right one wrong."""

    places: tuple[Place, ...]
    change: str  # the lines that go and that come, for the instructor; no student's report has it
    others: int  # further repairs that were found
    fresh: int  # inputs beyond the cases on which it is right too
    whole: bool  # whether the cases that are due to raise are right too
    mended: int = 0  # how many wrong cases it makes right, where it leaves others wrong; 0 where it makes all right
    missed: int = 0  # how many cases are wrong today, where it leaves some wrong

    @property
    def is_partial(self) -> bool:
        """Whether it leaves cases wrong."""
        return self.missed > 0


@dataclass(frozen=True, kw_only=True)
class Searched:
    """What a search was allowed to try, and what it tried."""

    single_edits: int
    pairs: int
    tried: int
