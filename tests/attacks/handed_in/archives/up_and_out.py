"""A zip holds a file whose name goes up and out of every folder.

harm: wrote
"""

import zipfile


def make(place):
    (place / "mallory-up-and-out").mkdir()
    with zipfile.ZipFile(place / "mallory-up-and-out" / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../" * 40 + "@FOLDER@/pwned.py".lstrip("/"), "x = 1")
