"""A class's folder or zip as a list of files: named, weighed and judged by the rules of submissions; nothing is read.

In: a path.  Out: `Item`s, each with a way to read it, or the rule it breaks.
Files of a folder stay where they are. Of an archive nothing but what a student's entry needs is ever unpacked, and
no name that an archive chose is written to before it has passed `grader.submissions.archives`.
"""

import functools
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from grader.errors import OperatorError
from grader.submissions import archives, zip_names
from grader.submissions.entries import printable
from grader.submissions.kinds import HEAD, suffix_of, what_it_is
from grader.submissions.opening import read_plain
from grader.submissions.reading import ENCRYPTED, IGNORED_FOLDERS, MAX_ZIP_BYTES

UNFINISHED = frozenset({".crdownload", ".part", ".partial", ".opdownload"})  # how browsers call a download meanwhile
TWICE = "the archive holds two files of this name, and which one was meant nobody knows"
MAX_ITEMS = 1_000_000  # ten thousand students with a hundred files each
LITTER = frozenset(  # what systems leave behind, besides hidden files; the last is Stud.IP's list of its own files
    {"Thumbs.db", "desktop.ini", "Icon\r", "Icon?", "archive_filelist.csv"}
)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A file of the class: its path in there, its size, and how to read it; or why it must not be read."""

    path: PurePosixPath
    size: int
    read: Callable[[], bytes]
    place: Path | None = None  # where it lies on disk; None in an archive
    refusal: str = ""
    modified: datetime | None = None  # in an archive; by the clock of whoever made it, which names no time zone

    @property
    def suffix(self) -> str:
        """The ending that says what it is, in lower case."""
        return suffix_of(self.path)


@dataclass(frozen=True)
class Tree:
    """A class's folder or archive. Paths of items are relative to it."""

    name: str
    items: tuple[Item, ...]
    folders: frozenset[PurePosixPath]  # all of them, the empty ones too
    place: Path | None = None  # None: an archive
    said: tuple[str, ...] = ()  # what there is to say of how it was read

    def top(self) -> list[str]:
        """Return the names of the first level, in order."""
        paths = {item.path.parts[0] for item in self.items} | {folder.parts[0] for folder in self.folders}
        return sorted(paths)

    def below(self, folder: str) -> "Tree":
        """Return a folder of the first level as a tree of its own."""
        inside = [item for item in self.items if item.path.parts[0] == folder and len(item.path.parts) > 1]
        return Tree(
            name=f"{self.name}/{folder}",
            items=tuple(moved(item, item.path.relative_to(folder)) for item in inside),
            folders=frozenset(f.relative_to(folder) for f in self.folders if f.parts[0] == folder and len(f.parts) > 1),
            place=self.place / folder if self.place else None,
            said=self.said,
        )

    def by_top(self) -> dict[str, list[Item]]:
        """Return the items of each name of the first level; none for an empty folder."""
        groups: dict[str, list[Item]] = {name: [] for name in self.top()}
        for item in self.items:
            groups[item.path.parts[0]].append(item)
        return groups

    def is_folder(self, name: str) -> bool:
        """Whether a name of the first level is a folder."""
        return PurePosixPath(name) in self.folders

    def read_top(self, name: str, limit: int) -> bytes | None:
        """Return a small file of the first level; None where there is none, or a link, or too much of it."""
        found = [item for item in self.items if item.path == PurePosixPath(name)]
        if not found or found[0].refusal or found[0].size > limit:
            return None
        try:
            return found[0].read()
        except (OSError, ValueError) as problem:
            raise OperatorError(f"{problem}. It belongs to the whole class: download the archive again.") from None


def read_tree(path: Path) -> Tree:
    """List a class.

    Parameters
    ----------
    path : Path
        A folder or a ``.zip``.

    Raises
    ------
    OperatorError
        If it cannot be read, is empty, or is an archive built to do harm.
    """
    if path.is_dir():
        tree = _folder(path)
    elif path.suffix.lower() == ".zip":
        tree = _archive(path)
    elif path.suffix.lower() in UNFINISHED:
        raise OperatorError(f"{path} is a download that is not finished: wait for it, or download it again.")
    else:
        raise OperatorError(
            f"{path} is no folder and no .zip: give what your course's site hands out, unpacked or not."
        )
    if not tree.top():
        raise OperatorError(f"{path} is empty: it should hold one file or one folder per student")
    return tree


def moved(item: Item, path: PurePosixPath) -> Item:
    """Return a file under another path."""
    return replace(item, path=path)


def _is_litter(name: str) -> bool:
    return name.startswith(".") or name in LITTER or name in IGNORED_FOLDERS


# --------------------------------------------------------------------------------------------- folder


def _folder(root: Path) -> Tree:
    items: list[Item] = []
    folders: set[PurePosixPath] = set()
    try:
        for item in _walk(root, PurePosixPath(), folders):
            items.append(item)
            if len(items) > MAX_ITEMS:
                raise OperatorError(f"{root} holds more than {MAX_ITEMS} files: is it the folder of one class?")
    except OSError as error:
        raise OperatorError(f"cannot read {error.filename or root}: {error.strerror}; check its permissions.") from None
    return Tree(root.name, tuple(items), frozenset(folders), root)


def _walk(folder: Path, relative: PurePosixPath, folders: set[PurePosixPath]) -> Iterator[Item]:
    """Yield the files below a folder; links are named, never followed, and deep folders not entered."""
    for found in _listed(folder):
        path, place = relative / printable(found.name), Path(found.path)
        if _is_litter(found.name):
            continue
        if found.is_symlink():
            yield _on_disk(path, place, 0, str(archives.Refusal(str(path), "link")))
        elif found.is_dir():
            folders.add(path)
            if len(path.parts) > archives.MAX_DEPTH:
                yield _on_disk(path, place, 0, str(archives.Refusal(str(path), "long name")))
                continue
            try:
                yield from _walk(place, path, folders)
            except OSError as error:  # one student's folder that may not be read is nobody else's affair
                yield _on_disk(path, place, 0, f"{path} cannot be read: {error.strerror}")
        else:
            rule = None if found.is_file() else "device"
            yield _on_disk(path, place, found.stat().st_size, str(archives.Refusal(str(path), rule)) if rule else "")


def _listed(folder: Path) -> list["os.DirEntry[str]"]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda found: found.name)


def _on_disk(path: PurePosixPath, place: Path, size: int, refusal: str) -> Item:
    read = functools.partial(read_plain, place, MAX_ZIP_BYTES)
    return Item(path=path, size=size, read=read, place=place, refusal=refusal)


# --------------------------------------------------------------------------------------------- archive


def _archive(path: Path) -> Tree:
    try:
        archive = zipfile.ZipFile(path)  # closed with the last item: to open it again for each takes the square of them
        infos = archive.infolist()
    except OSError as error:
        raise OperatorError(f"cannot read {path}: {error.strerror}; check that place.") from None
    except Exception as error:  # any bytes may be called .zip, and zipfile raises what its decoders raise
        raise OperatorError(_why_no_zip(path, str(error) or type(error).__name__)) from None
    if len(infos) > MAX_ITEMS or archives.overlap((info.header_offset, info.compress_size) for info in infos):
        raise OperatorError(f"{path}: {archives.Refusal(path.name, 'bomb')}. No course's site makes such an archive.")
    items: dict[PurePosixPath, Item] = {}
    folders: set[PurePosixPath] = set()
    names, page = zip_names.names_of(infos)
    for info, name in zip(infos, names, strict=True):
        item = _in_archive(archive, info, name)
        litter = next((at for at, part in enumerate(item.path.parts) if _is_litter(part)), None)
        if litter is not None or info.filename == "./":  # the folder around it is a student's all the same
            folders.update(PurePosixPath(*item.path.parts[:depth]) for depth in range(1, (litter or 0) + 1))
            continue
        folders.update(parent for parent in item.path.parents if parent.parts)
        if info.filename.endswith("/") and not item.refusal:
            folders.add(item.path)
        elif item.path in items:  # an archive may hold a name twice; which one was meant nobody knows
            items[item.path] = _refused(item.path, archives.Refusal(str(item.path), "duplicate", TWICE))
        else:
            items[item.path] = item
    for clash in folders & items.keys():  # a file and a folder of one name: there is no writing both
        items[clash] = _refused(clash, archives.Refusal(str(clash), "duplicate"))
    said = (zip_names.sentence(path.name, page),) if page else ()
    return Tree(path.name, tuple(items[name] for name in sorted(items)), frozenset(folders), said=said)


def _why_no_zip(path: Path, what: str) -> str:
    """Return why the archive of a class cannot be read, and what to do."""
    head = b""
    with suppress(OSError), path.open("rb") as stream:
        head = stream.read(HEAD)
    found = what_it_is(head)
    if head.startswith(b"PK\x03\x04"):
        return f"{path} is not whole: its end is missing, so the download broke off. Download it again."
    if found is not None:
        login = ", such as the one to log in" if found[0] == "a web page" else ""
        return f"{path} cannot be unpacked: it is {found[0]}{login}. Download it again."
    return f"{path} cannot be unpacked: {what}. Download it again."


def _in_archive(archive: zipfile.ZipFile, info: zipfile.ZipInfo, written: str) -> Item:
    """Return an entry of an archive. One that breaks a rule keeps a name that is safe to show and to write."""
    name = written.replace("\\", "/")  # old tools for Windows part names so
    is_nameless = not PurePosixPath(name).parts  # "." is a folder's name for itself
    rule = "traversal" if is_nameless else archives.name_rule(written)
    rule = rule or archives.kind_rule(info.external_attr >> 16)
    rule = None if rule == "compiled file" else rule  # never unpacked, like all that is no source
    if rule is None and info.flag_bits & ENCRYPTED:
        rule = "encrypted"
    if rule is None and not name.lower().endswith(".ipynb") and archives.is_bomb(info.compress_size, info.file_size):
        rule = "bomb"
    if rule is not None:
        parts = [part for part in PurePosixPath(name).parts if part not in ("/", "..", "//")]
        shown = "".join(c if c.isprintable() else "?" for c in "/".join(parts)[: archives.MAX_PATH])
        return _refused(PurePosixPath(shown or "?"), archives.Refusal(written, rule))
    read = functools.partial(_unpacked, archive, info, name)
    modified = None
    with suppress(ValueError):  # an archive may say that it is the 31st of February
        modified = datetime(*info.date_time)
    return Item(path=PurePosixPath(printable(name)), size=info.file_size, read=read, modified=modified)


def _refused(path: PurePosixPath, refusal: archives.Refusal) -> Item:
    return Item(path=path, size=0, read=bytes, refusal=str(refusal))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of an entry, never more than were announced."""
    try:
        with archive.open(info) as stream:
            return stream.read(info.file_size)
    except Exception as error:
        raise ValueError(f"{name!r} cannot be unpacked: {str(error) or type(error).__name__}") from None
