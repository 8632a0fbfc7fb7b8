"""What is due for a case, in a box that the right answer opens, and nothing else. Pure.

A key is made of the answer itself. Right answers may differ in their last bits, so the key is made of the cell of a
*lattice* in which each number lies: where sums are exact, a cell is as wide as the grid with the right number in its
middle; where terms round, it is far wider than the bound, and set such that no right number lies near its edge.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from grader.grading.checks.tolerance import elementwise, normwise
from grader.model import Expected
from grader.topics.sealing import TAG, masked, stretched, stretched_all

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

NUMBER_TAG = 2  # bytes for each number: enough to say which one is wrong, too few to be sure of a right one
MAX_NUMBERS = 100  # of an array whose numbers are told apart
CELLS_PER_BOUND = 16  # how much wider than the bound a cell is at first
OFFSETS = 64  # places of the lattice that are tried before its cells are made wider
ROUNDED = 2.0**-20  # what answers that are wrong are rounded to, to be held against a belief
LARGEST = 2.0**62


class Lattice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells of one width, one of which begins at `offset`."""

    step: float
    offset: float

    def cells(self, numbers: "Numbers") -> "NDArray[np.int64] | None":
        """Return the cell of each number; None where one has none, being infinite or no number."""
        with np.errstate(all="ignore"):
            found = np.floor((numbers - self.offset) / self.step)
        return found.astype(np.int64) if (np.abs(found) < LARGEST).all() else None


class Box(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is due for one returned value of one case; nothing in it can be read."""

    axes: int
    lattice: Lattice
    shape: str  # a tag of the shape
    whole: str  # opened by all numbers together
    numbers: str  # a tag of each number; "" where there are too many


def place_of(exercise: str, case: str, output: str) -> str:
    """Return what makes a box's key its own: equal answers elsewhere have other keys."""
    return f"{exercise}/{case}/{output}"


def lattice_of(due: Expected) -> Lattice:
    """Return cells such that all right answers lie in those of the reference."""
    if due.exact:
        return Lattice(due.grid, -due.grid / 2)
    bound = np.maximum(elementwise(due, "float32"), normwise(due, "float32")) + np.zeros_like(due.value)
    step = float(2.0 ** np.ceil(np.log2(max(float(bound.max(initial=0.0)) * CELLS_PER_BOUND, ROUNDED))))
    while True:
        for place in range(OFFSETS):
            lattice = Lattice(step, step * place / OFFSETS)
            low, high = lattice.cells(due.value - bound), lattice.cells(due.value + bound)
            if low is not None and high is not None and (low == high).all():
                return lattice
        step *= 2


def seal(due: Expected, salt: str, place: str) -> Box:
    """Return the box of what is due.

    Parameters
    ----------
    due : Expected
        Without conventions: one box has one key.
    salt : str
        Of the file.
    place : str
        See `place_of`.
    """
    lattice = lattice_of(due)
    cells = lattice.cells(due.value)
    assert cells is not None
    flat = cells.ravel()
    told_apart = [] if flat.size > MAX_NUMBERS else [_number(place, n, int(cell)) for n, cell in enumerate(flat)]
    tags = b"".join(key[:NUMBER_TAG] for key in stretched_all(told_apart, salt))
    content = {
        "value": due.value.ravel().tolist(),
        "absolute": np.broadcast_to(due.absolute, cells.shape).ravel().tolist(),
    }
    content |= {name: getattr(due, name) for name in ("count", "norm", "exact", "grid", "apart")}
    return Box(
        axes=cells.ndim,
        lattice=lattice,
        shape=shape_tag(salt, place, cells.shape),
        whole=shut(json.dumps(content).encode(), key_of(salt, place, cells)),
        numbers=base64.b64encode(tags).decode(),
    )


def open_box(box: Box, answer: "Numbers", salt: str, place: str) -> Expected | None:
    """Return what is due, if this is the answer."""
    cells = box.lattice.cells(answer)
    content = None if cells is None else opened(box.whole, key_of(salt, place, cells))
    if content is None:
        return None
    said = json.loads(content)
    value, absolute = (np.array(said.pop(name), np.float64).reshape(answer.shape) for name in ("value", "absolute"))
    return Expected(value=value, absolute=absolute, **said)


def has_shape(box: Box, shape: tuple[int, ...], salt: str, place: str) -> bool:
    """Whether an answer of this shape is due."""
    return box.shape == shape_tag(salt, place, shape)


def wrong_numbers(box: Box, answer: "Numbers", salt: str, place: str) -> "NDArray[np.bool_] | None":
    """Return which numbers of an answer of the right shape are wrong; None where the box does not tell."""
    tags = base64.b64decode(box.numbers)
    if len(tags) != NUMBER_TAG * answer.size:
        return None
    wrong = np.zeros(answer.size, np.bool_)
    for n, number in enumerate(answer.ravel()):
        cells = box.lattice.cells(np.asarray(number))
        mine = None if cells is None else number_tag(salt, place, n, int(cells))
        wrong[n] = mine != tags[n * NUMBER_TAG : (n + 1) * NUMBER_TAG]
    return wrong.reshape(answer.shape)


def answers_key(answers: "Sequence[Numbers | None]", salt: str, place: str) -> bytes | None:
    """Return the key that the answers of all cases make together, if there is one: see `answers_digest`."""
    digest = answers_digest(answers, place)
    return None if digest is None else stretched(digest, salt)


def answers_digest(answers: "Sequence[Numbers | None]", place: str) -> bytes | None:
    """Return what the key of the answers of all cases is made of; None for no answer stands for an exception.

    There is none where one is no number, or none was returned.
    """
    state = hashlib.sha256(place.encode())
    if all(answer is None for answer in answers):
        return None
    for answer in answers:
        if answer is None:
            state.update(b"raised")
            continue
        cells = Lattice(ROUNDED, -ROUNDED / 2).cells(answer)
        if cells is None:
            return None
        state.update(f"{answer.shape}".encode() + cells.astype("<i8").tobytes())
    return state.digest()


def key_of(salt: str, place: str, cells: "NDArray[np.int64]") -> bytes:
    """Return the key of all numbers of an array."""
    return stretched(hashlib.sha256(f"{place}/{cells.shape}/".encode() + cells.astype("<i8").tobytes()).digest(), salt)


def number_tag(salt: str, place: str, n: int, cell: int) -> bytes:
    """Return the tag of one number of an array."""
    return stretched(_number(place, n, cell), salt)[:NUMBER_TAG]


def _number(place: str, n: int, cell: int) -> bytes:
    return hashlib.sha256(f"{place}/{n}/{cell}".encode()).digest()


def shape_tag(salt: str, place: str, shape: tuple[int, ...]) -> str:
    """Return the tag of a shape."""
    return hashlib.sha256(f"{salt}/{place}/{tuple(map(int, shape))}".encode()).hexdigest()[:16]


def shut(content: bytes, key: bytes) -> str:
    """Return a content that the key opens."""
    packed = zlib.compress(content)
    return base64.b64encode(key[:TAG] + masked(packed, _mask(key, len(packed)))).decode()


def opened(text: str, key: bytes) -> bytes | None:
    """Return what a key opens; None where it is another one's."""
    box = base64.b64decode(text)
    if box[:TAG] != key[:TAG]:
        return None
    return zlib.decompress(masked(box[TAG:], _mask(key, len(box) - TAG)))


def _mask(key: bytes, length: int) -> bytes:
    return hashlib.shake_256(key[TAG:]).digest(length)
