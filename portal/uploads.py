"""Uploads on their way into the blob store: hashed and counted while they arrive.

How long a body may be is decided before it is read, in `portal.access`: no more of it is read than it says.
"""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from portal.blobs import Blobs, Incoming


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
