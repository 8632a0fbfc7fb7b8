"""A zip says that its entry is encrypted, and nobody has the password.

harm: crashed
"""

import zipfile


def make(place):
    (place / "mallory-secret").mkdir()
    path = place / "mallory-secret" / "work.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conv.py", "x = 1")
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rindex(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
