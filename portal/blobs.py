"""Bytes under their SHA-256: written whole or not at all, read by the worker, given back as attachments, never parsed.

In: chunks.  Out: a digest. The same bytes twice are one file.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from portal.config import make_folder

DIGEST = re.compile(r"[0-9a-f]{64}")


class Blobs:
    """A folder of blobs."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_folder(folder)

    def path(self, digest: str) -> Path:
        """Return where a blob lies."""
        if not DIGEST.fullmatch(digest):
            raise ValueError(f"{digest!r} is no digest")
        return self.folder / digest[:2] / digest

    def receive(self) -> "Incoming":
        """Begin a blob."""
        return Incoming(self)


class Incoming:
    """A blob that is still arriving."""

    def __init__(self, blobs: Blobs) -> None:
        self.blobs = blobs
        self.hash, self.size = hashlib.sha256(), 0
        descriptor, self.name = tempfile.mkstemp(prefix="incoming-", dir=blobs.folder)
        self.stream = os.fdopen(descriptor, "wb")

    def write(self, chunk: bytes) -> None:
        """Add bytes."""
        self.stream.write(chunk)
        self.hash.update(chunk)
        self.size += len(chunk)

    def keep(self) -> str:
        """Keep what has arrived; return its digest."""
        digest = self.hash.hexdigest()
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()
        target = self.blobs.path(digest)
        make_folder(target.parent)
        os.replace(self.name, target)
        descriptor = os.open(target.parent, os.O_RDONLY)  # or the name could be lost with the power
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return digest

    def drop(self) -> None:
        """Forget what has arrived."""
        self.stream.close()
        with suppress(FileNotFoundError):
            os.unlink(self.name)
