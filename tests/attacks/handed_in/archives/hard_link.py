"""A tar holds a hard link to the file of expected values under the name of a module.

harm: read
"""

import io
import tarfile


def make(place):
    (place / "mallory-hard").mkdir()
    with tarfile.open(place / "mallory-hard" / "work.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("conv.py")
        entry.type, entry.linkname = tarfile.LNKTYPE, "../../../../../../../../../@CANARY@"
        entry.type = tarfile.SYMTYPE
        archive.addfile(entry)
        module = tarfile.TarInfo("other.py")
        module.size = 5
        archive.addfile(module, io.BytesIO(b"x = 1"))
