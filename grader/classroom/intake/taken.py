"""What intake hands on: entries to grade, and everything that someone should look at. Data."""

from dataclasses import dataclass

from grader.classroom.entry import Entry


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something about a submission that a person should know; it hides nothing and stops nobody."""

    name: str  # the file or folder, as the archive calls it
    student: str = ""  # the key of its entry; "" where nobody knows whose it is
    reason: str  # a sentence

    def __str__(self) -> str:
        """One line: whose, which, why."""
        where = "" if self.name in self.reason or self.name == self.student else f"{self.name}: "
        if not self.student and not where:
            return self.reason  # of the whole class
        return f"{self.student or 'nobody known'}: {where}{self.reason}"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A class as it was handed in. Who handed in anything has an entry, however bad it is."""

    source: str  # whose layout it is: "canvas"
    detected: str  # how that was found out, a sentence
    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()
    absent: tuple[tuple[str, str], ...] = ()  # whom the layout names without work for this assignment, and why
