"""Errors for authors and operators. A student's mistakes are data, never exceptions."""

from collections.abc import Iterable


class AuthorError(Exception):
    """What someone wrote into an assignment cannot be used.

    Parameters
    ----------
    problems : iterable of str
        Every problem found, each with its file and key: ``"cases.toml: case[3].sizes: …"``.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class OperatorError(Exception):
    """The grader cannot go on: a full disk, a missing folder, a sandbox that does not start.

    The message says what was wrong, where, and what to do next.
    """


class TooWeak(OperatorError):
    """A child proved a weaker isolation level than is wanted."""
