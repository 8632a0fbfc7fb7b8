"""Slips: a wrong formula at one place of the bookkeeping of windows, and the question about that place.

Nobody believes that the window of row i begins at row ``j * stride``, but people write it. Every place has a
misconception for each axis, and another for both axes with the same mistake. Its ways are these formulas.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.topics.misconception import Knobs, Misconception

from .slip_words import Words
from .windows import AXES, COUNT, ENTRY, FIRST, LAST, PIXEL, START, STOP, TAPS, VISITED, WEIGHT

EVERYWHERE = (frozenset[str](), frozenset({"slices"}), frozenset({"slices", "strictly"}))  # how windows are cut out
SLICES = EVERYWHERE[1:]
TAPPED = (frozenset({"tapped"}),)  # a slice over all outputs for every weight
LENGTH = {"rows": "H", "columns": "W"}
WINDOW = {"rows": "HH", "columns": "WW"}
DOWN = {"rows": "from top to bottom", "columns": "from left to right"}


def ways(place: str, formulas: Iterable[str], among: Iterable[Knobs] = (frozenset(),)) -> tuple[Knobs, ...]:
    """Return a knob setting for every formula at a place, under each of some other settings."""
    return tuple(frozenset({f"{place}={name}"}) | setting for setting in among for name in formulas)


def on_both(place: str, formulas: Iterable[str], among: Iterable[Knobs] = (frozenset(),)) -> tuple[Knobs, ...]:
    """Return the same, with one formula for rows and columns alike."""
    return tuple(
        frozenset({f"rows.{place}={name}", f"columns.{place}={name}"}) | setting
        for setting in among
        for name in formulas
    )


AT_THE_WINDOW = ("range(0, L, S)", "range(0, L - W + 1, S)", "range(0, L + 2 * P - W + 1, S)")


def loop_in_steps(among: Iterable[Knobs] = (frozenset(),)) -> tuple[Knobs, ...]:
    """Return the settings of a loop over the map in steps of the stride, with windows where its counter stands."""
    both = frozenset(f"{axis}.{place}" for axis in AXES for place in ("visited=range(0, n, S)", "moved=i"))
    return tuple(both | setting for setting in among)


def put_at_the_window(among: Iterable[Knobs] = (frozenset(),)) -> tuple[Knobs, ...]:
    """Return the settings of answers that stand where their windows begin, in a map of the image's size or its own."""
    sizes = (("count=L",), ())
    return tuple(
        frozenset(f"{axis}.{place}" for axis in AXES for place in (*size, f"visited={visited}", "moved=i")) | setting
        for setting in among
        for size in sizes
        for visited in AT_THE_WINDOW
    )


def across(among: Iterable[Knobs] = (frozenset(),)) -> tuple[Knobs, ...]:
    """Return the settings of two loops of which the outer one, over the rows, runs as far as there are columns."""
    both = frozenset({"rows.visited=range(m)", "columns.visited=range(m)"})
    return (*(both | setting for setting in among), frozenset({"store=counted-in-rows"}))


def of_axis(place: str, axis: str, formulas: Sequence[str], among: Iterable[Knobs]) -> tuple[Knobs, ...]:
    """Return the settings of a place for one axis, or for both."""
    return on_both(place, formulas, among) if axis == "both" else ways(f"{axis}.{place}", formulas, among)


PLACES: tuple[tuple[str, str, Sequence[str], tuple[Knobs, ...]], ...] = (  # place, id, formulas, with weights
    (
        "count",
        "map-size",
        COUNT,
        (*EVERYWHERE, frozenset({"slices", "flat"}), frozenset({"checked"}), *TAPPED, frozenset({"never.empty=1"})),
    ),
    ("moved", "window-moved", START, EVERYWHERE),
    ("start", "window-begins", START, SLICES),
    ("stop", "window-ends", STOP, SLICES),
    ("pixel", "pixel-under-a-weight", PIXEL, (frozenset(), frozenset({"checked"}))),
    ("weight", "weight-on-a-pixel", WEIGHT, (frozenset(),)),
    ("taps", "weights-visited", TAPS, (frozenset(), frozenset({"checked"}))),
    ("first", "slice-begins", FIRST, TAPPED),
    ("last", "slice-ends", LAST, TAPPED),
    ("entry", "entry-of-a-window", ENTRY, ()),
    ("visited", "outputs-visited", VISITED, (frozenset(), frozenset({"slices"}), frozenset({"bias-everywhere"}))),
)
WAY = {**DOWN, "both": "along both axes"}


def along_axes(
    slide: str,
    places: Iterable[str],
    words: Words,
    outputs: tuple[str, ...] = ("out",),
    prefix: str = "",
    among: Mapping[str, tuple[Knobs, ...]] | None = None,
) -> Iterator[Misconception]:
    """Yield the slips of some places: along rows, along columns, and along both axes alike.

    Parameters
    ----------
    slide : str
    places : iterable of str
    words : mapping of str to (str, str)
        By place, its belief and its hint, in the words of this kind of loop.
    outputs : tuple of str
        The returned values that they change.
    prefix : str
        Of every id: ``"backward-"``.
    among : mapping of str to tuple of frozenset of str, optional
        By place, the settings under which each slip is tried; "" stands for all other places. Without it, the settings
        under which windows meet weights.
    """
    chosen = set(places)
    for place, name, formulas, with_weights in PLACES:
        if place not in chosen:
            continue
        belief, hint = words[place]
        for axis in (*AXES, "both"):
            yield Misconception(
                id=f"{prefix}{name}" if axis == "both" else f"{prefix}{name}-in-{axis}",
                belief=belief,
                hint=hint.replace("{way}", WAY[axis]),
                slide=slide,
                outputs=outputs,
                ways=of_axis(place, axis, formulas, among.get(place, among[""]) if among else with_weights),
                is_slip=True,
            )


def slip(
    name: str, belief: str, hint: str, slide: str, settings: tuple[Knobs, ...], outputs: tuple[str, ...] = ("out",)
) -> Misconception:
    """Return a slip that is not about the bookkeeping of windows."""
    return Misconception(id=name, belief=belief, hint=hint, slide=slide, outputs=outputs, ways=settings, is_slip=True)
