"""Another system's CSV, read so that single cells can be replaced and every other byte stays. Pure.

Quotes, line ends, a byte order mark and spaces of the original are kept, because they are never written anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.errors import OperatorError

MARK = b"\xef\xbb\xbf"  # how some programs begin a file in UTF-8
DELIMITERS = (b",", b";", b"\t")


@dataclass(frozen=True)
class Cell:
    """A cell: its text, and where its bytes lie, quotes included."""

    start: int
    end: int
    text: str


def read(data: bytes, column: str) -> list[list[Cell]]:
    """Return the lines of a CSV file; its delimiter is the one that makes `column` one of the columns.

    Raises
    ------
    OperatorError
        If it is no CSV in UTF-8 with such a column.
    """
    for delimiter in DELIMITERS:
        lines = lines_of(data, delimiter)
        if lines and column in [cell.text.strip() for cell in lines[0]]:
            return lines
    raise OperatorError(
        f"the file given by --into has no column {column!r}; it begins: {data[:60].decode('utf-8', 'replace')!r}"
    )


def lines_of(data: bytes, delimiter: bytes) -> list[list[Cell]]:
    """Return the lines of a CSV file with a delimiter.

    Raises
    ------
    OperatorError
        If it is no text in UTF-8.
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise OperatorError("the file given by --into is in UTF-16: export it again as CSV in UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        raise OperatorError("the file given by --into is not in UTF-8: export it again as CSV in UTF-8") from None
    return list(_lines(data, delimiter))


def replaced(data: bytes, texts: Mapping[Cell, str]) -> bytes:
    """Return the file with new texts in some cells."""
    parts, at = [], 0
    for cell in sorted(texts, key=lambda cell: cell.start):
        parts += [data[at : cell.start], quoted(texts[cell])]
        at = cell.end
    return b"".join([*parts, data[at:]])


def quoted(text: str) -> bytes:
    """Return a text as a cell; one that could be taken for anything else in quotes."""
    needs = any(character in text for character in ',;\t"\r\n')
    return ('"' + text.replace('"', '""') + '"' if needs else text).encode()


def header(lines: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """Return the columns by name; of two with one name the first."""
    columns: dict[str, int] = {}
    for number, cell in enumerate(lines[0]):
        columns.setdefault(cell.text.strip(), number)
    return columns


def _lines(data: bytes, delimiter: bytes) -> Iterator[list[Cell]]:
    at, size = len(MARK) if data.startswith(MARK) else 0, len(data)
    while at < size:
        line = []
        while True:
            cell = _cell(data, at, delimiter)
            line.append(cell)
            at = cell.end
            if data[at : at + 1] != delimiter:
                break
            at += 1
        yield line
        at += 2 if data[at : at + 2] == b"\r\n" else 1


def _cell(data: bytes, start: int, delimiter: bytes) -> Cell:
    """Return the cell that begins at a place; a quote inside quotes is written twice."""
    stops = (delimiter[0], 10, 13)
    if data[start : start + 1] != b'"':
        end = start
        while end < len(data) and data[end] not in stops:
            end += 1
        return Cell(start, end, data[start:end].decode())
    end = start + 1
    while True:
        end = data.find(b'"', end)
        if end == -1:
            raise OperatorError("the file given by --into ends inside quotes: it seems to be cut off")
        if data[end + 1 : end + 2] != b'"':
            break
        end += 2
    inside = data[start + 1 : end].decode().replace('""', '"')
    end += 1
    while end < len(data) and data[end] not in stops:
        end += 1
    return Cell(start, end, inside)
