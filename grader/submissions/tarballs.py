"""An archive packed with tar, alone or compressed, as the ZIP archive of the same entries: the same rules judge both.

In: bytes.  Out: the bytes of a ZIP, uncompressed, under the cap; None for what is no tar. Nothing is written to disk.
"""

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import time
import warnings
import zipfile
from pathlib import PurePath

from grader.submissions import archives
from grader.submissions.entries import printable
from grader.submissions.kinds import Unreadable

ENDINGS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
COMPRESSED = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
MAX_BYTES = 128 << 20  # unpacked
MAX_ENTRIES = 20_000
EPOCH, END = (1980, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)  # what a ZIP can say


def is_tar_name(path: PurePath) -> bool:
    """Whether a file is called as an archive of tar."""
    return path.name.lower().endswith(ENDINGS)


def as_zip(name: str, data: bytes) -> bytes | None:
    """Return the ZIP of a tar's entries; None for what is no tar.

    Raises
    ------
    Unreadable
        If it unpacks to more than an archive may hold, or is damaged.
    """
    plain = _unpacked(name, data)
    if plain[257:262] != b"ustar":
        return None
    made = io.BytesIO()
    try:
        with (
            warnings.catch_warnings(action="ignore"),  # of two entries of a name, which a rule refuses
            tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as tar,
            zipfile.ZipFile(made, "w") as archive,
        ):
            for number, member in enumerate(tar):
                if number >= MAX_ENTRIES:
                    raise _bomb(name)
                stream = tar.extractfile(member) if member.isreg() and not member.issparse() else None
                archive.writestr(_about(member), stream.read() if stream is not None else b"")
    except tarfile.TarError as error:
        raise Unreadable(f"{name} cannot be unpacked: {error}; make the archive again, and hand that in") from None
    return made.getvalue()


def _about(member: tarfile.TarInfo) -> zipfile.ZipInfo:
    """Return what a ZIP says of an entry: its name as it is, its time, and whether it is a link or a device."""
    changed = (*time.gmtime(min(max(member.mtime, 0), 1 << 32))[:6],)
    info = zipfile.ZipInfo(printable(member.name) + "/" * member.isdir(), min(max(changed, EPOCH), END))
    kind = stat.S_IFREG
    if member.issym() or member.islnk():
        kind = stat.S_IFLNK
    elif member.isdir():
        kind = stat.S_IFDIR
    elif not member.isreg() or member.issparse():
        kind = stat.S_IFCHR
    info.external_attr = (kind | 0o600) << 16
    return info


def _unpacked(name: str, data: bytes) -> bytes:
    """Return what is compressed in some bytes, as far as an archive may go; others as they are."""
    opener = next((opener for beginning, opener in COMPRESSED if data.startswith(beginning)), None)
    if opener is None:
        return data
    try:
        with opener(io.BytesIO(data), "rb") as stream:
            plain: bytes = stream.read(MAX_BYTES + 1)
    except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise Unreadable(f"{name} cannot be unpacked: {error}; make the archive again, and hand that in") from None
    except Exception as error:  # any bytes may stand behind such a beginning, and zlib raises its own
        raise Unreadable(f"{name} cannot be unpacked ({type(error).__name__}); make the archive again") from None
    if len(plain) > MAX_BYTES or archives.is_bomb(len(data), len(plain)):
        raise _bomb(name)
    return plain


def _bomb(name: str) -> Unreadable:
    return Unreadable(f"{name}: {archives.Refusal(PurePath(name).name, 'bomb')}")
