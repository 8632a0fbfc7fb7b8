"""The one object through which a folder brings a topic. Pure.

Beliefs and explanations are functions that import them, because most runs need neither: a right submission must not
pay for the wrong models.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from grader.topics.dialect import Phrase
from grader.topics.misconception import Beliefs, Family
from grader.topics.operation import Operation

Explainer = Callable[..., list[str]]  # a worked example's arguments → lines, each ending in the number it derives
Pictures = Callable[..., list[str]]  # the same → an HTML picture for each of those lines; none where it cannot draw


class Illegal(Exception):
    """The arguments of a worked example have no answer; its arguments are the lines that show why."""


@dataclass(frozen=True, kw_only=True)
class Explanations:
    """How worked examples are written out, by the function of `convref` that they call."""

    lines: Mapping[str, Explainer] = field(default_factory=dict)
    pictures: Mapping[str, Pictures] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What one topic brings.

    Attributes
    ----------
    operations : tuple of Operation
        What students write, as mathematics.
    beliefs : callable
        Imports and returns the misconceptions behind wrong answers. It is called for a wrong answer only.
    explanations : callable
        Imports and returns how worked examples are written out.
    phrases : mapping of str to mapping of str to Phrase
        For each dialect, how it calls which exercise.
    """

    operations: tuple[Operation, ...] = ()
    beliefs: Callable[[], Beliefs] = Beliefs
    explanations: Callable[[], Explanations] = Explanations
    phrases: Mapping[str, Mapping[str, Phrase]] = field(default_factory=dict)

    def operation(self, exercise: str) -> Operation | None:
        """Return the operation of an exercise, if this topic brings it."""
        return next((operation for operation in self.operations if operation.id == exercise), None)

    def family(self, exercise: str) -> Family | None:
        """Return the misconceptions about an exercise; this imports all that the topic has."""
        return next((family for family in self.beliefs().families if exercise in family.exercises), None)

    def phrase(self, dialect: str, exercise: str) -> Phrase | None:
        """Return how a dialect calls an exercise, if it has it."""
        return self.phrases.get(dialect, {}).get(exercise)
