"""What a file is: by its name, and by its bytes, for whoever handed in something else by mistake. Pure."""

import re
from pathlib import PurePath

SUFFIXES = (".py", ".ipynb")
READABLE = (*SUFFIXES, ".zip")
PACKED = frozenset({".tar", ".zip", *SUFFIXES})  # what may stand before an ending of an archive
RENAMED = frozenset({".txt", ".json", ".download"})  # what browsers and mail programs put behind a name


class Unreadable(Exception):
    """Why a submission, or a file of it, cannot be read; a sentence."""


HAND_IN = "hand in the Python file or the notebook itself"
CLONE = "`git lfs pull` fetches the file itself; hand that in"
ZIP_INSTEAD = "make a .zip of the files, or hand in the Python file or the notebook itself"
A_ZIP = "a ZIP archive"
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
UNKNOWN = "is not a .py, an .ipynb, a .zip or a folder"
ARCHIVES = {  # endings of archives that are not opened
    **{".7z": "a 7z archive", ".rar": "a RAR archive", ".tar": "an archive packed with tar"},
    **{".gz": "an archive packed with gzip", ".tgz": "an archive packed with gzip"},
    **{".bz2": "an archive packed with bzip2", ".xz": "an archive packed with xz"},
}
WEB_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(!doctype html|html)", re.IGNORECASE)
PATCH = re.compile(rb"\s*(?:diff --git .*\n|(?:.*\n){0,3}?--- .*\n\+\+\+ .*\n@@ )")
XML = re.compile(rb"\s*<\?xml", re.IGNORECASE)
PYTHON = re.compile(rb"^(def|import|from|class) ", re.MULTILINE)
FUNCTION = re.compile(rb"^def +\w+ *\(", re.MULTILINE)
NOTEBOOK = (b'"cells"', b'"nbformat"', b'"metadata"')  # what stands in one
MAIL = re.compile(rb"(?:[A-Z][\w-]*: [^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)*?(?:MIME-Version|Received|Message-ID): ")
LINK = re.compile(rb"[\s#]*(?:\[InternetShortcut\]\s+(?:\S+\s+)*?URL=)?https?://\S+\s*$")
HEAD = 5000  # bytes that tell what a file is
MARKERS = re.compile(rb"^[ \t]*(<{7}|={7}|>{7})(?:\s|$)", re.MULTILINE)


def suffix_of(path: PurePath) -> str:
    """Return the ending that says what a file is: of CONV.PY ``.py``, and of conv.py.txt, renamed on its way, too."""
    suffix = path.suffix.lower()
    inner = PurePath(path.stem).suffix.lower()
    return inner if suffix in RENAMED and inner in SUFFIXES else suffix


def stem_of(name: str) -> str:
    """Return a file's name without its ending; of ada.py.txt and ada.tar.gz, without both."""
    path = PurePath(name)
    inner = PurePath(path.stem)
    ending, second = path.suffix.lower(), inner.suffix.lower()
    is_double = (ending in RENAMED and second in SUFFIXES) or (ending in ARCHIVES and second in PACKED)
    return inner.stem if is_double else path.stem


def real_suffix(suffix: str, head: bytes) -> str:
    """Return the ending that a file should have, by how it begins; its own where that fits, or nothing is certain."""
    if suffix in SUFFIXES:
        found = what_it_is(head) if head.startswith(b"PK\x03\x04") else None
        return ".zip" if found and found[0] == A_ZIP else suffix
    if suffix != ".zip" or head.startswith(b"PK") or what_it_is(head) is not None:
        return suffix
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ".ipynb" if any(key in head for key in NOTEBOOK) else suffix
    return ".py" if PYTHON.search(head) else suffix


def meant_suffix(head: bytes) -> str:
    """Return the ending that a file with none of ours should have, where it holds functions or a notebook; else ""."""
    if b"\0" in head or what_it_is(head) is not None:
        return ""
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return ".ipynb" if any(key in head for key in NOTEBOOK[:2]) else ""
    return ".py" if FUNCTION.search(head) else ""


def misnamed(file: str, real: str) -> str:
    """Return what to say of a file that is read although its ending is none of ours."""
    kind = "a notebook" if real == ".ipynb" else "Python source"
    return f"{file} is {kind} without the ending {real}; it was read as that. Save it as {stem_of(file)}{real}"


def disguised(file: str, suffix: str, real: str) -> str:
    """Return what to say of a file whose ending says something else than it is."""
    kinds = {".py": "Python source", ".ipynb": "a notebook", ".zip": "a ZIP archive"}
    names = {".py": "a Python file", ".ipynb": "a notebook", ".zip": "an archive"}
    then = "what is in it was read" if real == ".zip" else "it was read as that"
    return f"{file} is {kinds[real]} under the name of {names[suffix]}; {then}"


def no_source(name: str, head: bytes) -> str:
    """Return what to say of a file that is neither source nor notebook nor archive; it may be an empty stand-in."""
    found = what_it_is(head) if head else None
    archive = ARCHIVES.get(PurePath(name).suffix.lower())
    if found is not None and found[0] != "empty":
        return f"{name} is {found[0]}: {found[1]}"
    if archive is not None:
        return f"{name} is {archive}: {ZIP_INSTEAD}"
    if found is None and head and PYTHON.search(head):
        return f"{name} seems to be Python source without its ending: call it {stem_of(name)}.py and hand it in again"
    return f"{name} {UNKNOWN}"


def what_it_is(data: bytes) -> tuple[str, str] | None:
    """Return what the bytes of a file are, where that is neither source nor notebook, and what to do about it."""
    if data and not data.strip(b"\0"):
        return (
            "nothing but zero bytes, so it was damaged where it was saved",
            "look into your own copy, and hand that in",
        )
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return "empty", "save the file in your editor, look into it, and hand it in again"
    for beginning, kind, next_step in BEGINNINGS:
        if data.startswith(beginning):
            return kind, next_step
    if data.startswith(b"PK\x03\x04"):
        if any(name in data[:4096] for name in (b"word/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")):
            return "a document of an office program", "save the code as plain text under .py"
        return A_ZIP, "give it the ending .zip, or hand in the file that is in it"
    if data[257:262] == b"ustar":
        return "an archive packed with tar", ZIP_INSTEAD
    if data[2:4] == b"\r\n" and b"\0" in data[:16]:
        return "compiled Python", HAND_IN
    if WEB_PAGE.match(data):
        return "a web page", "download the file itself (on GitHub: Raw), and hand that in"
    if PATCH.match(data):
        return "a patch (a list of changes), not the file", HAND_IN
    if MAIL.match(data) and not FUNCTION.search(data):
        return "an e-mail, not the file that came with it", "save the attachment, and hand that in"
    if LINK.match(data):
        return "a link to a file, not the file", "download the file itself, and hand that in"
    if XML.match(data):
        return "XML, such as the error message of a site, and no source", "download the file itself, and hand that in"
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
