"""Write files so that a full disk or a killed process leaves no half of one."""

import errno
import os
import tempfile
from pathlib import Path

from grader.errors import OperatorError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def write_file(path: Path, data: bytes) -> None:
    """Write a whole file or none of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
            os.chmod(temporary, 0o644)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        hint = "free some space there" if error.errno in FULL else "check that place"
        raise OperatorError(f"cannot write {path}: {error.strerror}; {hint}, or name another.") from None
