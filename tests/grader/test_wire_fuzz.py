"""The reader under fire: whatever the bytes, it gives a value or `ProtocolError`, in little memory and linear time."""

import contextlib
import random
import struct
import sys
import tracemalloc
import types
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.worker import wire
from grader.sandbox.worker.wire import KeptValue, LaidArray, ProtocolError, Unsendable, decode, encode, header
from tests.grader.test_wire import LIES, arrays, scalars

PER_BYTE, PER_VALUE, AT_LEAST = 7, 200, 4000  # bytes that reading may allocate; the last is for an error's message
U32 = struct.Struct("<I").pack
NUMBERS = (0, 1, 2, *(2**bits + step for bits in (7, 15, 16, 31, 32, 62, 63) for step in (-1, 0)), 2**64 - 1)

plain = st.recursive(
    scalars | st.floats() | st.text() | arrays | st.builds(LaidArray, arrays, st.sampled_from(wire.LAYOUTS)),
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=12,
)


def same(one: object, other: object) -> bool:
    """Whether two plain values are equal bit for bit, types and dtypes included."""
    if isinstance(one, LaidArray) and one.layout == "C":
        one = one.array  # an array as arrays usually are
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, LaidArray):
        return one.layout == other.layout and same(one.array, other.array)
    if isinstance(one, tuple) and type(one) is tuple:
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    if isinstance(one, float):
        return struct.pack("<d", one) == struct.pack("<d", other)
    return one == other


def allocated(payload: bytes) -> int:
    """Bytes that reading a payload took at its peak, accepted or not; `tracemalloc` is on."""
    before = tracemalloc.get_traced_memory()[0]
    tracemalloc.reset_peak()
    with contextlib.suppress(ProtocolError):
        decode(payload)
    return tracemalloc.get_traced_memory()[1] - before


def allowance(payload: bytes) -> int:
    return AT_LEAST + PER_BYTE * len(payload) + PER_VALUE * min(len(payload), wire.MAX_VALUES)


@pytest.fixture
def traced() -> None:
    tracemalloc.start()
    yield
    tracemalloc.stop()


# ------------------------------------------------------------------------------- what is sent


def cleaned(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


@given(plain)
@example({"": (float("nan"), -0.0, "\0", "é", "😀", 2**63 - 1, -(2**63))})
@example(np.zeros((0, 2**60 - 1)))  # as large as an empty array of float64 can be
@example(np.zeros((1,) * wire.MAX_NDIM))
def test_every_plain_value_arrives_bit_for_bit(value) -> None:
    assert same(value, decode(encode(value)))


@given(st.text(st.characters(categories=["Cs", "Ll"])))
def test_a_lone_surrogate_arrives_as_a_question_mark(text: str) -> None:
    assert decode(encode({text: text})) == {cleaned(text): cleaned(text)}


@given(st.lists(st.integers(0, 255), max_size=20), st.sampled_from([None, np.s_[::2], np.s_[::-1]]))
def test_truth_values_travel_as_0_and_1_whatever_the_memory_holds(content: list[int], part) -> None:
    array = np.array(content, np.uint8).view(bool)[part if part is not None else slice(None)]
    arrived = decode(encode(array))
    assert arrived.tobytes() == bytes(bool(byte) for byte in array.view(np.uint8))


def test_a_value_nested_as_deeply_as_may_be_arrives_and_one_level_more_is_refused() -> None:
    value: tuple = ()
    for _ in range(wire.MAX_DEPTH):
        value = (value,)
    assert decode(encode(value)) == value
    with pytest.raises(ProtocolError, match="nested too deeply"):
        decode(encode((value,)))


def test_as_many_values_as_may_be_arrive_and_one_more_is_refused() -> None:
    value = (None,) * (wire.MAX_VALUES - 1)  # the sequence is one too
    assert decode(encode(value)) == value
    with pytest.raises(ProtocolError, match="too many"):
        decode(encode((*value, None)))


def test_an_array_with_too_many_axes_does_not_travel() -> None:
    with pytest.raises(TypeError, match="cannot travel"):
        encode(np.zeros((1,) * (wire.MAX_NDIM + 1)))


# ------------------------------------------------------------------------------ what is not

NOT_CANONICAL = {
    "a key twice": b"m" + U32(2) + (U32(1) + b"a" + b"N") * 2,
    "a text that is no UTF-8": b"s" + U32(1) + b"\xff",
    "a surrogate in a text": b"s" + U32(3) + b"\xed\xa0\x80",
    "a letter in more bytes than it needs": b"s" + U32(2) + b"\xc1\x81",
    "a text cut inside a letter": b"s" + U32(1) + "é".encode(),
    "a type's name that is no UTF-8": b"o" + U32(1) + b"\xff",
    "a key that is no UTF-8": b"m" + U32(1) + U32(1) + b"\xffN",
    "a truth value of 2": b"a" + struct.pack("<BBBQ", wire.DTYPES.index(np.dtype("?")), 0, 1, 2) + b"\1\2",
    "a mapping that has no room for its keys": b"m" + U32(3) + (U32(0) + b"N") * 2 + b"NNNN",
    "an empty array that would be too large with anything in it": b"a" + struct.pack("<BBB2Q", 0, 0, 2, 2**60, 0),
}


@pytest.mark.parametrize("payload", NOT_CANONICAL.values(), ids=NOT_CANONICAL.keys())
def test_a_form_that_nobody_writes_is_refused(payload: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(payload)


@pytest.mark.parametrize("payload", [b"l" + U32(5) + b"NNNN", b"m" + U32(2) + b"\0\0\0\0NNNNN"])
def test_a_count_is_compared_with_the_bytes_left_before_an_item_is_read(payload: bytes) -> None:
    with pytest.raises(ProtocolError, match="a sequence of"):
        decode(payload)


def mutated(payload: bytes, draw: Callable[[int, int], int]) -> bytes:
    """Return a payload with one to four injuries; `draw` gives a whole number between two, both included."""
    data = bytearray(payload)
    for _ in range(draw(1, 4)):
        at, length = draw(0, len(data)), draw(1, 12)
        injury = draw(0, 6)
        if injury == 0:
            data[at : at + 1] = bytes([draw(0, 255)])
        elif injury == 1:
            del data[at : at + length]
        elif injury == 2:
            data[at:at] = bytes(draw(0, 255) for _ in range(length))
        elif injury == 3:
            data[at:at] = data[draw(0, len(data)) :][:length]  # a piece of it once more
        elif injury == 4:
            del data[at:]
        else:
            number = struct.pack("<Q", NUMBERS[draw(0, len(NUMBERS) - 1)])[: 4 if injury == 5 else 8]
            data[at : at + len(number)] = number
    return bytes(data)


def is_refused_or_written_so(payload: bytes) -> bool:
    """Whether a payload is refused, or is what its value encodes to."""
    try:
        value = decode(payload)
    except ProtocolError:
        return True
    return encode(value) == payload


@given(st.binary(max_size=100))
def test_noise_is_refused_or_is_what_its_value_encodes_to(noise: bytes) -> None:
    assert is_refused_or_written_so(noise)


@settings(max_examples=300)
@given(plain, st.data())
def test_an_injured_payload_is_refused_or_is_what_its_value_encodes_to(value, data) -> None:
    assert is_refused_or_written_so(mutated(encode(value), lambda low, high: data.draw(st.integers(low, high))))


@given(plain, st.data())
def test_a_payload_cut_anywhere_is_refused(value, data) -> None:
    payload = encode(value)
    with pytest.raises(ProtocolError):
        decode(payload[: data.draw(st.integers(0, len(payload) - 1))])


@given(plain, plain)
def test_a_payload_with_another_behind_it_is_refused(value, other) -> None:
    with pytest.raises(ProtocolError, match="left over"):
        decode(encode(value) + encode(other))


# ------------------------------------------------------------------------------------ headers


@given(st.binary(min_size=wire.HEADER.size, max_size=wire.HEADER.size), st.integers(0, 2**40))
@example(wire.HEADER.pack(wire.MAGIC, wire.RETURNED, 1, 2, 2**64 - 1), 2**40)
def test_a_header_of_noise_is_refused_or_is_what_it_says(noise: bytes, max_bytes: int) -> None:
    for data in (noise, wire.HEADER.pack(wire.MAGIC, 0, 0, 0, 0)[:4] + noise[4:5] + b"\0\0\0" + noise[8:]):
        try:
            head = header(data, max_bytes)
        except ProtocolError:
            continue
        assert wire.HEADER.pack(wire.MAGIC, *head) == data
        assert head.kind in wire.KINDS
        assert head.nbytes <= max_bytes


@given(st.binary(max_size=60).filter(lambda data: len(data) != wire.HEADER.size))
def test_a_header_of_another_length_is_refused(data: bytes) -> None:
    with pytest.raises(ProtocolError, match="half a header"):
        header(data, 10)


@pytest.mark.parametrize("kind", [0, *wire.KINDS, wire.KINDS[-1] + 1, 255])
def test_only_frames_that_carry_something_may_be_large(kind: int) -> None:
    data = wire.HEADER.pack(wire.MAGIC, kind, 0, 0, wire.MAX_SAID + 1)
    if kind in wire.CARRIERS:
        assert header(data, 2 * wire.MAX_SAID).kind == kind
    else:
        with pytest.raises(ProtocolError, match="over the limit" if kind in wire.KINDS else "not a frame"):
            header(data, 2 * wire.MAX_SAID)


# ----------------------------------------------------------------------------- memory and time


def sequence(item: bytes, count: int) -> bytes:
    return b"l" + U32(count) + item * count


MANY = wire.MAX_VALUES - 1
DEAREST = {  # what costs the reader most for its bytes
    "nothing": sequence(b"N", MANY),
    "whole numbers": sequence(b"i" + b"\x7f" * 8, MANY),
    "kept values": sequence(b"h" + b"\xff" * 4, MANY),
    "types' names": sequence(b"o" + U32(2) + b"ab", MANY),
    "arrays of one byte": sequence(b"a" + struct.pack("<BBB", 5, 0, 0) + b"\1", MANY),
    "laid-out arrays of one byte": sequence(b"a" + struct.pack("<BBB", 5, 1, 0) + b"\1", MANY),
    "empty arrays": sequence(b"a" + struct.pack("<BBBQ", 0, 0, 1, 0), MANY),
    "arrays of sixteen axes": sequence(b"a" + struct.pack("<BBB16Q", 5, 0, 16, *[1] * 16) + b"\1", MANY),
    "empty mappings": sequence(b"m" + U32(0), MANY),
    "mappings of one": sequence(b"m" + U32(1) + U32(0) + b"N", MANY // 2),
    "one large mapping": encode({str(number): None for number in range(MANY)}),
    "a text with one wide letter at its end": encode("a" * (1 << 20) + "é😀"),
    "a text of wide letters": encode("é" * (1 << 19) + "ሴ😀"),
    "a large array": encode(np.zeros(1 << 18)),
    "a large array of truth values": encode(np.zeros(1 << 20, bool)),
}


@pytest.mark.slow
@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("payload", DEAREST.values(), ids=DEAREST.keys())
def test_the_dearest_payloads_cost_a_small_multiple_of_their_bytes(payload: bytes) -> None:
    decode(payload)
    assert allocated(payload) <= allowance(payload)


@pytest.mark.usefixtures("traced")
@pytest.mark.parametrize("lie", [*LIES.values(), *NOT_CANONICAL.values()], ids=[*LIES, *NOT_CANONICAL])
def test_a_lie_costs_a_small_multiple_of_its_bytes(lie: bytes) -> None:
    assert allocated(lie) <= allowance(lie)


REPLIES = (
    {"count": 2, "values": (np.arange(24.0).reshape(2, 3, 4), KeptValue(0)), "modified": ("x",)},
    {"type": "ValueError", "bases": ("ValueError",), "message": "é" * 30, "trace": (("a.py", 3, "f", "x"),)},
    (LaidArray(np.ones((2, 3), "<f4"), "F"), np.zeros((0, 5)), np.ones(9, bool), Unsendable("set"), True, 0.5),
    {"limits": "on", "landlock": "on", "seccomp": "on"},
)


@pytest.mark.usefixtures("traced")
def test_five_thousand_injured_payloads_cost_a_small_multiple_of_their_bytes() -> None:
    rng = random.Random(3)
    refused = 0
    for number in range(5000):
        payload = mutated(encode(REPLIES[number % len(REPLIES)]), rng.randint)
        assert is_refused_or_written_so(payload), payload
        assert allocated(payload) <= allowance(payload), payload
        try:
            decode(payload)
        except ProtocolError:
            refused += 1
    assert 3000 < refused < 4999  # neither all nor few: injuries reach what lies behind the first check


GROWING: dict[str, Callable[[int], bytes]] = {
    "values": lambda size: sequence(b"N", size),
    "keys": lambda size: encode({str(number): None for number in range(size)}),
    "small arrays": lambda size: sequence(b"a" + struct.pack("<BBB", 5, 0, 0) + b"\1", size),
    "texts": lambda size: sequence(b"s" + U32(50) + b"ab" * 25, size),
    "bytes of a text": lambda size: encode("é" * 100 * size),
    "bytes of an array": lambda size: encode(np.zeros(100 * size)),
    "bytes left over": lambda size: b"N" + b"N" * 1000 * size,
}


class Copied(bytes):
    """A payload that counts the bytes of it that are copied out."""

    copied = 0

    def __getitem__(self, place):
        part = super().__getitem__(place)
        self.copied += len(part) if isinstance(place, slice) else 1
        return part


def work(payload: bytes) -> int:
    """Calls that reading a payload makes, and bytes that it copies: the same on any machine, however busy."""
    counted, calls = Copied(payload), 0

    def count(frame: types.FrameType, event: str, called: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        with contextlib.suppress(ProtocolError):
            decode(counted)
    finally:
        sys.setprofile(before)
    return calls + counted.copied


@pytest.mark.parametrize("payload_of", GROWING.values(), ids=GROWING.keys())
def test_as_many_times_the_bytes_are_about_as_many_times_the_work(payload_of: Callable[[int], bytes]) -> None:
    small, large = payload_of(500), payload_of(16_000)
    assert work(large) < 40 * work(small) + 100  # linear is 32 times, quadratic 1024
