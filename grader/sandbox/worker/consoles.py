"""Source that was copied out of a console, or from a page with numbers before its lines, as it was typed. Pure.

In: a text that does not parse.  Out: the same on the same lines, without prompts, what was printed between them, and
numbers; and a sentence that names the first line. A text with neither comes back as it is.
"""

import itertools
import re

PROMPT = re.compile(r"[ \t]*(?:>>>|In \[\d*\]:)(?: |$)")
GOES_ON = re.compile(r"[ \t]*(?:\.\.\.:?)(?: |$)")
NUMBER = re.compile(r"[ \t]*(\d+)(?:[ \t]*[|:.)])?(?=[ \t]|$)")
LEAST = 3  # lines with numbers that count up from the first: fewer may be a student's own


def without_prompts(text: str) -> tuple[str, int]:
    """Return what was typed in a console, and the line of its first prompt; 0 for a text without any.

    What a console printed is left out. A line without a prompt that is indented goes on with a block, as in IDLE.
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if PROMPT.match(line)), 0)
    if not first:
        return text, 0
    kept, is_block = [*lines[: first - 1]], False
    for line in lines[first - 1 :]:
        found = PROMPT.match(line) or GOES_ON.match(line)
        typed = line[found.end() :] if found else line if is_block and line[:1] in (" ", "\t") else ""
        if found or not line.strip():
            is_block = typed.rstrip().endswith(":") or (is_block and typed[:1] in (" ", "\t"))
        kept.append(typed)
    return "\n".join(kept), first


def without_numbers(text: str) -> tuple[str, int]:
    """Return a text without the numbers before its lines, and the first numbered line; 0 where not all count up."""
    lines = text.split("\n")
    numbered = [number for number, line in enumerate(lines) if line.strip()]
    found = [NUMBER.match(lines[at]) for at in numbered]
    counts = [int(one[1]) for one in found if one is not None]
    steps = [after - before for before, after in itertools.pairwise(counts)]
    if len(counts) < max(LEAST, len(numbered)) or any(step < 1 for step in steps) or steps.count(1) < len(steps) / 2:
        return text, 0
    rest = {at: lines[at][one.end() :] for at, one in zip(numbered, found, strict=True) if one is not None}
    margin = min((len(line) - len(line.lstrip()) for line in rest.values() if line.strip()), default=0)
    return "\n".join(rest.get(at, "")[margin:] for at in range(len(lines))), numbered[0] + 1


def typed(text: str, label: str) -> tuple[str, list[str]]:
    """Return a text as it was typed, and what is said of it."""
    text, prompt = without_prompts(text)
    if prompt:
        return text, [
            f"{label} line {prompt}: a prompt of a console; only what was typed behind prompts was read. Keep only that"
        ]
    text, number = without_numbers(text)
    return text, [f"{label} line {number}: numbers before the lines; they were passed over. Delete them"] * bool(number)
