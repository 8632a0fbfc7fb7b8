"""The bytes of a source to text, as Python reads them; where Python would not, as they are most likely meant. Pure.

In: a file's name and bytes.  Out: its text, and a note where it had to be guessed, with the line and the character.
"""

import codecs
import io
import re
import tokenize

from grader.submissions.code_pages import text_of_file
from grader.submissions.kinds import Unreadable

MARKS = (  # how files in these begin; the longer first
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
CODING = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
ENCODINGS = frozenset(  # that a file may name: those that editors write; others are no text, or take minutes
    [
        *("ascii", "utf-8", "utf-8-sig", "big5", "gb2312", "gbk", "gb18030", "shift_jis", "euc_jp", "euc_kr"),
        *(f"iso8859-{part}" for part in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)),
        *(f"cp{page}" for page in (437, 737, 850, 852, 866, 874, 932, 949, 950, *range(1250, 1259))),
        *("koi8-r", "koi8-u", "mac-roman", "mac-cyrillic"),
    ]
)
SAVE = "Save it as UTF-8"


def read_source(file: str, data: bytes) -> tuple[str, str]:
    """Return the text of a source, and a note where Python itself would not have read it.

    Raises
    ------
    Unreadable
        If it is no text at all.
    """
    wide = _wide(file, data)
    if wide is not None:
        return wide
    whole = data.rstrip(b"\0\x1a")
    if len(whole) < len(data) and whole:  # a disk that was full, a folder in the cloud, DOS: padding behind the end
        text, note = read_source(file, whole)
        padding = f"{file} ends in bytes that no text has; they were passed over. {SAVE}"
        return text, f"{padding}; {note}" if note else padding
    try:  # honours a coding line and a byte-order mark, as Python does
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if codecs.lookup(encoding).name not in ENCODINGS:
            raise LookupError
        return _lines(data.decode(encoding)), ""
    except (SyntaxError, ValueError, LookupError):  # a codec raises any kind of UnicodeError, which is a ValueError
        return _guessed(file, data)


def _wide(file: str, data: bytes) -> tuple[str, str] | None:
    """Return what a file in UTF-16 or UTF-32 says; None for a file in neither."""
    mark, encoding, name = next(((m, e, n) for m, e, n in MARKS if data.startswith(m)), (b"", "", ""))
    if not encoding and len(data) > 3 and b"\0" in data[:2]:  # without a mark: every other byte of ASCII is 0
        zeros = data[:4000].count(0)
        if zeros > min(len(data), 4000) * 0.3:
            encoding, name = ("utf-16-be" if data[0] == 0 else "utf-16-le"), "UTF-16"
    if not encoding:
        return None
    try:
        text = data[len(mark) :].decode(encoding)
    except UnicodeDecodeError:
        raise Unreadable(f"{file} is not text in UTF-8, nor whole in {name}: save it again as UTF-8") from None
    return _lines(text), f"{file} is in {name}, which Python does not read; it was read as that. {SAVE}"


def _guessed(file: str, data: bytes) -> tuple[str, str]:
    """Return the text of a file that its own coding line, or UTF-8, does not fit."""
    if b"\0" in data:
        raise Unreadable(f"{file} is not text in UTF-8: it holds bytes that no text has")
    line, name = _coding_line(data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        page, text = text_of_file(data)
        before = len(data[: error.start].decode(page, "replace"))
        at = data.count(b"\n", 0, error.start) + 1
        character = text[before : before + 1]
        named = f", though line {line} says {name}" if name else ""
        note = f"{file} line {at}: {character!r} is not in UTF-8{named}; the file was read as {page}. {SAVE}"
        return _lines(text), note
    note = f"{file} line {line} names the coding {name!r}, which does not fit; it was read as UTF-8. Delete that line"
    return _lines(text), note if name else ""


def _coding_line(data: bytes) -> tuple[int, str]:
    """Return the line that says in which coding a source is, and the coding; (0, "") where none does."""
    for number, line in enumerate(data.split(b"\n", 2)[:2], 1):
        found = CODING.match(line)
        if found:
            return number, found[1].decode("ascii", "replace")[:40]
    return 0, ""


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
