"""A file or folder to a Submission: read and unpacked under caps, never executed, never parsed as Python.

What cannot be read becomes `Submission.problem`, a sentence for the report: a bad submission costs
its own author, and stops nobody. Syntax trees are made in the sandbox.
"""

import contextlib
import functools
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from grader.files import digest_of
from grader.model import Module, Submission
from grader.submissions import archives, environments, notebooks, zip_names
from grader.submissions.entries import Entry, printable, under_other_endings
from grader.submissions.instead import NOTHING, instead_of_source
from grader.submissions.kinds import (
    HEAD,
    READABLE,
    SUFFIXES,
    Unreadable,
    disguised,
    meant_suffix,
    no_source,
    real_suffix,
    suffix_of,
    what_it_is,
)
from grader.submissions.modules import MAX_FILE_BYTES, modules_of
from grader.submissions.opening import NotPlain, look_at, open_plain, read_below, read_head, read_plain, walk
from grader.submissions.source_text import read_source
from grader.submissions.tarballs import as_zip, is_tar_name

MAX_NOTEBOOK_BYTES = 64 << 20  # pictures in its outputs, which are passed over
MAX_TOTAL_BYTES = 32 << 20  # of source
MAX_NOTEBOOKS_BYTES = MAX_ZIP_BYTES = 128 << 20  # of all notebooks, and of an archive
MAX_FILES = 200
MAX_ENTRIES = 20_000  # of an archive, whatever they are
ENCRYPTED = 1  # flag bit of a zip's entry
GIVEN_BACK = "3_corrections"  # in OpenOlat, what a teacher wrote
IGNORED_FOLDERS = frozenset({"__pycache__", "__MACOSX", "venv", "node_modules", "site-packages", GIVEN_BACK})


def load_submission(path: Path, name: str | None = None) -> Submission:
    """Read one submission: a ``.py``, an ``.ipynb``, a folder or a ``.zip`` of several modules.

    Parameters
    ----------
    path : Path
    name : str, optional
        What the report calls it; the file's name if not given.
    """
    name = printable(name or os.path.basename(os.path.abspath(path)))
    try:
        notes: list[str] = []
        files = _newest({file: (data, modified) for file, data, modified in _files(path, notes, name)}, notes)
        found = from_files(name, files, notes)
        return found if found.problem != NOTHING else unreadable(name, instead_of_source(path, _is_ignored))
    except Exception as error:  # whatever it is, it is this submission's alone
        return unreadable(name, _why(name if path.is_dir() else path.name, error))


def _why(name: str, error: Exception) -> str:
    """Return why a submission of this name cannot be read."""
    if isinstance(error, Unreadable):
        return str(error)
    if isinstance(error, NotPlain):
        return f"{name} {error.strerror}"
    if isinstance(error, PermissionError):
        inner = os.path.basename(str(error.filename or name))
        name = name if inner == name else printable(f"{name}/{inner}")
        return f"{name} may not be read where it lies, which is for whoever grades to mend"
    if isinstance(error, OSError):
        return f"{name}: {error.strerror or error}"
    return f"{name} cannot be read ({type(error).__name__}); save it anew and submit it again"


def version_notes(path: Path) -> list[str]:
    """Return what a submission's report says of files that do not count because a newer version is there."""
    try:
        files = {file: (data, modified) for file, data, modified in _files(path, [], path.name)}
        notes: list[str] = []
        _newest(files, notes)
    except Exception:  # its report says why it cannot be read
        return []
    return notes


def _newest(files: dict[str, tuple[bytes, float | None]], notes: list[str]) -> dict[str, bytes]:
    """Return the files of a submission without the older of several versions of one file."""
    older: Mapping[str, str] = {}
    if len(files) > 1:
        from grader.submissions import versions

        seen = [
            versions.File(name=file, text=glance(file, known[0]), modified=known[1]) for file, known in files.items()
        ]
        older = versions.older_versions(seen)
    notes += older.values()
    return {file: data for file, (data, _) in files.items() if file not in older}


def glance(file: str, data: bytes) -> str:
    """Return the text of a source or notebook at a glance; "" for what is neither."""
    try:
        if notebooks.looks_like_a_notebook(data):
            return "\n".join(cell.source for cell in notebooks.code_cells(file, data))
        return read_source(file, data)[0]
    except Unreadable:
        return ""


def unreadable(name: str, reason: str) -> Submission:
    """Return a submission of which nothing can be graded, and why."""
    return Submission(name=printable(name), digest=digest_of({}), problem=printable(reason))


def from_files(name: str, files: dict[str, bytes], left_out: Iterable[str] = ()) -> Submission:
    """Return a submission of files by relative path, and notes on what was left out; modules in order of preference."""
    modules: list[Module] = []
    notes = list(left_out)
    for file in sorted(files, key=lambda file: (file.count("/"), suffix_of(PurePosixPath(file)) == ".ipynb", file)):
        try:
            modules += modules_of(file, files[file], {module.name for module in modules}, notes)
        except Unreadable as error:
            notes.append(str(error))
    problem = None
    if not modules:
        problem = "; ".join(notes) or NOTHING
    return Submission(
        name=name,
        digest=digest_of(files),
        modules=tuple(modules),
        problem=problem,
        notes=() if problem else tuple(notes),
    )


# ------------------------------------------------------------------------------------- files


def _files(path: Path, notes: list[str], called: str) -> Iterable[tuple[str, bytes, float | None]]:
    """Yield the Python files and notebooks: name, content, when it was changed. A folder goes by what it is called."""
    kind = os.lstat(path).st_mode
    if stat.S_ISLNK(kind):
        raise Unreadable(f"{path.name} is a link; submit the file itself")
    if stat.S_ISDIR(kind):
        return _limited(_proper(_in_folder(path, notes, called), f"{called}/", notes), f"{called}/")
    suffix = suffix_of(path)
    head = read_head(path) if stat.S_ISREG(kind) else b""
    if stat.S_ISREG(kind) and is_tar_name(path):
        read = functools.partial(read_plain, path, MAX_ZIP_BYTES)
        packed = Entry(path.name, os.lstat(path).st_size, read)
        return _limited(_proper(_in_inner([packed], 0, "", notes), path.name, notes), path.name)
    if suffix not in READABLE or not stat.S_ISREG(kind):
        if not meant_suffix(head):
            raise Unreadable(no_source(path.name, head))
        other = Entry(path.name, os.lstat(path).st_size, functools.partial(read_plain, path, MAX_FILE_BYTES))
        return _limited(_proper(under_other_endings([other], notes), path.name, notes), path.name)
    real = real_suffix(suffix, head)
    if real != suffix:
        notes.append(disguised(path.name, suffix, real))
    if real == ".zip":
        return _limited(_proper(_in_zip_file(path, notes), path.name, notes), path.name)
    name = path.name if real == suffix else f"{path.stem}{real}"
    read = functools.partial(read_plain, path, byte_limit(name))
    return _limited(_proper([Entry(name, os.lstat(path).st_size, read)], path.name, notes), path.name)


def byte_limit(name: str) -> int:
    """Return how many bytes a Python file or notebook of this name may have."""
    return MAX_NOTEBOOK_BYTES if suffix_of(PurePath(name)) == ".ipynb" else MAX_FILE_BYTES


def _limited(entries: Iterable[Entry], where: str) -> Iterable[tuple[str, bytes, float | None]]:
    """Read entries under the caps on size and number."""
    totals = {MAX_FILE_BYTES: 0, MAX_NOTEBOOK_BYTES: 0}
    for number, (name, size, read, modified) in enumerate(entries):
        if number >= MAX_FILES:
            raise Unreadable(f"{where} holds more than {MAX_FILES} Python files")
        limit = byte_limit(name)
        totals[limit] += size
        if size > limit or totals[limit] > (MAX_TOTAL_BYTES if limit == MAX_FILE_BYTES else MAX_NOTEBOOKS_BYTES):
            clear = f": {notebooks.CLEAR}" if limit == MAX_NOTEBOOK_BYTES else ""
            raise Unreadable(f"{name} is too large to be source code ({size} bytes){clear}")
        yield printable(name), read(), modified


def _proper(modules: Iterable[Entry], where: str, notes: list[str]) -> Iterator[Entry]:
    """Yield the Python files and notebooks whose names can be told apart; leave out, or refuse, the others."""
    seen: set[str] = set()
    visible: set[str] = set()
    for entry in modules:
        name = entry.name
        rule = archives.module_rule(name)
        if rule is None and archives.plain_form(name) in seen:
            rule = "duplicate"
        elif rule is None and archives.visible_form(name) in visible:
            rule = "look-alike"
        if not _left_out(name, rule, where, notes):
            seen.add(archives.plain_form(name))
            visible.add(archives.visible_form(name))
            yield entry


def _left_out(entry: str, rule: str | None, where: str, notes: list[str]) -> bool:
    """Whether an entry is left out, with a note; raise Unreadable where its rule costs the whole submission."""
    if rule is None:
        return False
    refusal = f"{where}: {archives.Refusal(entry, rule)}"
    if rule not in archives.LEFT_OUT:
        raise Unreadable(refusal)
    notes.append(refusal)
    return True


def _in_folder(folder: Path, notes: list[str], called: str) -> Iterable[Entry]:
    inner: list[Entry] = []
    others: list[Entry] = []
    count = 0
    own = environments.Environments()
    for relative, kind, parent in walk(folder, lambda name: _is_ignored((name,))):
        file, suffix = relative.as_posix(), suffix_of(relative)
        if own.has(relative):
            continue
        if kind == "closed":
            notes.append(f"{called}/{printable(file)} may not be read: what is in it is left out")
            continue
        rule = "long name" if kind == "deep" else archives.name_rule(printable(file))
        if _left_out(file, rule, f"{called}/", notes):
            continue
        if suffix not in READABLE and not (kind == "file" and is_tar_name(relative)):
            if kind == "file" and not count:
                size = look_at(relative.name, parent).st_size
                others.append(Entry(file, size, functools.partial(_read_in, folder, relative)))
            continue
        if suffix in SUFFIXES and kind != "file":
            raise Unreadable(f"{printable(file)} is a link or no plain file; submit the file itself")
        if kind == "file":
            about = look_at(relative.name, parent)
            entry = Entry(file, about.st_size, functools.partial(_read_in, folder, relative), about.st_mtime)
            real = real_suffix(suffix, read_head(relative.name, parent)) if suffix in SUFFIXES else suffix
            if real != suffix:
                notes.append(disguised(printable(file), suffix, real))
            if real == ".zip" or is_tar_name(relative):
                inner.append(entry)
            else:
                count += 1
                yield entry
    notes += own.notes()
    if count or inner:
        yield from _in_inner(inner, count, f"{called}/", notes)
    else:
        yield from under_other_endings(others[:MAX_FILES], notes)


def _read_in(folder: Path, relative: PurePosixPath) -> bytes:
    is_packed = suffix_of(relative) == ".zip" or is_tar_name(relative)
    limit = MAX_NOTEBOOKS_BYTES if is_packed else byte_limit(relative.name)
    try:
        return read_below(folder, relative, limit)
    except NotPlain as error:
        raise Unreadable(f"{printable(relative.as_posix())} {error.strerror}") from None


def _in_zip_file(path: Path, notes: list[str]) -> Iterable[Entry]:
    descriptor, size = open_plain(path)
    with os.fdopen(descriptor, "rb") as stream:
        if size > MAX_ZIP_BYTES:
            raise Unreadable(f"{path.name} is too large to be looked into ({size} bytes)")
        yield from _in_zip(stream, path.name, notes)


def _in_zip(stream: BinaryIO, where: str, notes: list[str], is_inner: bool = False) -> Iterable[Entry]:
    """Yield the entries of an archive; archives in it are opened where they hold all there is, and no deeper."""
    inner: list[Entry] = []
    others: list[Entry] = []
    count = 0
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            if len(infos) > MAX_ENTRIES or archives.overlap((i.header_offset, i.compress_size) for i in infos):
                raise Unreadable(f"{where}: {archives.Refusal(PurePosixPath(where).name, 'bomb')}")
            names, page = zip_names.names_of(infos)
            notes += [zip_names.sentence(where, page)] if page else []
            own = environments.Environments(PurePosixPath(name.replace("\\", "/")) for name in names)
            for info, name in zip(infos, names, strict=True):
                file = name.replace("\\", "/")  # old tools for Windows part names so
                rule = archives.name_rule(name)
                if rule not in ("traversal", "absolute name") and _is_ignored(PurePosixPath(file).parts):
                    continue
                if rule is None and own.has(PurePosixPath(file)):
                    continue
                rule = rule or archives.kind_rule(info.external_attr >> 16)
                suffix = suffix_of(PurePosixPath(file))
                if rule is None and not file.endswith("/"):
                    encrypted = info.flag_bits & ENCRYPTED
                    bomb = suffix != ".ipynb" and archives.is_bomb(info.compress_size, info.file_size)
                    rule = "encrypted" if encrypted else "bomb" if bomb else None
                    unpack = functools.partial(_unpacked, archive, info, file)
                    entry = Entry(file, info.file_size, unpack, _seconds(info))
                    is_tar = is_tar_name(PurePosixPath(file))
                    if suffix not in READABLE and not is_tar:
                        others += [entry] * (rule is None)
                        rule = None
                    elif rule is None and (suffix == ".zip" or is_tar):
                        inner.append(entry)
                    elif rule is None:
                        count += 1
                        yield entry
                _left_out(name, rule, where, notes)
            notes += own.notes()
            if inner and is_inner:
                notes.append(
                    f"{where}: {', '.join(entry.name for entry in inner)} is not looked into, an archive in one"
                )
            elif inner:
                yield from _in_inner(inner, count, f"{where}/", notes)
            elif not count:
                yield from under_other_endings(others[:MAX_FILES], notes)
    except Unreadable:
        raise
    except Exception as error:  # any bytes may be called .zip, and zipfile raises what its decoders raise
        raise Unreadable(_no_zip(stream, where, error)) from None


def _seconds(info: zipfile.ZipInfo) -> float | None:
    """Return when an entry was changed, by the clock of whoever made the archive; None for no real time."""
    try:
        return datetime(*info.date_time, tzinfo=UTC).timestamp()
    except ValueError:
        return None


def _no_zip(stream: BinaryIO, where: str, error: Exception) -> str:
    """Return why an archive cannot be read, and what it is where it is something else."""
    with contextlib.suppress(OSError):
        stream.seek(0)
        start = stream.read(5000)
        found = what_it_is(start)
        if found is not None and not start.startswith(b"PK"):
            return f"{where} cannot be unpacked: it is {found[0]}; {found[1]}"
        if start.startswith(b"PK\x03\x04") and isinstance(error, zipfile.BadZipFile):
            return f"{where} is not whole: its end is missing. Make the archive again, and hand that in"
    return f"{where} cannot be unpacked: {_reason(error)}"


def _in_inner(inner: list[Entry], count: int, where: str, notes: list[str]) -> Iterable[Entry]:
    """Yield what is in the archives of an archive or folder, where there is nothing else to grade."""
    if count and inner:
        names = ", ".join(entry.name for entry in inner)
        notes.append(f"{names} is not looked into, because there are other files to grade beside it")
        return
    for name, size, read, _ in inner:
        if size > MAX_NOTEBOOKS_BYTES:
            raise Unreadable(f"{name} is too large to be looked into ({size} bytes)")
        data = read()
        if is_tar_name(PurePosixPath(name)):
            unpacked = as_zip(name, data)
            if unpacked is None:
                raise Unreadable(no_source(name, data[:HEAD]))
            data = unpacked
        real = real_suffix(".zip", data[:HEAD])
        if suffix_of(PurePosixPath(name)) == ".zip" and real != ".zip":
            notes.append(disguised(name, ".zip", real))
            yield Entry(f"{name.removesuffix(PurePosixPath(name).suffix)}{real}", size, functools.partial(bytes, data))
            continue
        for entry in _in_zip(io.BytesIO(data), f"{where}{name}", notes, is_inner=True):
            yield entry._replace(name=f"{name}/{entry.name}" if where else entry.name)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    try:
        with archive.open(info) as stream:  # never more than was announced: that is the cap on bombs
            return stream.read(info.file_size)
    except (zlib.error, zipfile.BadZipFile, EOFError) as error:
        again = "make the archive again, and hand that in"
        raise Unreadable(f"{name!r} cannot be unpacked, because it is damaged ({_reason(error)}): {again}") from None
    except Exception as error:
        raise Unreadable(f"{name!r} cannot be unpacked: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _is_ignored(parts: tuple[str, ...]) -> bool:
    return any(part in IGNORED_FOLDERS or part.startswith(".") for part in parts)
