"""The blob store, and uploads on their way into it. Bytes lie under their SHA-256, written whole or not at all.

They are hashed and counted while they arrive, read by the worker, given back as attachments, and never parsed; the same
bytes twice are one file. How long a body may be is decided before it is read, in `portal.access`: no more of it is read
than it says.
"""

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

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


def blobs() -> Blobs:
    """Return the portal's blobs."""
    return Blobs(settings.PORTAL.data / "blobs")


class Blob(UploadedFile):  # type: ignore[type-arg]  # generic for mypy, and not for Python
    """An upload that is in the blob store."""

    def __init__(self, name: str, size: int, digest: str) -> None:
        super().__init__(file=None, name=name, size=size)
        self.digest = digest


class BlobHandler(FileUploadHandler):
    """Puts one upload into the blob store. Who may upload was decided before the body was read."""

    chunk_size = 1 << 16
    incoming: Incoming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin."""
        super().new_file(*args, **kwargs)
        self.incoming = blobs().receive()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take some bytes in."""
        assert self.incoming is not None
        self.incoming.write(raw_data)

    def file_complete(self, file_size: int) -> Blob:
        """Keep it."""
        assert self.incoming is not None
        incoming, self.incoming = self.incoming, None
        return Blob(self.file_name or "submission", incoming.size, incoming.keep())

    def upload_interrupted(self) -> None:
        """Forget it."""
        if self.incoming is not None:
            self.incoming.drop()
            self.incoming = None
