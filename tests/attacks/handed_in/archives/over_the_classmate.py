"""A zip holds the classmate's module, by the way over the folder of the class.

harm: crashed
"""

import zipfile


def make(place):
    (place / "mallory-over-the-classmate").mkdir()
    with zipfile.ZipFile(place / "mallory-over-the-classmate" / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../ada/conv.py/deeper.py", "x = 1")
        archive.writestr("../ada/conv.py", "x = 1")
