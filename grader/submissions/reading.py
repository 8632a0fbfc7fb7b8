"""A file or folder to a Submission: read and unpacked under caps, never executed, never parsed as Python.

What cannot be read becomes `Submission.problem`, a sentence for the report: a bad submission costs
its own author, and stops nobody. Syntax trees are made in the sandbox.
"""

import functools
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath, PurePosixPath

from grader.files import digest_of
from grader.model import Cell, Module, Submission
from grader.submissions import archives

MAX_FILE_BYTES = 4 << 20  # a notebook with pictures in it is a few hundred KiB
MAX_TOTAL_BYTES = 32 << 20
MAX_FILES = 200
MAX_ENTRIES = 20_000  # of an archive, whatever they are
ENCRYPTED = 1  # flag bit of a zip's entry
CHECKS = re.compile(r"(from grader\.notebook import check|import grader\.notebook|(grader\.notebook\.)?check\(.*\))")
SUFFIXES = (".py", ".ipynb")
READABLE = (*SUFFIXES, ".zip")
IGNORED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "venv", "node_modules", "site-packages"})


class Unreadable(Exception):
    """Why a submission cannot be read; becomes `Submission.problem`."""


def load_submission(path: Path, name: str | None = None) -> Submission:
    """Read one submission: a ``.py``, an ``.ipynb``, a folder or a ``.zip`` of several modules.

    Parameters
    ----------
    path : Path
    name : str, optional
        What the report calls it; the file's name if not given.
    """
    name = printable(name or path.resolve().name)
    try:
        notes: list[str] = []
        files = dict(_files(path, notes))
    except (Unreadable, OSError) as error:
        reason = f"{path.name}: {error.strerror or error}" if isinstance(error, OSError) else str(error)
        return unreadable(name, reason)
    return from_files(name, files, notes)


def unreadable(name: str, reason: str) -> Submission:
    """Return a submission of which nothing can be graded, and why."""
    return Submission(name=printable(name), digest=digest_of({}), problem=printable(reason))


def from_files(name: str, files: dict[str, bytes], left_out: Iterable[str] = ()) -> Submission:
    """Return a submission of files by relative path, and notes on what was left out; modules in order of preference."""
    modules: list[Module] = []
    notes = list(left_out)
    for file in sorted(files, key=lambda file: (file.count("/"), _suffix(PurePosixPath(file)) == ".ipynb", file)):
        try:
            modules.append(_module(file, files[file], {module.name for module in modules}))
        except Unreadable as error:
            notes.append(str(error))
    problem = None
    if not modules:
        problem = "; ".join(notes) or "there is no .py or .ipynb file in it"
    return Submission(
        name=name,
        digest=digest_of(files),
        modules=tuple(modules),
        problem=problem,
        notes=() if problem else tuple(notes),
    )


def printable(name: str) -> str:
    """Return a file's name as text that can be written anywhere: bytes that are no UTF-8 are spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


# ------------------------------------------------------------------------------------- files


def _files(path: Path, notes: list[str]) -> Iterable[tuple[str, bytes]]:
    if path.is_dir():
        return _limited(_proper(_in_folder(path, notes), f"{path.name}/", notes), f"{path.name}/")
    if _suffix(path) == ".zip":
        return _limited(_proper(_in_zip(path, notes), path.name, notes), path.name)
    if _suffix(path) in SUFFIXES and path.is_file():
        single = [(path.name, path.stat().st_size, path.read_bytes)]
        return _limited(_proper(single, path.name, notes), path.name)
    raise Unreadable(f"{path.name} is not a .py, an .ipynb, a .zip or a folder")


def _suffix(path: PurePath) -> str:
    """Return the ending that says what a file is: CONV.PY and X.ZIP are what conv.py and x.zip are."""
    return path.suffix.lower()


Entry = tuple[str, int, Callable[[], bytes]]


def _limited(entries: Iterable[Entry], where: str) -> Iterable[tuple[str, bytes]]:
    """Read entries under the caps on size and number."""
    total = 0
    for number, (name, size, read) in enumerate(entries):
        if number >= MAX_FILES:
            raise Unreadable(f"{where} holds more than {MAX_FILES} Python files")
        total += size
        if size > MAX_FILE_BYTES or total > MAX_TOTAL_BYTES:
            raise Unreadable(f"{name} is too large to be source code ({size} bytes)")
        yield printable(name), read()


def _proper(modules: Iterable[Entry], where: str, notes: list[str]) -> Iterator[Entry]:
    """Yield the Python files and notebooks whose names can be told apart; leave out, or refuse, the others."""
    seen: set[str] = set()
    for name, size, read in modules:
        rule = archives.module_rule(name)
        if rule is None and archives.plain_form(name) in seen:
            rule = "duplicate"
        if not _left_out(name, rule, where, notes):
            seen.add(archives.plain_form(name))
            yield name, size, read


def _left_out(entry: str, rule: str | None, where: str, notes: list[str]) -> bool:
    """Whether an entry is left out, with a note; raise Unreadable where its rule costs the whole submission."""
    if rule is None:
        return False
    refusal = f"{where}: {archives.Refusal(entry, rule)}"
    if rule not in archives.LEFT_OUT:
        raise Unreadable(refusal)
    notes.append(refusal)
    return True


def _in_folder(folder: Path, notes: list[str]) -> Iterable[Entry]:
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if _is_ignored(relative.parts) or _left_out(
            relative.as_posix(), archives.name_rule(printable(relative.as_posix())), f"{folder.name}/", notes
        ):
            continue
        if _suffix(path) in SUFFIXES and not _is_ignored(relative.parts):
            if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
                raise Unreadable(f"{relative} is a link or no plain file; submit the file itself")
            yield relative.as_posix(), path.stat().st_size, path.read_bytes


def _in_zip(path: Path, notes: list[str]) -> Iterable[Entry]:
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ENTRIES or archives.overlap((i.header_offset, i.compress_size) for i in infos):
                raise Unreadable(f"{path.name}: {archives.Refusal(path.name, 'bomb')}")
            for info in infos:
                file = info.filename.replace("\\", "/")  # old tools for Windows part names so
                rule = archives.name_rule(info.orig_filename)
                if rule not in ("traversal", "absolute name") and _is_ignored(PurePosixPath(file).parts):
                    continue
                rule = rule or archives.kind_rule(info.external_attr >> 16)
                if rule is None and _suffix(PurePosixPath(file)) in SUFFIXES and not file.endswith("/"):
                    encrypted = info.flag_bits & ENCRYPTED
                    bomb = archives.is_bomb(info.compress_size, info.file_size)
                    rule = "encrypted" if encrypted else "bomb" if bomb else None
                    if rule is None:
                        yield file, info.file_size, functools.partial(_unpacked, archive, info)
                        continue
                _left_out(info.orig_filename, rule, path.name, notes)
    except Unreadable:
        raise
    except Exception as error:  # any bytes may be called .zip, and zipfile raises what its decoders raise
        raise Unreadable(f"{path.name} cannot be unpacked: {_reason(error)}") from None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(info) as stream:  # never more than was announced: that is the cap on bombs
            return stream.read(info.file_size)
    except Exception as error:
        raise Unreadable(f"{info.filename!r} cannot be unpacked: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _is_ignored(parts: tuple[str, ...]) -> bool:
    return any(part in IGNORED_FOLDERS or part.startswith(".") for part in parts)


# ----------------------------------------------------------------------------------- modules


def _module(file: str, data: bytes, taken: set[str]) -> Module:
    path = PurePosixPath(file)
    parts = [re.sub(r"\W", "_", part) for part in (*path.parts[:-1], path.stem)]
    is_package = parts[-1] == "__init__" and _suffix(path) == ".py"
    name = ".".join(parts[:-1] if is_package and len(parts) > 1 else parts)
    while name in taken:  # conv.py and conv.ipynb: both can be loaded, the module is what "import conv" gets
        name += "_"
    if _suffix(path) == ".ipynb":
        return Module(name=name, file=file, cells=_notebook_cells(file, data), is_notebook=True)
    return Module(name=name, file=file, cells=(Cell(file, _text(file, data)),), is_package=is_package)


def _text(file: str, data: bytes) -> str:
    import tokenize

    try:  # honours a coding line and a byte-order mark, as Python does
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        if encoding == "punycode":  # takes the square of the length: minutes for a file within the limit
            raise LookupError
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except (SyntaxError, ValueError, LookupError):  # a codec raises any kind of UnicodeError, which is a ValueError
        raise Unreadable(f"{file} is not text in UTF-8") from None


def _notebook_cells(file: str, data: bytes) -> tuple[Cell, ...]:
    """Return the code cells of a notebook, of format 4 or 3, numbered as Jupyter shows them: from 1."""
    try:
        notebook = json.loads(data)
        sheets = notebook.get("worksheets") or [notebook]
        cells = [cell for sheet in sheets for cell in sheet["cells"]]
        code = [cell.get("source", cell.get("input", "")) for cell in cells if cell["cell_type"] == "code"]
        sources = ["".join(source) if isinstance(source, list) else str(source) for source in code]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Unreadable(f"{file} is not a notebook: open it in Jupyter, save it and submit it again") from None
    return tuple(
        Cell(f"{file} cell {number}", source) for number, source in enumerate(sources, 1) if not is_only_a_check(source)
    )


def is_only_a_check(source: str) -> bool:
    """Whether a cell only asks for a grade, ``from grader.notebook import check`` and ``check(…)``."""
    lines = [line.strip() for line in source.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and all(CHECKS.fullmatch(line) for line in lines)
