"""Errors for authors and operators. A student's mistakes are data, never exceptions."""

from collections.abc import Iterable

MANY = 30  # names that a message still lists


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


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that somebody meant: the only one that begins so, or the most alike; None for no such."""
    from difflib import get_close_matches

    folded = {each.casefold().replace("_", "-"): each for each in known}
    wanted = name.casefold().replace("_", "-")
    begun = [each for each in folded if wanted and each.startswith(wanted)]
    near = begun if len(begun) == 1 else get_close_matches(wanted, folded, 1)
    return folded[near[0]] if near else None


def say_unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return a sentence on a name that nobody knows: what it was to name, the nearest one, and all if they are few.

    Parameters
    ----------
    what : str
        What is missing: ``"there is no assignment"``.
    name : str
        What was asked for.
    known : iterable of str
        The names there are.
    """
    names = list(known)
    near = nearest(name, names)
    meant = f" Did you mean {near}?" if near is not None else ""
    there = f" There are: {', '.join(names) or 'none'}." if len(names) <= MANY else ""
    return f"{what} {name!r}.{meant}{there}"
