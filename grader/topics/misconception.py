"""The nouns: a misconception, and the family of those that share a model."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.topics.operation import Operation, Sizes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.grading.diagnosis.trials import Trial
    from grader.model import Case

    Array = NDArray[np.generic]
    Inputs = Mapping[str, Array]

Knobs = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Misconception:
    """A belief that makes a program wrong, and the question that shakes it.

    Attributes
    ----------
    id : str
        Also the knob's name in the model, where there is one way to hold it.
    belief : str
        What its holder takes for true, as one sentence.
    hint : str
        A question or an experiment on the student's own numbers. No code, and no blame. Sizes of the case
        in braces are filled in: ``"{H} rows, a window of {HH}: how often does it fit?"``.
    slide : str
        Title of the slide that settles it.
    outputs : tuple of str
        The returned values that it changes.
    ways : tuple of frozenset of str
        Knob settings of the model. Each of them is this misconception. Mostly it is one knob, of the same name.
        A slip at one place has a knob for every wrong formula that people write there.
    is_slip : bool
        A wrong formula at one place, and no belief: tried after all beliefs, and not together with others.
    """

    id: str
    belief: str
    hint: str
    slide: str
    outputs: tuple[str, ...] = ("out",)
    ways: tuple[Knobs, ...] = ()
    is_slip: bool = False

    @property
    def settings(self) -> tuple[Knobs, ...]:
        """The knob settings to try."""
        return self.ways or (frozenset({self.id}),)


def no_glance(exercise: str, inputs: "Inputs", sizes: Sizes, output: str, on: Knobs) -> tuple[int, ...] | None:
    """No shape is known beforehand."""
    return None


@dataclass(frozen=True, kw_only=True)
class Family:
    """The misconceptions of some exercises, most common first, and the model that runs them.

    Attributes
    ----------
    exercises : tuple of str
    misconceptions : tuple of Misconception
    model : callable
        Exercise, inputs, sizes, returned value, knobs → the value that somebody with these beliefs returns. Without
        knobs it is right. It may raise: then so does their program.
    glance : callable
        The same → the shape that the model would give, where that is known without running it; else None.
    without_model : tuple of Misconception
        Those that no model runs, because the answers follow from the student's own random numbers. They show in what
        the student's function makes of chosen inputs.
    frequent : tuple of str
        Ids of those that are so common that they are tried beside any other, slips too.
    refuses : bool
        Whether its model raises where somebody would refuse the arguments, by a raise or an assert of their own.
        Elsewhere an exception that was meant is no evidence for a belief.
    chosen_inputs : callable, optional
        Operation and case → those inputs.
    seen_in : callable, optional
        The trials of these inputs → which of the misconceptions without a model they show.
    run_cost : float
        How long a run of the model takes, in runs of the forward pass of a layer; measured.
    """

    exercises: tuple[str, ...]
    misconceptions: tuple[Misconception, ...]
    model: "Callable[[str, Inputs, Sizes, str, Knobs], Array]"
    glance: "Callable[[str, Inputs, Sizes, str, Knobs], tuple[int, ...] | None]" = no_glance
    without_model: tuple[Misconception, ...] = ()
    run_cost: float = 1.0
    frequent: tuple[str, ...] = ()
    refuses: bool = False
    chosen_inputs: "Callable[[Operation, Case], tuple[Case, ...]] | None" = None
    seen_in: "Callable[[Sequence[Trial]], tuple[Misconception, ...]] | None" = None


@dataclass(frozen=True, kw_only=True)
class Beliefs:
    """All misconceptions of a topic.

    Attributes
    ----------
    families : tuple of Family
    alike : mapping of str to tuple of (str, str, str)
        By exercise, pairs of misconceptions that no input tells apart in any returned value, or in one; and why. A pair
        that some input could tell apart belongs into the exercise's cases instead.
    """

    families: tuple[Family, ...] = ()
    alike: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)


def believed(id: str, belief: str, hint: str, slide: str, *outputs: str, ways: tuple[Knobs, ...] = ()) -> Misconception:
    """Return a misconception. Its parts stand in the order in which an author thinks of them."""
    return Misconception(id=id, belief=belief, hint=hint, slide=slide, outputs=outputs or ("out",), ways=ways)
