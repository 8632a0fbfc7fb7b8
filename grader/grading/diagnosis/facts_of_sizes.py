"""What the sizes of the wrong cases have in common, and those of the right ones have not: true, and no more. Pure."""

from collections.abc import Callable, Mapping, Sequence

from grader.grading.diagnosis.trials import Trial

Sizes = Mapping[str, int]

SIZES = (
    ("stride", 1, "it is right wherever the stride is 1, and nowhere else. Where does the stride enter?"),
    ("pad", 0, "it is right wherever the padding is 0, and nowhere else. Where does the padding enter?"),
    ("N", 1, "it is right for one image, and never for more. What happens to the second image?"),
    ("C", 1, "it is right for one channel, and never for more. What happens to the second channel?"),
    ("F", 1, "it is right for one filter, and never for more. What happens to the second filter?"),
)
ENOUGH = 4  # cases on either side, where the sizes of some right ones are those of wrong ones
MOSTLY = 0.5  # of the cases that have those sizes have to be wrong


def told_apart(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    """Return a sentence if one size tells the wrong cases from the right ones, or is that of wrong ones alone."""
    if right and all("pad" in trial.case.sizes for trial in (*wrong, *right)):
        framed = [trial.case.sizes["pad"] > 0 for trial in right]
        if all(framed) and all(trial.case.sizes["pad"] == 0 for trial in wrong):
            return "it is right wherever there is padding, and wrong where there is none. What becomes of pad = 0?"
    for symbol, value, sentence in SIZES:
        if not right or any(symbol not in trial.case.sizes for trial in (*wrong, *right)):
            continue
        if all(trial.case.sizes[symbol] == value for trial in right) and all(
            trial.case.sizes[symbol] != value for trial in wrong
        ):
            return sentence
    if right and wrong and all(is_square(trial) for trial in right) and not any(is_square(trial) for trial in wrong):
        return (
            "it is right for square windows, and for no other. Which of your sizes is the height, and which the width?"
        )
    return wherever(wrong, right)


def wherever(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    """Return where all cases are right, if most others are wrong; None if nothing of sizes says so.

    A case of whole numbers may be wrong for its type, whatever its sizes are: then arrays of floats are spoken of.
    """
    said = _wherever(wrong, right)
    floats = [trial for trial in wrong if not _is_whole(trial)]
    if said is not None or not floats or len(floats) == len(wrong):
        return said
    said = _wherever(floats, right)
    return f"with arrays of floats, {said}" if said is not None else None


def _is_whole(trial: Trial) -> bool:
    return any(array.dtype.kind in "iub" for array in trial.case.arguments.values())


def _wherever(wrong: Sequence[Trial], right: Sequence[Trial]) -> str | None:
    best: tuple[float, str] | None = None
    for holds, sentence in WHEREVER:
        try:
            there = [bool(holds(trial.case.sizes)) for trial in right]
            if any(holds(trial.case.sizes) for trial in wrong):
                continue
        except KeyError:  # the operation has no such size
            continue
        share = len(wrong) / (len(wrong) + there.count(False))
        if min(len(wrong), sum(there)) >= ENOUGH and share >= MOSTLY and (best is None or share > best[0]):
            best = share, sentence
    return best[1] if best is not None else None


def is_square(trial: Trial) -> bool:
    """Whether a window is as high as it is wide."""
    sizes = trial.case.sizes
    return "HH" in sizes and "WW" in sizes and sizes["HH"] == sizes["WW"]


def fits(sizes: Sizes) -> bool:
    """Whether the last window ends where the image does."""
    pad, stride = sizes.get("pad", 0), sizes["stride"]
    return not ((sizes["H"] + 2 * pad - sizes["HH"]) % stride or (sizes["W"] + 2 * pad - sizes["WW"]) % stride)


def has_square_map(sizes: Sizes) -> bool:
    """Whether the map is as high as it is wide."""
    pad, stride = sizes.get("pad", 0), sizes["stride"]
    high, wide = sizes["H"] + 2 * pad - sizes["HH"], sizes["W"] + 2 * pad - sizes["WW"]
    return high // stride == wide // stride


WHEREVER: tuple[tuple[Callable[[Sizes], bool], str], ...] = (
    (
        lambda of: of["stride"] == 1,
        "wherever the stride is 1 it is right; what is wrong has another one. Where does the stride enter?",
    ),
    (
        lambda of: of["pad"] == 0,
        "wherever the padding is 0 it is right; what is wrong has some. Where does the padding enter?",
    ),
    (
        lambda of: of["pad"] > 0,
        "wherever there is padding it is right; what is wrong has none. What becomes of pad = 0?",
    ),
    (
        lambda of: of["HH"] == of["WW"],
        "wherever the window is square it is right; what is wrong has another one. Which of your sizes is the height?",
    ),
    (
        has_square_map,
        "wherever the map is as high as it is wide it is right; what is wrong has another. Which size is used twice?",
    ),
    (
        lambda of: of["H"] == of["W"],
        "wherever the image is square it is right; what is wrong has another one. Which size is used twice?",
    ),
    (
        lambda of: of["HH"] == of["WW"] == of["stride"],
        "wherever the window is as large as the stride it is right; what is wrong has another one. "
        "Which of the two numbers stands where?",
    ),
    (
        lambda of: of["HH"] == of["WW"] == of["stride"] and fits(of),
        "wherever windows lie side by side and fill the image it is right; what is wrong has others. "
        "What becomes of windows that overlap, of gaps, and of what is left over?",
    ),
    (
        lambda of: max(of["HH"], of["WW"]) <= of["stride"],
        "wherever windows do not overlap it is right; what is wrong has some that do. "
        "What becomes of an entry that two windows share?",
    ),
    (
        fits,
        "wherever the last window ends where the image does it is right; what is wrong has a rest. "
        "What becomes of rows and columns that are left over?",
    ),
    (
        lambda of: of["N"] == 1,
        "wherever there is one image it is right; what is wrong has more. What happens to the second image?",
    ),
    (
        lambda of: of["C"] == 1,
        "wherever there is one channel it is right; what is wrong has more. What happens to the second channel?",
    ),
    (
        lambda of: of["F"] == 1,
        "wherever there is one filter it is right; what is wrong has more. What happens to the second filter?",
    ),
)
