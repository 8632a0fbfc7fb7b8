"""A zip calls an entry otherwise in its list than at the entry itself.

harm: crashed
"""

import zipfile


def make(place):
    (place / "mallory-twice").mkdir()
    path = place / "mallory-twice" / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conv.py", "x = 1")
    content = path.read_bytes()
    path.write_bytes(content.replace(b"conv.py", b"evil.py", 1))
