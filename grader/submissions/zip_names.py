"""What the entries of a ZIP are called, whatever code page the system wrote them in. Pure.

A ZIP that says nothing about its names has them in the code page of the machine that made it, or in UTF-8 all the same.
`zipfile` takes them for the code page of the first PC, so a name in Chinese becomes a row of frames.
"""

import zipfile
from collections.abc import Sequence

from grader.submissions.code_pages import name_of_archive

SAYS_UTF8 = 0x800  # flag bit of an entry


def names_of(infos: Sequence[zipfile.ZipInfo]) -> tuple[list[str], str]:
    """Return the names of entries as they are most likely meant, and the code page where it had to be guessed.

    Parameters
    ----------
    infos : sequence of ZipInfo

    Returns
    -------
    (names, code page)
        The code page is "" where nothing was guessed.
    """
    names = [info.orig_filename for info in infos]
    unsaid = {
        place: data
        for place, info in enumerate(infos)
        if not info.flag_bits & SAYS_UTF8 and (data := _bytes_of(info)) and not data.isascii()
    }
    if not unsaid:
        return names, ""
    try:
        read, page = {place: data.decode("utf-8") for place, data in unsaid.items()}, ""
    except UnicodeDecodeError:  # one archive, one machine, one code page
        page, _ = name_of_archive(b"\n".join(dict.fromkeys(unsaid.values())))
        read = {place: data.decode(page, "replace") for place, data in unsaid.items()}
    return [read.get(place, name) for place, name in enumerate(names)], page


def sentence(archive: str, page: str) -> str:
    """Return the note for a code page that was guessed."""
    return f"{archive} does not say how its names are written; they are read as {page}, the likeliest"


def _bytes_of(info: zipfile.ZipInfo) -> bytes:
    """Return a name as it stands in the archive; nothing for one that zipfile has from elsewhere."""
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return b""
