"""A zip holds a file whose name begins at the root of the disk.

harm: wrote
"""

import zipfile


def make(place):
    (place / "mallory-absolute-name").mkdir()
    with zipfile.ZipFile(place / "mallory-absolute-name" / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("@FOLDER@/pwned.py", "x = 1")
