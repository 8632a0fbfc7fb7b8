"""How much time a submission, and each exercise of it, may take in all, however many runs that makes.

An exercise's budget covers its cases, the inputs tried beside them (for follow-through and for what explains a wrong
answer), loading, fresh children, and what the grader itself does between. All exercises share their submission's.
"""

import time

WALL = 3  # seconds by the clock for each of processor time: a busy machine costs nobody points


class Budget:
    """Some seconds of processor time, and three times as many by the clock.

    Other work of the machine makes a submission slow, and is no fault of it; one that sleeps uses no processor time.

    Parameters
    ----------
    seconds : float
        Of processor time.
    whose : str
        "exercise" or "submission"; for the sentence.
    within : Budget, optional
        A larger one that this one uses up too.
    """

    def __init__(self, seconds: float, whose: str, within: "Budget | None" = None) -> None:
        self.seconds, self.whose, self.within = seconds, whose, within
        self.start = time.monotonic()
        self.processor = 0.0  # seconds of processor time that children have used

    def left(self) -> float:
        """Return the seconds that are left, 0 or less where there are none."""
        own = min(self.seconds - self.processor, WALL * self.seconds - (time.monotonic() - self.start))
        return own if self.within is None else min(own, self.within.left())

    def used_up(self) -> str:
        """Return whose time is used up, in words; "" where some is left."""
        if self.within is not None and (larger := self.within.used_up()):
            return larger
        return "" if self.left() > 0 else f"the {self.seconds:g} s of its {self.whose}"

    def charge(self, processor_seconds: float) -> None:
        """Count the processor time of a child that has ended."""
        self.processor += processor_seconds
        if self.within is not None:
            self.within.charge(processor_seconds)

    def set_aside(self, seconds: float) -> None:
        """Leave time out in which nothing of the student's could run yet; of the larger budget too."""
        self.start += seconds
        if self.within is not None:
            self.within.set_aside(seconds)

    def give_back(self, seconds: float) -> None:
        """Add time that was lost by no fault of this exercise; never to the submission."""
        self.seconds += seconds
