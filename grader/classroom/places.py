"""Where a student's reports go below --out: a folder of a plain name, whatever the student's id is. Pure."""

import hashlib

SUMMARY = "summary.csv"
MAX_NAME = 120  # characters; file systems take 255 bytes


def folder_name(student: str) -> str:
    """Return the name of a student's folder: the id itself where that is a plain file name.

    An id may come from a roster, an archive or the name of a file that a student chose: it may say ``../..``, move the
    cursor of a terminal that lists the folder, or look like another one. What has to be changed gets a digest, so that
    two ids never share a folder.
    """
    plain = "".join("_" if one == "/" or not one.isprintable() else one for one in student)
    plain = plain[:MAX_NAME].rstrip(". ") if len(plain) > MAX_NAME else plain
    if not plain.strip(". ") or plain.startswith("."):
        plain = f"_{plain.strip('. ')}"
    if plain == student and plain != SUMMARY:
        return plain
    return f"{plain}_{hashlib.sha256(student.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"
