"""Frames by example: arrays arrive in any layout, and each known lie is refused. `test_wire_fuzz` has the rest."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox.worker import wire
from grader.sandbox.worker.wire import KeptValue, LaidArray, ProtocolError, Unsendable, decode, encode, header, laid_out

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=20).filter(lambda text: text.encode("utf-8", "replace").decode() == text)
    | st.integers(0, 2**32 - 1).map(KeptValue)
    | st.text("abc", max_size=5).map(Unsendable)
)
arrays = st.sampled_from(wire.DTYPES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=5, min_side=0, max_side=4))
)


@given(arrays)
def test_an_array_arrives_with_its_dtype_shape_and_bytes(array) -> None:
    arrived = decode(encode(array))
    assert (arrived.dtype, arrived.shape, arrived.tobytes()) == (array.dtype, array.shape, array.tobytes())
    assert arrived.flags.writeable
    assert arrived.flags.c_contiguous


@given(arrays, st.sampled_from(wire.LAYOUTS))
def test_a_layout_changes_the_memory_and_not_the_values(array, layout) -> None:
    arrived = laid_out(LaidArray(array, layout))
    assert (arrived.dtype, arrived.shape, arrived.tobytes()) == (array.dtype, array.shape, array.tobytes())
    if layout == "strided" and array.ndim and min(array.shape) > 1:
        assert not arrived.flags.c_contiguous
        assert not arrived.flags.f_contiguous


def test_the_other_layouts_are_what_they_say() -> None:
    array = np.arange(24.0).reshape(2, 3, 4)
    assert laid_out(LaidArray(array, "F")).flags.f_contiguous
    assert all(stride < 0 for stride in laid_out(LaidArray(array, "reversed")).strides)


LIES = {
    "a shape that overflows 64 bits": b"a" + struct.pack("<BBB4Q", 0, 0, 4, *[2**62] * 4),
    "an empty array of giant extent": b"a" + struct.pack("<BBB2Q", 0, 0, 2, 0, 2**63),
    "more bytes than there are": b"a" + struct.pack("<BBBQ", 0, 0, 1, 2**40),
    "an empty array that NumPy refuses": b"a" + struct.pack("<BBB8Q", 0, 0, 8, *[2**31] * 7, 0),
    "more values than anyone needs": b"l" + struct.pack("<I", 200) + (b"l" + struct.pack("<I", 200) + b"N" * 200) * 200,
    "an unknown dtype": b"a" + struct.pack("<BBBQ", 200, 0, 1, 0),
    "an unknown layout": b"a" + struct.pack("<BBBQ", 0, 9, 1, 0),
    "too many axes": b"a" + struct.pack("<BBB", 0, 0, 255) + b"\1" * 2040,
    "four thousand million items": b"l" + struct.pack("<I", 2**32 - 1),
    "nesting without end": b"l\1\0\0\0" * 5000 + b"N",
    "a text longer than the frame": b"s" + struct.pack("<I", 2**31),
    "an unknown tag": b"Z",
    "nothing": b"",
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_lie_is_refused(lie: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode(lie)


def test_a_header_is_checked_before_its_payload_is_read() -> None:
    good = wire.frame(wire.RETURNED, 7, 9, None)[: wire.HEADER.size]
    assert header(good, 1) == (wire.RETURNED, 7, 9, 1)
    with pytest.raises(ProtocolError, match="over the limit"):
        header(good, 0)
    with pytest.raises(ProtocolError, match="not a frame"):
        header(b"\0" * wire.HEADER.size, 10)
    with pytest.raises(ProtocolError, match="not a frame"):
        header(good[:5] + b"\1" + good[6:], 10)


@pytest.mark.parametrize(
    "value", [object(), 2**63, b"bytes", {1, 2}, np.float64(1), np.ones(2, complex), np.array([None])]
)
def test_what_cannot_travel_is_a_type_error_here_and_not_there(value) -> None:
    with pytest.raises(TypeError, match="cannot travel"):
        encode(value)
