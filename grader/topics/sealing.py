"""Questions whose answers cannot be read: what an installed grader holds instead of the answers that an author wrote.

In: the question as ``assignment.toml`` has it.  Out: a box for each answer that is listed, right or wrong. A box is
found and opened by giving its answer, and then says whether that is right, and why not. Whoever reads the file sees how
many boxes there are, and neither an answer nor a reason; whoever tries every answer finds the right one, as with
``grader check``. In a checkout, and in an author's own folder, questions stay as they were written.
"""

import base64
import hashlib
import json
import math
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, Literal

from grader.model import Choice, Question, Sealed

MAX_LOOKED_AT = 10_000  # numbers of an answer
DIGITS = 12  # of a number, by which answers are compared
LISTED = ("answer", "accepted", "wrong")  # keys of an exercise that a sealed one has not
COST = 2**10  # of scrypt: some milliseconds for each answer that is tried
TAG = 12  # bytes by which a box is found
Verdict = Literal["right", "accepted", "wrong"]


def judged(question: Question, given: object) -> tuple[Verdict, str]:
    """Return what an answer is, and what is to be said of it."""
    if question.sealed is not None:
        return opened(question.sealed, given) or ("wrong", question.otherwise)
    written = canonical(given)
    for verdict, choice in _choices(question):
        if written is not None and written == canonical(choice.answer):
            return verdict, choice.why
    return "wrong", question.otherwise


def canonical(value: object) -> str | None:
    """Return an answer in one form: case and spaces around do not matter, nor how a sequence is held.

    Numbers are written to twelve digits: the square of the square root of 2, which rounds, is 2. None is returned for
    what can be no answer.
    """
    if isinstance(value, str):
        return f"text {value.strip().casefold()}"
    found = numbers(value)
    if found is None:
        return None
    rounded = [float(f"{one:.{DIGITS}g}") + 0.0 for one in found]  # -0.0 is 0.0
    return "numbers " + " ".join(map(repr, rounded))


def numbers(value: object) -> list[float] | None:
    """Return the numbers of an answer, a lone one as a list of one; None for what holds none."""
    import numpy as np

    if isinstance(value, np.ndarray) and value.size > MAX_LOOKED_AT:
        return None  # no question has such an answer
    if isinstance(value, np.ndarray):
        value = value.tolist()
    given: Sequence[Any] = value if isinstance(value, (tuple, list)) else [value]
    if not all(type(one) in (int, float) for one in given):
        return None
    try:
        found = [float(one) for one in given]
    except OverflowError:  # a whole number of more digits than any float has
        return None
    return found if isinstance(value, (tuple, list)) or math.isfinite(found[0]) else None


def fingerprint(question: Question) -> str:
    """Return a digest of all that a question says: the same before it was sealed and afterwards."""
    if question.sealed is not None:
        return question.sealed.of
    listed = [[verdict, canonical(choice.answer), choice.why] for verdict, choice in _choices(question)]
    return hashlib.sha256(json.dumps([listed, question.otherwise]).encode()).hexdigest()[:32]


def sealed(question: Question) -> Sealed:
    """Return a question's boxes, in an order that says nothing."""
    salt = fingerprint(question)
    room = max(len(choice.why.encode()) for _, choice in _choices(question)) + 1
    boxes: dict[bytes, bytes] = {}
    for verdict, choice in _choices(question):
        tag, mask = _key(canonical(choice.answer) or "", salt, room)
        content = (verdict[0] + choice.why).encode().ljust(room)  # all of one length: the right one has no reason
        boxes.setdefault(tag, tag + masked(content, mask))
    return Sealed(of=salt, boxes=tuple(base64.b64encode(boxes[tag]).decode() for tag in sorted(boxes)))


def opened(boxes: Sealed, given: object) -> tuple[Verdict, str] | None:
    """Return what the box of an answer says; None where there is none."""
    written = canonical(given)
    if written is None:
        return None
    for text in boxes.boxes:
        box = base64.b64decode(text)
        tag, mask = _key(written, boxes.of, len(box) - TAG)
        if tag == box[:TAG]:
            said = masked(box[TAG:], mask).decode()
            verdicts: dict[str, Verdict] = {"r": "right", "a": "accepted", "w": "wrong"}
            return verdicts[said[0]], said[1:].rstrip()
    return None


def sealed_file(text: str) -> str:
    """Return an ``assignment.toml`` whose questions are sealed, and which says what it was made from."""
    table = tomllib.loads(text)
    exercises = [_sealed_exercise(row) for row in table.pop("exercise")]
    table["sealed_from"] = hashlib.sha256(text.encode()).hexdigest()
    lines = [f"{key} = {_toml(value)}" for key, value in table.items()]
    for row in exercises:
        lines += ["", "[[exercise]]", *(f"{key} = {_toml(value)}" for key, value in row.items())]
    return "\n".join(lines) + "\n"


def _sealed_exercise(row: Mapping[str, Any]) -> dict[str, Any]:
    if "answer" not in row:
        return dict(row)
    accepted, wrong = (tuple(Choice(**choice) for choice in row.get(key, ())) for key in LISTED[1:])
    boxes = sealed(Question(answer=row["answer"], accepted=accepted, wrong=wrong, otherwise=row["otherwise"]))
    kept = {key: value for key, value in row.items() if key not in LISTED}
    return kept | {"sealed": {"of": boxes.of, "boxes": list(boxes.boxes)}}


def _choices(question: Question) -> Iterator[tuple[Verdict, Choice]]:
    """Yield all answers that a question lists, the right one first."""
    yield "right", Choice(answer=question.answer, why="")
    yield from (("accepted", choice) for choice in question.accepted)
    yield from (("wrong", choice) for choice in question.wrong)


def _key(written: str, salt: str, length: int) -> tuple[bytes, bytes]:
    """Return the tag by which a box is found, and the mask over what it says."""
    key = stretched(hashlib.sha256(written.encode("utf-8", "surrogatepass")).digest(), salt)
    return key[:TAG], hashlib.shake_256(key[TAG:]).digest(length)


def stretched_all(written: Sequence[bytes], salt: str) -> list[bytes]:
    """Return the keys of many digests; scrypt lets other threads work, so as many at once as there are processors."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(lambda one: stretched(one, salt), written))


@lru_cache(maxsize=4096)  # a class gives the same few answers
def stretched(written: bytes, salt: str) -> bytes:
    """Return the key that an answer's digest makes: whoever tries many does this work for each."""
    return hashlib.scrypt(written, salt=salt.encode(), n=COST, r=8, p=1, dklen=32)


def masked(content: bytes, mask: bytes) -> bytes:
    """Return bytes with a mask of the same length over them; a second time, without it."""
    return bytes(one ^ other for one, other in zip(content, mask, strict=True))


def _toml(value: object) -> str:
    """Return a value as TOML writes it in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False)  # texts, numbers and truth values are the same there
