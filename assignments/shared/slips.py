"""Slips: a wrong formula at one place of the bookkeeping of windows, and the question about that place.

Nobody believes that the window of row i begins at row ``j * stride``, but people write it. Every place has a
misconception for each axis, and another for both axes with the same mistake. Its ways are these formulas.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from grader.topics.misconception import Knobs, Misconception

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


def of_axis(place: str, axis: str, formulas: Sequence[str], among: Iterable[Knobs]) -> tuple[Knobs, ...]:
    """Return the settings of a place for one axis, or for both."""
    return on_both(place, formulas, among) if axis == "both" else ways(f"{axis}.{place}", formulas, among)


PLACES: tuple[tuple[str, str, Sequence[str], tuple[Knobs, ...], str, str], ...] = (
    (
        "count",
        "map-size",
        COUNT,
        (*EVERYWHERE, frozenset({"slices", "flat"}), frozenset({"checked"}), *TAPPED, frozenset({"never.empty=1"})),
        "The window fits another number of times.",
        "{H} x {W} numbers, a window of {HH} x {WW}: how often does it fit {way}? Does your formula say so?",
    ),
    (
        "moved",
        "window-moved",
        START,
        EVERYWHERE,
        "Windows begin elsewhere.",
        "At which index does the window of output 1 begin {way}, and at which that of output 2? Print yours.",
    ),
    (
        "start",
        "window-begins",
        START,
        SLICES,
        "Windows begin elsewhere, and end where they should.",
        "Print how many numbers your window of output 1 holds {way}. Where does it begin, and where does it end?",
    ),
    (
        "stop",
        "window-ends",
        STOP,
        SLICES,
        "Windows end elsewhere.",
        "Print how many numbers your window of output 1 holds {way}. Where should it end?",
    ),
    (
        "pixel",
        "pixel-under-a-weight",
        PIXEL,
        (frozenset(), frozenset({"checked"})),
        "A weight meets another pixel.",
        "Take output 1 and the second weight {way}: which pixel do they meet, by hand, and in your loop?",
    ),
    (
        "weight",
        "weight-on-a-pixel",
        WEIGHT,
        (frozenset(),),
        "A pixel meets another weight.",
        "Set one weight to 1 and all others to 0. Which pixel of the window do you get {way}?",
    ),
    (
        "taps",
        "weights-visited",
        TAPS,
        (frozenset(), frozenset({"checked"})),
        "Some of the weights take part.",
        "Take an image and a filter of ones. How many products does your loop add up {way}?",
    ),
    (
        "first",
        "slice-begins",
        FIRST,
        TAPPED,
        "The pixels that meet one weight begin elsewhere.",
        "Take the second weight {way}. Which pixel does it meet in the first window, by hand, and in your slice?",
    ),
    (
        "last",
        "slice-ends",
        LAST,
        TAPPED,
        "The pixels that meet one weight end elsewhere.",
        "How many pixels does one weight meet {way}, and how many does your slice hold?",
    ),
    (
        "entry",
        "entry-of-a-window",
        ENTRY,
        (),
        "Another entry of the window is looked at.",
        "For each pass of your loop, print which entry of the window it looks at {way}. Does each have its turn?",
    ),
    (
        "visited",
        "outputs-visited",
        VISITED,
        (frozenset(), frozenset({"slices"}), frozenset({"bias-everywhere"})),
        "Some of the outputs are computed.",
        "Which entries of your map are never written {way}? Print the first and the last index of your loop.",
    ),
)
WAY = {**DOWN, "both": "along both axes"}


def along_axes(
    slide: str,
    places: Iterable[str],
    outputs: tuple[str, ...] = ("out",),
    prefix: str = "",
    among: Mapping[str, tuple[Knobs, ...]] | None = None,
) -> Iterator[Misconception]:
    """Yield the slips of some places: along rows, along columns, and along both axes alike.

    Parameters
    ----------
    slide : str
    places : iterable of str
    outputs : tuple of str
        The returned values that they change.
    prefix : str
        Of every id: ``"backward-"``.
    among : mapping of str to tuple of frozenset of str, optional
        By place, the settings under which each slip is tried; "" stands for all other places. Without it, the settings
        under which windows meet weights.
    """
    chosen = set(places)
    for place, name, formulas, with_weights, belief, hint in PLACES:
        if place not in chosen:
            continue
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
