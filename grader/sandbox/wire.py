"""What travels between host and worker: frames of plain values. No pickle, no code.

Both sides load this file: the host as ``grader.sandbox.wire``, the worker as ``wire`` from its own
path. So it imports the standard library and numpy only.

A frame is a header and a payload::

    magic u32 | kind u8 | 3 zero bytes | sequence u32 | nonce u64 | payload bytes u64

Sequence and nonce are the host's; a reply repeats them, so a frame written ahead of time fits no
request. The payload is one value, each with a one-byte tag:

    N none    T true    F false    i int64    d float64    s text    h kept value (its number)
    o something that cannot travel (its type's name)
    a array: dtype u8, layout u8, ndim u8, shape u64 * ndim, data in C order
    l sequence: count u32, values              m mapping: count u32, (text, value) pairs

The reader believes nothing: it checks every length against what is left before it allocates.
"""

import math
import struct
from typing import Any, NamedTuple

import numpy as np

MAGIC = 0x43474731
HEADER = struct.Struct("<IB3xIQQ")
ORDER = struct.Struct("<cI")  # host to zygote: what, pid
ANSWER = struct.Struct("<cIiI")  # zygote to host: what, pid, wait status, processor time in milliseconds
LOAD, CALL, READY, LOADED, PROGRESS, RETURNED, RAISED, MISSING = range(1, 9)

DTYPES = tuple(np.dtype(name) for name in ("<f8", "<f4", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1", "|b1"))
DTYPE_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}
LAYOUTS = ("C", "F", "strided", "reversed")
MAX_DEPTH = 8
MAX_NDIM = 16
MAX_VALUES = 20_000  # in one frame: a value costs the reader more than it costs the sender
I64 = range(-(2**63), 2**63)


class ProtocolError(Exception):
    """The bytes are not a frame of ours, or not the one that was due."""


class KeptValue(NamedTuple):
    """A value that stays in the worker under this number."""

    number: int


class Unsendable(NamedTuple):
    """A value that cannot travel, by the name of its type."""

    kind: str


class LaidArray(NamedTuple):
    """An array and the memory layout the receiver gives it."""

    array: np.ndarray
    layout: str


class Header(NamedTuple):
    """What stands before a payload."""

    kind: int
    sequence: int
    nonce: int
    nbytes: int


# ------------------------------------------------------------------------------------ frames


def frame(kind: int, sequence: int, nonce: int, value: Any) -> bytes:
    """Return the bytes of one frame."""
    payload = encode(value)
    return HEADER.pack(MAGIC, kind, sequence, nonce, len(payload)) + payload


def header(data: bytes, max_bytes: int) -> Header:
    """Read a header; refuse one that announces more than `max_bytes`."""
    magic, kind, sequence, nonce, nbytes = HEADER.unpack(data)
    if magic != MAGIC or data[5:8] != b"\0\0\0":
        raise ProtocolError("not a frame of the grader")
    if nbytes > max_bytes:
        raise ProtocolError(f"a frame of {nbytes} bytes is over the limit of {max_bytes}")
    return Header(kind, sequence, nonce, nbytes)


# ------------------------------------------------------------------------------------ encode


def encode(value: Any) -> bytes:
    """Return the payload for `value`; a type that cannot travel raises TypeError."""
    parts: list[bytes] = []
    _encode(value, parts)
    return b"".join(parts)


def _encode(value: Any, parts: list[bytes]) -> None:
    kind = type(value)
    if value is None or kind is bool:
        parts.append({None: b"N", True: b"T", False: b"F"}[value])
    elif kind is int and value in I64:
        parts.append(b"i" + struct.pack("<q", value))
    elif kind is float:
        parts.append(b"d" + struct.pack("<d", value))
    elif kind is str:
        parts.append(b"s" + _text(value))
    elif kind is KeptValue:
        parts.append(b"h" + struct.pack("<I", value.number))
    elif kind is Unsendable:
        parts.append(b"o" + _text(value.kind))
    elif kind is LaidArray:
        _encode_array(value.array, LAYOUTS.index(value.layout), parts)
    elif kind is np.ndarray and value.dtype in DTYPE_CODES:
        _encode_array(value, 0, parts)
    elif kind in (tuple, list):
        parts.append(b"l" + struct.pack("<I", len(value)))
        for item in value:
            _encode(item, parts)
    elif kind is dict:
        parts.append(b"m" + struct.pack("<I", len(value)))
        for key, item in value.items():
            parts.append(_text(key))
            _encode(item, parts)
    else:
        raise TypeError(f"a {kind.__name__} cannot travel")


def _text(text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return struct.pack("<I", len(data)) + data


def _encode_array(array: np.ndarray, layout: int, parts: list[bytes]) -> None:
    head = struct.pack("<BBB", DTYPE_CODES[array.dtype], layout, array.ndim)
    parts.append(b"a" + head + struct.pack(f"<{array.ndim}Q", *array.shape))
    parts.append(array.tobytes())  # C order, whatever the array's own


# ------------------------------------------------------------------------------------ decode


def decode(payload: bytes) -> Any:
    """Return the value of a payload; anything irregular raises `ProtocolError`."""
    reader = _Reader(payload)
    value = reader.value(0)
    if reader.at != len(payload):
        raise ProtocolError("bytes are left over behind the value")
    return value


class _Reader:
    """A position in a payload that never passes its end."""

    def __init__(self, payload: bytes) -> None:
        self.payload = memoryview(payload)
        self.at = 0
        self.values = 0

    def take(self, nbytes: int) -> memoryview:
        if nbytes > len(self.payload) - self.at:
            raise ProtocolError("the payload ends inside a value")
        self.at += nbytes
        return self.payload[self.at - nbytes : self.at]

    def unpack(self, form: str) -> Any:
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def text(self) -> str:
        (nbytes,) = self.unpack("<I")
        return str(self.take(nbytes), "utf-8", "replace")

    def count(self) -> int:
        (count,) = self.unpack("<I")
        if count > min(MAX_VALUES, len(self.payload) - self.at):  # every item takes a byte at least
            raise ProtocolError(f"a sequence of {count} values")
        return int(count)

    def value(self, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            raise ProtocolError("values are nested too deeply, or are too many")
        tag = bytes(self.take(1))
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        if tag in _NUMBERS:
            return self.unpack(_NUMBERS[tag])[0]
        if tag == b"s":
            return self.text()
        if tag == b"h":
            return KeptValue(self.unpack("<I")[0])
        if tag == b"o":
            return Unsendable(self.text())
        if tag == b"a":
            return self.array()
        if tag == b"l":
            return tuple(self.value(depth + 1) for _ in range(self.count()))
        if tag == b"m":
            return {self.text(): self.value(depth + 1) for _ in range(self.count())}
        raise ProtocolError(f"unknown tag {tag!r}")

    def array(self) -> Any:
        code, layout, ndim = self.unpack("<BBB")
        if code >= len(DTYPES) or layout >= len(LAYOUTS) or ndim > MAX_NDIM:
            raise ProtocolError("an array with an unknown dtype, layout or number of axes")
        shape = self.unpack(f"<{ndim}Q")
        dtype = DTYPES[code]
        nbytes = dtype.itemsize
        for length in shape:  # Python's integers: a product cannot overflow
            nbytes *= length
        if 0 in shape and math.prod(length for length in shape if length) > 2**31:
            raise ProtocolError(f"an empty array of shape {shape}")  # NumPy refuses the largest of them
        array = np.frombuffer(self.take(nbytes), dtype).reshape(shape)
        return array.copy() if layout == 0 else LaidArray(array.copy(), LAYOUTS[layout])


_CONSTANTS = {b"N": None, b"T": True, b"F": False}
_NUMBERS = {b"i": "<q", b"d": "<d"}


def laid_out(laid: LaidArray) -> np.ndarray:
    """Return an array equal to ``laid.array`` with the memory layout it names."""
    array = laid.array
    if array.ndim == 0:
        return array
    if laid.layout == "F":
        return np.asfortranarray(array)
    if laid.layout == "strided":  # every second element of a larger buffer
        buffer = np.zeros(tuple(2 * length for length in array.shape), array.dtype)
        view = buffer[(slice(None, None, 2),) * array.ndim]
    elif laid.layout == "reversed":  # negative strides
        view = np.zeros(array.shape, array.dtype)[(slice(None, None, -1),) * array.ndim]
    else:
        return array
    view[...] = array
    return view
