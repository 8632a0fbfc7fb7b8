"""A Report as plain text: all of it, or on one screen the scores and the one thing to do next. Pure."""

import re
import textwrap
from collections.abc import Iterator, Sequence

from grader.languages import Say, as_it_is
from grader.model import Report
from grader.report.document import decimal
from grader.report.escape import ci_log, first_on_a_line, one_line
from grader.report.outline import Block, ExerciseOutline, Outline, outline

PUBLIC = "Graded with the public cases, which everybody can draw; a course's own seed makes others."
WIDTH = 80
SCREEN = 24  # lines
MANY = 1000  # lines: as many as there are
FEW = 3  # exercises that are not begun and have a line each
NOTE_LINES = 3  # of them, for a note; a longer one is cut
MARKS = {"passed": "ok", "failed": "--", "skipped": "..", "broken": "!!"}
RUN = "Next: run the input below, and work out by hand the number that is due."
LOOK = "Next: run the small input that -v prints, and work out by hand the number that is due."
# Where not everything fits on a screen, this goes first.
LONGEST_CASE = 16  # lines of a case that is printed as code
LEAST_NEEDED: tuple[str, ...] = ("others", "code", "smallest", "printed", "case", "slides", "call", "question")
BESIDE_CODE: tuple[str, ...] = (
    "others",
    "printed",
    "slides",
    "smallest",
    "code",
    "question",
)  # where there is an input to run


def render(report: Report, width: int = WIDTH, only: str | None = None, say: Say = as_it_is) -> str:
    """Return the whole report, ending in a newline.

    Parameters
    ----------
    report : Report
    width : int
        Columns of a line.
    only : str, optional
        The one exercise to show, by its id.
    say : callable
        A sentence → that sentence in the reader's language.
    """
    view = outline(report, say)
    lines = [_title(view, width), ""]
    if view.notes:
        lines += [*_blocks(view.notes, "", width), ""]
    if view.obstacle:
        lines += [*_blocks(view.obstacle, "", width), ""]
    for exercise in view.exercises:
        if only in (None, exercise.report.exercise.id):
            lines += [_head(exercise, width), *([] if view.obstacle else _exercise(exercise, width)), ""]
    lines += _blocks(view.weakness, "", width)
    return "\n".join(lines).rstrip() + "\n"


def _title(view: Outline, width: int) -> str:
    report = view.report
    left = f"{first_on_a_line(report.submission)}  ({report.assignment})"
    return _row(left, report.score, report.possible, width, view.say)


def _head(view: ExerciseOutline, width: int) -> str:
    exercise = view.report.exercise
    left = f"{MARKS[view.report.status]} {exercise.id}: {view.say(exercise.title)}"
    return _row(left, view.report.score, exercise.points, width, view.say)


def _row(left: str, score: object, possible: object, width: int, say: Say) -> str:
    points = say(f"{decimal(score):.2f} of {decimal(possible):g}")  # type: ignore[arg-type]
    room = max(width - len(points) - 2, 1)
    left = left if len(left) <= room else left[: room - 1] + "…"
    return f"{left}{points:>{width - len(left)}}"


def _exercise(view: ExerciseOutline, width: int) -> Iterator[str]:
    for criterion in view.criteria:
        if criterion.report.status != "passed":
            left = f"   {criterion.report.criterion.id}, {criterion.counted}"
            yield _row(left, criterion.report.score, criterion.report.criterion.points, width, view.say)
            yield from _blocks(criterion.news, "     ", width)
    yield from _blocks(view.notes, "   ", width)


def _blocks(blocks: Sequence[Block], indent: str, width: int) -> list[str]:
    return [line for block in blocks if not _is_long(block) for line in _block(block, indent, width)]


def _is_long(block: Block) -> bool:
    """Whether a case is too long to be read as code; report.json and the page have it."""
    return block.kind == "paste" and len(block.lines) > LONGEST_CASE


def _block(block: Block, indent: str, width: int) -> list[str]:
    """Return a block's lines, wrapped; code stands at the margin, so that it can be pasted as it is."""
    if block.kind in ("code", "paste"):
        return [*_wrapped(block.lines[0], indent, width), *block.lines[1:]]
    return [line for text in block.lines for line in _wrapped(text, indent, width)]


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    own = " " * (len(text) - len(text.lstrip()))
    lines = textwrap.wrap(
        text.strip(),
        width,
        initial_indent=indent + own,
        subsequent_indent=indent + own + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [_no_command(line) for line in lines]


def _no_command(line: str) -> str:
    """Return a line that no CI server takes for a command, though a student's word may have come to stand first."""
    start = line[: len(line) - len(line.lstrip())]
    return start + ci_log(line.lstrip())


def about_text(notes: Sequence[str], is_public: bool, say: Say = as_it_is) -> str:
    """Return what a report cannot know, as it stands at the end of its text: whose it is, and that cases are public."""
    lines = [f"{say(f'Note: {one_line(note, 1000)}')}" for note in notes] + [say(PUBLIC)] * is_public
    return "".join(f"\n{textwrap.fill(ci_log(line), WIDTH)}\n" for line in lines)


# --------------------------------------------------------------------------- on one screen


def summarize(report: Report, width: int = WIDTH, rows: int = SCREEN, say: Say = as_it_is) -> str:
    """Return the exercises, a line each, and the one thing to do next, ending in a newline.

    Parameters
    ----------
    report : Report
    width : int
        Columns of a line.
    rows : int
        Lines there are; a long list of exercises takes more.
    say : callable
        As above.
    """
    view = outline(report, say)
    missed = [exercise for exercise in view.exercises if exercise.report.status != "passed"]
    if is_untouched(report):
        return "\n".join([_title(view, width), *_notes(view, width), *_first_steps(missed, width, say)]) + "\n"
    first = next_exercise(missed) if missed else None
    told = first.report.exercise.function_name if first is not None else ""
    heads = [_head(exercise, width) for exercise in view.exercises]
    lines = [_title(view, width), *heads, *_notes(view, width, told)]
    if first is not None and not view.obstacle and len(lines) + len(_next_thing(first, width, MANY)) > rows:
        lines = [_title(view, width), *_fewer_heads(view, width), *_notes(view, width, told)]
    if view.obstacle:
        advice = _blocks(view.obstacle, "", width)
    elif first is not None:
        advice = _next_thing(first, width, max(rows - len(lines), 3))
    else:
        return "\n".join(lines) + "\n"
    for place in (1, len(lines) + 1):  # blank lines, where there is room for them
        if len(lines) + len(advice) < rows:
            lines.insert(place, "")
    return "\n".join([*lines, *advice]) + "\n"


def _fewer_heads(view: Outline, width: int) -> list[str]:
    """Return a line for each exercise that is begun, and one for all others: what to do next needs the room."""
    others = [one for one in view.exercises if one.report.status == "failed" and not one.is_begun]
    heads = [_head(one, width) for one in view.exercises if one not in others or len(others) < FEW]
    if len(others) < FEW:
        return heads
    names = view.say(f"Not written yet: {' '.join(one.report.exercise.id for one in others)}")
    return [*heads, textwrap.shorten(names, width, placeholder=" …")]


def is_untouched(report: Report) -> bool:
    """Whether nothing is written yet."""
    return all(exercise.is_unwritten for exercise in outline(report).exercises)


def next_exercise(missed: Sequence[ExerciseOutline]) -> ExerciseOutline:
    """Return the exercise to look at next: what is begun before what is not, then what wins most points.

    The points of an exercise that waits for another one are won by mending that other one.
    """

    def lost(view: ExerciseOutline) -> float:
        return float(view.report.exercise.points - view.report.score)

    def won(view: ExerciseOutline) -> float:
        return lost(view) + sum(lost(other) for other in missed if view.report.exercise.id in other.waits_for)

    begun = [view for view in missed if view.is_begun and not view.waits_for]
    return max(begun, key=won) if begun else missed[0]


def _first_steps(missed: Sequence[ExerciseOutline], width: int, say: Say) -> list[str]:
    """Return what to say of an untouched starter: what there is to write, and where to begin."""
    names = say(f"Not written yet: {' '.join(view.report.exercise.id for view in missed)}")
    first = missed[0].report.exercise
    steps = say(f"Next: write {first.function_name}; its docstring says what is due.")
    return [textwrap.shorten(names, width, placeholder=" …"), steps, say(f"Slide: {first.slide}")]


def _notes(view: Outline, width: int, function: str = "") -> list[str]:
    """Return a note about the submission, the first or one that names a function, and how many more there are."""
    notes = [line for block in (*view.notes, *view.weakness) for line in block.lines]
    if not notes:
        return []
    named = re.compile(rf"(?<!\w){re.escape(function)}(?!\w)")
    notes.sort(key=lambda note: not (function and named.search(note)))
    count = " " + view.say(f"(and {len(notes) - 1} more: -v)") if len(notes) > 1 else ""
    lines = _wrapped(notes[0] + count, "", width)
    if len(lines) > NOTE_LINES:
        lines = _wrapped(textwrap.shorten(notes[0], width, placeholder=" …") + count, "", width)
    return lines


def _next_thing(view: ExerciseOutline, width: int, rows: int) -> list[str]:
    """Return the first thing to mend in an exercise, without what does not fit into some rows."""
    criterion = next((one for one in view.criteria if one.advice), view.criteria[0])
    heading = f"{view.report.exercise.id}, {criterion.report.criterion.id}: {criterion.counted}"
    blocks, order = [block for block in criterion.blocks if block.kind != "paste"], LEAST_NEEDED
    if any(block.kind == "code" for block in blocks) and 1 + len(_blocks(blocks, "  ", width)) > rows:
        blocks, order = [Block(kind="next", lines=(view.say(RUN),)), *criterion.advice], BESIDE_CODE
    if order is LEAST_NEEDED and any(block.kind == "question" for block in blocks):
        order = tuple(kind for kind in order if kind not in ("call", "question"))
        # A question says more than "work it out". A wrong number says nothing without its arguments; an error does.
        order += ("call", "next") if any(_is_raised(block) for block in blocks) else ("next", "call")
    blocks = _without(blocks, order, width, rows)
    if order is BESIDE_CODE and not any(block.kind == "code" for block in blocks):
        look = Block(kind="next", lines=(view.say(LOOK),))
        blocks = _without([look, *view.advice_in_shapes(criterion)], order, width, rows)
    steps = _blocks([block for block in blocks if block.kind == "next"], "  ", width)
    lines = _blocks(blocks, "  ", width)
    if len(lines) > rows - 1 and 0 < len(steps) < rows:  # a traceback may be long; what to do is not cut off
        others = _blocks([block for block in blocks if block.kind != "next"], "  ", width)
        lines = [*others[: rows - 1 - len(steps)], *steps]
    return [heading, *lines[: rows - 1]]


def _is_raised(block: Block) -> bool:
    """Whether a block tells of an exception of the student's code."""
    evidence = block.result.evidence if block.result is not None else None
    return evidence is not None and evidence.reason == "raised"


def _without(blocks: Sequence[Block], kinds: Sequence[str], width: int, rows: int) -> list[Block]:
    """Return blocks for some rows, without those kinds that have to go for it: the first kinds go first."""
    left = list(blocks)
    for kind in kinds:
        if 1 + len(_blocks(left, "  ", width)) > rows:
            left = [block for block in left if block.kind != kind]
    return left
