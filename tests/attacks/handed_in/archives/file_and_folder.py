"""A zip holds a file and a folder of one name.

harm: crashed
"""

import zipfile


def make(place):
    (place / "mallory-file-and-folder").mkdir()
    with zipfile.ZipFile(place / "mallory-file-and-folder" / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("conv.py", "x = 1")
        archive.writestr("conv.py/conv.py", "x = 1")
