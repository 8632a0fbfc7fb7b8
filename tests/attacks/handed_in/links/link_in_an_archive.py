"""A zip holds a link to the file of expected values, under the name of a module.

harm: read
"""

import zipfile


def make(place):
    (place / "mallory-zip").mkdir()
    with zipfile.ZipFile(place / "mallory-zip" / "work.zip", "w") as archive:
        info = zipfile.ZipInfo("conv.py")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "@CANARY@")
