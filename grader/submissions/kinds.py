"""What a file is: by its name, and by its bytes, for whoever handed in something else by mistake. Pure."""

import re
from pathlib import PurePath

SUFFIXES = (".py", ".ipynb")
READABLE = (*SUFFIXES, ".zip")
RENAMED = frozenset({".txt", ".json", ".download"})  # what browsers and mail programs put behind a name


class Unreadable(Exception):
    """Why a submission, or a file of it, cannot be read; a sentence."""


HAND_IN = "hand in the Python file or the notebook itself"
CLONE = "`git lfs pull` fetches the file itself; hand that in"
ZIP_INSTEAD = "make a .zip of the files, or hand in the Python file or the notebook itself"
BEGINNINGS = (  # how files of a kind begin, what they are, and what to do
    (b"version https://git-lfs.github.com/spec/", "a pointer of Git LFS, not the file that it stands for", CLONE),
    (b"%PDF", "a PDF", HAND_IN),
    (b"\x89PNG", "a picture (PNG)", HAND_IN),
    (b"\xff\xd8\xff", "a picture (JPEG)", HAND_IN),
    (b"GIF8", "a picture (GIF)", HAND_IN),
    (b"{\\rtf", "a text with formatting (RTF)", "save it as plain text under .py"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an office program", "save the code as plain text under .py"),
    (b"Rar!\x1a\x07", "a RAR archive", ZIP_INSTEAD),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", ZIP_INSTEAD),
    (b"\x1f\x8b", "an archive packed with gzip", ZIP_INSTEAD),
    (b"BZh", "an archive packed with bzip2", ZIP_INSTEAD),
    (b"\xfd7zXZ\x00", "an archive packed with xz", ZIP_INSTEAD),
    (b"\x7fELF", "a compiled program", HAND_IN),
    (b"MZ\x90\x00", "a program of Windows", HAND_IN),
    (b"SQLite format 3\x00", "a database", HAND_IN),
    (b"\x93NUMPY", "an array saved by NumPy", HAND_IN),
    (b"\x89HDF", "data in HDF5", HAND_IN),
    (b"\x00\x05\x16\x07", "what macOS keeps beside a file, not the file", HAND_IN),
)
WEB_PAGE = re.compile(rb"\s*<(!doctype html|html|\?xml)", re.IGNORECASE)
MARKERS = re.compile(rb"^[ \t]*(<{7}|={7}|>{7})(?:\s|$)", re.MULTILINE)


def suffix_of(path: PurePath) -> str:
    """Return the ending that says what a file is: of CONV.PY ``.py``, and of conv.py.txt, renamed on its way, too."""
    suffix = path.suffix.lower()
    inner = PurePath(path.stem).suffix.lower()
    return inner if suffix in RENAMED and inner in SUFFIXES else suffix


def what_it_is(data: bytes) -> tuple[str, str] | None:
    """Return what the bytes of a file are, where that is neither source nor notebook, and what to do about it."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty", "save the file in your editor, look into it, and hand it in again"
    for beginning, kind, next_step in BEGINNINGS:
        if data.startswith(beginning):
            return kind, next_step
    if data.startswith(b"PK\x03\x04"):
        if any(name in data[:4096] for name in (b"word/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")):
            return "a document of an office program", "save the code as plain text under .py"
        return "a ZIP archive", "give it the ending .zip, or hand in the file that is in it"
    if data[257:262] == b"ustar":
        return "an archive packed with tar", ZIP_INSTEAD
    if data[2:4] == b"\r\n" and b"\0" in data[:16]:
        return "compiled Python", HAND_IN
    if WEB_PAGE.match(data):
        return "a web page", "download the file itself (on GitHub: Raw), and hand that in"
    return None


def conflict_in(data: bytes) -> int | None:
    """Return the first line that git left in a file that it could not merge; None where there is none."""
    found = MARKERS.search(data)
    return None if found is None else data.count(b"\n", 0, found.start(1)) + 1


def conflict_sentence(file: str, line: int) -> str:
    """Return what to say of a merge conflict."""
    return (
        f"{file} line {line}: git left a merge conflict here, between <<<<<<< and >>>>>>>. Keep one of the two "
        "versions, delete the lines with <<<<<<<, ======= and >>>>>>>, and hand it in again"
    )
