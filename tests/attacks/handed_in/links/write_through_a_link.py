"""A zip holds a link to a folder, and then a file whose path goes through that link.

harm: wrote
"""

import zipfile


def make(place):
    (place / "mallory-through").mkdir()
    with zipfile.ZipFile(place / "mallory-through" / "work.zip", "w") as archive:
        info = zipfile.ZipInfo("notes")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "@FOLDER@")
        archive.writestr("notes/pwned.py", "x = 1")
