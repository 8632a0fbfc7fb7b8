"""What a student reads of a repair: the lines, and never the change. Pure."""

from grader.model import Place, Repair
from grader.report.escape import one_line


def repair_sentence(repair: Repair) -> str:
    """Return the sentence that names the lines of a repair. It claims that a change there is enough, and no more."""
    right = "every case right" if repair.whole else "every answer right"
    if repair.is_partial:
        right = f"{repair.mended} of your {repair.missed} wrong cases right; the others stay wrong"
    if len(repair.places) == 1:
        return f"One change {place_in_words(repair.places[0])} makes {right}."
    if len(repair.places) == 2:
        first, second = repair.places
        if lines_in_words(first) == lines_in_words(second) and first.file == second.file:
            return f"Two changes, both {place_in_words(first)}, make {right}."
        before = lines_in_words(first) if first.file == second.file else place_in_words(first)
        return f"Two changes, {before} and {place_in_words(second)}, make {right}."
    one, other, last = map(place_in_words, repair.places)
    return f"Three changes, {one}, {other} and {last}, make {right}."


def place_in_words(place: Place) -> str:
    """Return where a change is: a line, or a few lines that it lies between."""
    if place.first_line == place.last_line:
        return f"on line {place.first_line} of {one_line(place.file)}"
    return f"in lines {place.first_line} to {place.last_line} of {one_line(place.file)}"


def lines_in_words(place: Place) -> str:
    """Return the lines of a place."""
    if place.first_line == place.last_line:
        return f"on line {place.first_line}"
    return f"in lines {place.first_line} to {place.last_line}"
