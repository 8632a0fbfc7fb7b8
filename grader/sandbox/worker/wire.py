"""What travels between host and worker: frames of plain values. No pickle, no code.

Both sides load this file: the host as ``grader.sandbox.worker.wire``, the worker from its own folder.
So it imports the standard library and numpy only.

A frame is a header and a payload::

    magic u32 | kind u8 | 3 zero bytes | sequence u32 | nonce u64 | payload bytes u64

Sequence and nonce are the host's; a reply repeats them, so a frame written ahead of time fits no
request. The payload is one value, each with a one-byte tag:

    N none    T true    F false    i int64    d float64    s text    h kept value (its number)
    o something that cannot travel (its type's name)
    a array: dtype u8, layout u8, ndim u8, shape u64 * ndim, data in C order
    l sequence: count u32, values              m mapping: count u32, (text, value) pairs

A text is a length (u32) and so many bytes of UTF-8; the sender writes ``?`` for a lone surrogate.

The reader believes nothing: it checks every length against what is left before it allocates, and takes only
the one form that `encode` writes: what it accepts encodes to the same bytes again. For any payload it allocates
at most seven times the payload's bytes (a text whose last character is an unusual one), and 200 for each value.
"""

import functools
import math
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

MAGIC = 0x43474731
HEADER = struct.Struct("<IB3xIQQ")
ORDER = struct.Struct("<cI")  # host to zygote: what, pid
ANSWER = struct.Struct("<cIiI")  # zygote to host: what, pid, wait status, processor time in milliseconds
KINDS = tuple(range(1, 13))
LOAD, CALL, READY, LOADED, PROGRESS, RETURNED, RAISED, MISSING, REPAIR, REPAIRED, AGAIN, LOOKED = KINDS
# Kinds that carry sources or arrays; the others only say something.
CARRIERS = (LOAD, CALL, RETURNED, REPAIR, REPAIRED, AGAIN, LOOKED)

DTYPES = tuple(np.dtype(name) for name in ("<f8", "<f4", "<i8", "<i4", "<i2", "|i1", "<u8", "<u4", "<u2", "|u1", "|b1"))
DTYPE_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}
LAYOUTS = ("C", "F", "strided", "reversed")
MAX_DEPTH = 8
MAX_NDIM = 16
MAX_SAID = 4 << 20  # bytes of a frame that carries nothing
MAX_SOURCE = 64 << 20  # bytes of one text that a child reads
MAX_REPLY_TEXT = 64 << 10  # bytes of one text that the host reads: a longer one comes from no worker of ours
MAX_VALUES = 20_000  # in one frame: a value costs the reader more than it costs the sender
SMALL = 1 << 12  # bytes of an array that is copied once more, because a view would take longer
I64 = range(-(2**63), 2**63)

_U32, _I64, _F64 = struct.Struct("<I"), struct.Struct("<q"), struct.Struct("<d")
_TAG_U32, _TAG_I64, _TAG_F64 = struct.Struct("<cI"), struct.Struct("<cq"), struct.Struct("<cd")
_ARRAY = struct.Struct("<BBB")
_SHAPES = tuple(struct.Struct(f"<{ndim}Q") for ndim in range(MAX_NDIM + 1))


class ProtocolError(Exception):
    """The bytes are not a frame of ours, or not the one that was due."""


class KeptValue(NamedTuple):
    """A value that stays in the worker under this number."""

    number: int


class Unsendable(NamedTuple):
    """A value that cannot travel, by the name of its type."""

    kind: str


IDENTITY = Unsendable("function that returns what it is given")  # to a child: it has one of its own
GENERATOR = Unsendable("generator of random numbers")  # likewise


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
    parts = _parts(value)
    nbytes = sum(map(len, parts))
    return b"".join([HEADER.pack(MAGIC, kind, sequence, nonce, nbytes), *parts])


def packed_frame(kind: int, sequence: int, nonce: int, payload: bytes) -> bytes:
    """Return the bytes of one frame, given those of its value."""
    return HEADER.pack(MAGIC, kind, sequence, nonce, len(payload)) + payload


def end_of_output(nonce: int) -> bytes:
    """Return what stands behind all that a request printed, where printed text and replies travel apart."""
    return b"\0" + nonce.to_bytes(8, "little") + b"\0"


def header(data: bytes, max_bytes: int) -> Header:
    """Read a header; refuse one that announces more than `max_bytes`, or more than its kind may have."""
    if len(data) != HEADER.size:
        raise ProtocolError("half a header")
    magic, kind, sequence, nonce, nbytes = HEADER.unpack(data)
    if magic != MAGIC or data[5:8] != b"\0\0\0" or kind not in KINDS:
        raise ProtocolError("not a frame of the grader")
    limit = max_bytes if kind in CARRIERS else min(max_bytes, MAX_SAID)
    if nbytes > limit:
        raise ProtocolError(f"a frame of {nbytes} bytes is over the limit of {limit}")
    return Header(kind, sequence, nonce, nbytes)


# ------------------------------------------------------------------------------------ encode

Part = bytes | memoryview  # an array is not copied before all parts are joined


def encode(value: Any) -> bytes:
    """Return the payload for `value`; a type that cannot travel raises TypeError."""
    return b"".join(_parts(value))


def _parts(value: Any) -> list[Part]:
    parts: list[Part] = []
    _encode(value, parts)
    return parts


def _encode(value: Any, parts: list[Part]) -> None:
    """Add the bytes of a value; the kinds that are frequent come first."""
    kind = type(value)
    if kind is str:
        parts.append(b"s" + _text(value))
    elif kind is tuple or kind is list:
        parts.append(_TAG_U32.pack(b"l", len(value)))
        for item in value:
            _encode(item, parts)
    elif value is None or kind is bool:
        parts.append(b"N" if value is None else b"T" if value else b"F")
    elif kind is int and value in I64:
        parts.append(_TAG_I64.pack(b"i", value))
    elif kind is LaidArray:
        _encode_array(value.array, LAYOUTS.index(value.layout), parts)
    elif kind is dict:
        parts.append(_TAG_U32.pack(b"m", len(value)))
        for key, item in value.items():
            parts.append(_key(key))
            _encode(item, parts)
    elif kind is np.ndarray and value.dtype in DTYPE_CODES and value.ndim <= MAX_NDIM:
        _encode_array(value, 0, parts)
    elif kind is KeptValue:
        parts.append(_TAG_U32.pack(b"h", value.number))
    elif kind is float:
        parts.append(_TAG_F64.pack(b"d", value))
    elif kind is Unsendable:
        parts.append(b"o" + _text(value.kind))
    else:
        raise TypeError(f"a {kind.__name__} cannot travel")


def _text(text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return _U32.pack(len(data)) + data


_key = functools.lru_cache(256)(_text)  # mappings are of our own making, so their keys are few


def _encode_array(array: np.ndarray, layout: int, parts: list[Part]) -> None:
    code = DTYPE_CODES[array.dtype]
    if array.dtype.kind == "b":
        array = array.view(np.uint8) != 0  # memory may hold any byte for True; 1 travels
    parts.append(b"a" + _ARRAY.pack(code, layout, array.ndim) + _SHAPES[array.ndim].pack(*array.shape))
    if array.nbytes < SMALL:
        parts.append(array.tobytes())  # C order, whatever the array's own
    else:
        parts.append(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)


# ------------------------------------------------------------------------------------ decode


def decode(payload: bytes, text_bytes: int = MAX_SOURCE) -> Any:
    """Return the value of a payload; anything irregular, and any longer text, raises `ProtocolError`."""
    reader = _Reader(payload, text_bytes)
    try:
        value = reader.value(0)
    except (IndexError, struct.error):  # a tag, or a number, that would stand behind the last byte
        raise ProtocolError("the payload ends inside a value") from None
    if reader.at != reader.end:
        raise ProtocolError("bytes are left over behind the value")
    return value


class _Reader:
    """A position in a payload. What has a length of its own is checked against the payload's end before it is read."""

    def __init__(self, payload: bytes, text_bytes: int) -> None:
        self.payload, self.end, self.text_bytes = payload, len(payload), text_bytes
        self.at = 0
        self.values = 0

    def value(self, depth: int) -> Any:
        self.values += 1
        if depth > MAX_DEPTH or self.values > MAX_VALUES:
            raise ProtocolError("values are nested too deeply, or are too many")
        tag = self.payload[self.at]
        self.at += 1
        if tag in _CONSTANTS:
            return _CONSTANTS[tag]
        read = _READERS.get(tag)
        if read is None:
            raise ProtocolError(f"unknown tag {tag}")
        return read(self, depth)

    def number(self, form: struct.Struct) -> Any:
        (number,) = form.unpack_from(self.payload, self.at)
        self.at += form.size
        return number

    def skip(self, nbytes: int) -> int:
        """Pass over so many bytes; return where they start."""
        start = self.at
        self.at = start + nbytes
        if self.at > self.end:
            raise ProtocolError("the payload ends inside a value")
        return start

    def text(self, depth: int = 0) -> str:
        nbytes = self.number(_U32)
        if nbytes > self.text_bytes:
            raise ProtocolError(f"a text of {nbytes} bytes")
        start = self.skip(nbytes)
        try:
            return self.payload[start : self.at].decode()
        except UnicodeDecodeError:
            raise ProtocolError("a text that is no UTF-8") from None

    def count(self, least: int) -> int:
        """Read how many items follow, each of so many bytes at least."""
        count = self.number(_U32)
        if count > MAX_VALUES or count * least > self.end - self.at:
            raise ProtocolError(f"a sequence of {count} values")
        return int(count)

    def sequence(self, depth: int) -> tuple[Any, ...]:
        value, depth = self.value, depth + 1
        return tuple([value(depth) for _ in range(self.count(1))])

    def mapping(self, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for _ in range(self.count(5)):
            key = self.text()
            if key in values:
                raise ProtocolError("a mapping with two values for one key")
            values[key] = self.value(depth + 1)
        return values

    def array(self, depth: int) -> Any:
        code, layout, ndim = _ARRAY.unpack_from(self.payload, self.at)
        if code >= len(DTYPES) or layout >= len(LAYOUTS) or ndim > MAX_NDIM:
            raise ProtocolError("an array with an unknown dtype, layout or number of axes")
        shape = _SHAPES[ndim].unpack_from(self.payload, self.at + _ARRAY.size)
        self.at += _ARRAY.size + _SHAPES[ndim].size
        dtype = DTYPES[code]
        extent = dtype.itemsize * math.prod(filter(None, shape))  # Python's integers do not overflow
        if extent >= 2**63:  # no array in NumPy, not even an empty one
            raise ProtocolError(f"an array of shape {shape}")
        start = self.skip(0 if 0 in shape else extent)
        array = np.ndarray(shape, dtype, self.payload, start).copy()
        if dtype.kind == "b" and array.view(np.uint8).max(initial=0) > 1:
            raise ProtocolError("a truth value that is neither 0 nor 1")
        return array if layout == 0 else LaidArray(array, LAYOUTS[layout])


_CONSTANTS = {ord("N"): None, ord("T"): True, ord("F"): False}
_READERS: dict[int, Callable[[_Reader, int], Any]] = {
    ord("i"): lambda reader, depth: reader.number(_I64),
    ord("d"): lambda reader, depth: reader.number(_F64),
    ord("s"): _Reader.text,
    ord("h"): lambda reader, depth: KeptValue(reader.number(_U32)),
    ord("o"): lambda reader, depth: Unsendable(reader.text()),
    ord("a"): _Reader.array,
    ord("l"): _Reader.sequence,
    ord("m"): _Reader.mapping,
}


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
