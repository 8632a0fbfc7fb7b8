"""Several versions of one file in one submission: which is the newest, and which files are parts instead. Pure.

In: names, texts, times.  Out: the files that count, and a sentence for each that does not.
``conv-1.py`` and ``conv-2.py`` are versions if they write the same functions, and parts of one work if they do not.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

DEFINITION = re.compile(r"^(?:async[ \t]+)?def[ \t]+(\w+)[ \t]*\(", re.MULTILINE)
SIGNATURE = re.compile(r"\)\s*(?:->[^\n]*?)?:")  # its end
DOCSTRING = re.compile(r'^\s*[rRuU]?("""|\'\'\')(?:.|\n)*?\1', re.MULTILINE)
STUB = re.compile(r"NotImplementedError|^\s*(?:pass|\.\.\.|return None|return)\s*$", re.MULTILINE)
COPY_BEFORE = re.compile(r"(?i)(copy|kopie|copie|copia|cópia|kopia)( \(?\d+\)?)? (of|von|de|di|van) ")
COPY_AFTER = re.compile(
    r"(?i)[\s_-]*[(-]?[\s_-]*\b(copy|kopie|copie|copia|cópia|kopia|副本|コピー)\b\)?[\s_-]*\(?(\d*)\)?$"
)
CONFLICT = re.compile(  # how programs that keep folders alike on several machines call the copy of one of them
    r"(?i)[\s._-]*(?:\([^()]*(?:conflict|konflikt|conflit|conflitto|conflito)[^()]*\)|sync-conflict-\d{8}-[\w-]+"
    r"|-(?:desktop|laptop)-[0-9a-z]{5,8})$"
)
NUMBER = re.compile(
    r"(?i)(?:[\s_]*\((\d{1,3})\)|[\s_-]+(\d{1,3})|[\s_.-]+v(?:er(?:sion)?)?[\s._-]*(\d{1,3})|(?<=[^\W\d_])(\d{1,2}))$"
)
WORDS = {  # what people write behind a name, and whether it is before or after the others
    **dict.fromkeys(("old", "alt", "backup", "bak", "orig", "original", "draft", "viejo", "vieux", "oud"), -1),
    **dict.fromkeys(("new", "neu", "nuevo", "nouveau", "nuovo", "nieuw", "novo", "fixed", "corrected", "updated"), 500),
    **dict.fromkeys(("korrigiert", "corregido", "corrige", "corretto", "verbeterd"), 500),
    **dict.fromkeys(("final", "finale", "definitivo", "definitief", "endversion", "last", "latest", "fertig"), 1000),
}
WORD = re.compile(rf"(?i)[\s_.-]+({'|'.join(WORDS)})$")
FOLDER_WORD = re.compile(rf"(?i)(?:^|[\s_.-]+)[(\[]?({'|'.join(WORDS)})[)\]]?$")
VERSION_FOLDER = re.compile(  # in which a site keeps each upload
    r"(?i)(?:^|/)(?:(?:version|attempt|submission)[ _-]?|v)?(\d{1,3})(?=/|$)"
)
BARE_NUMBER = re.compile(r"(?:^|/)\d{1,3}/")  # a folder that may be a version's, or an exercise's
CLOSE = 2.5  # seconds; a ZIP counts them in twos


@dataclass(frozen=True, kw_only=True)
class File:
    """A file of a submission: name, text, when it was changed, and in what order it came, where that is known."""

    name: str
    text: str
    modified: float | None = None
    arrived: int | None = None


@dataclass(frozen=True)
class _Name:
    stem: str  # without what tells versions apart
    number: int
    is_copy: bool


def older_versions(files: Sequence[File]) -> Mapping[str, str]:
    """Return the files that do not count, because a newer version of them is there, with a sentence for each."""
    families: dict[tuple[str, str], list[File]] = defaultdict(list)
    for file in files:
        path = PurePosixPath(file.name)
        families[_folder_of(path)[0], _name_of(path.stem).stem.casefold()].append(file)
    older: dict[str, str] = {}
    for family in families.values():
        if len(family) > 1:
            older |= _older(family)
    return older


def written_functions(text: str) -> frozenset[str]:
    """Return the functions at the top of a text that do more than say that they are not written yet.

    A look at the text, not a parse: a hostile source may crash a parser.
    """
    starts = [*DEFINITION.finditer(text)]
    ends = [match.start() for match in starts[1:]] + [len(text)] * bool(starts)
    found = set()
    for match, end in zip(starts, ends, strict=True):
        signature = SIGNATURE.search(text, match.end(), end)
        code = DOCSTRING.sub("", text[signature.end() if signature else match.end() : end], count=1)
        lines = [line for line in code.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        is_stub = "NotImplementedError" in code or (len(lines) <= 1 and (not lines or STUB.search(lines[0])))
        if not is_stub:
            found.add(match[1])
    return frozenset(found)


def _older(family: Sequence[File]) -> dict[str, str]:
    """Return of one family of names the files that a newer one takes the place of."""
    functions = {file.name: written_functions(file.text) for file in family}
    in_order = _in_order(family)
    older: dict[str, str] = {}
    if in_order is None:
        return older
    for place, file in enumerate(in_order):
        newer = next((other for other in reversed(in_order[place + 1 :]) if _overlap(functions, file, other)), None)
        if newer is not None:
            older[file.name] = f"{file.name}, {newer.name}: versions of one file; the newest, {newer.name}, is graded"
    return older


def _overlap(functions: Mapping[str, frozenset[str]], one: File, other: File) -> bool:
    """Whether two files write the same functions, most of them; else they are parts.

    In folders that are called by a number alone the newer one has to write all that the older one does.
    """
    if BARE_NUMBER.search(one.name) or BARE_NUMBER.search(other.name):
        return bool(functions[one.name]) and functions[one.name] <= functions[other.name]
    fewest = min(len(functions[one.name]), len(functions[other.name]))
    return fewest > 0 and 2 * len(functions[one.name] & functions[other.name]) >= fewest


def _in_order(family: Sequence[File]) -> list[File] | None:
    """Return files from the oldest to the newest; None where nothing tells."""
    if all(file.arrived is not None for file in family):
        return sorted(family, key=lambda file: file.arrived or 0)
    folders = [VERSION_FOLDER.search(file.name) for file in family]
    places = [int(found[1]) for found in folders if found]
    if len(places) == len(set(places)) == len(family):
        return [file for _, file in sorted(zip(places, family, strict=True), key=lambda pair: pair[0])]
    marks = {file.name: _folder_of(PurePosixPath(file.name))[1] for file in family}
    if len(set(marks.values())) == len(family):
        return sorted(family, key=lambda file: marks[file.name])
    names = {file.name: _name_of(PurePosixPath(file.name).stem) for file in family}
    numbers = [names[file.name].number for file in family]
    if len(set(numbers)) == len(numbers) and not any(name.is_copy for name in names.values()):
        return sorted(family, key=lambda file: names[file.name].number)
    times = sorted(file.modified for file in family if file.modified is not None)
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    if len(times) == len(family) and min(gaps) >= CLOSE:
        return sorted(family, key=lambda file: file.modified or 0.0)
    ranks = {file.name: (not names[file.name].is_copy, names[file.name].number) for file in family}
    if len(set(ranks.values())) < len(family):
        return None  # conv.py and conv.ipynb of the same time: the one is made of the other
    return sorted(family, key=lambda file: ranks[file.name])


def _folder_of(path: PurePosixPath) -> tuple[str, int]:
    """Return the folder of a file without the marks of a copy or a version, and how new they say it is.

    Numbers stay: ``hw1`` and ``hw2`` are two sheets, ``hw1 (old)`` and ``hw1`` are versions of one.
    """
    parts, mark = [], 0
    for part in path.parent.parts:
        plain = part
        for pattern in (CONFLICT, COPY_AFTER):
            if match := pattern.search(plain):
                plain, mark = plain[: match.start()], mark - 1
        if match := COPY_BEFORE.match(plain):
            plain, mark = plain[match.end() :], mark - 1
        if match := FOLDER_WORD.search(plain):
            plain, mark = plain[: match.start()], mark + WORDS[match[1].lower()]
        parts += [plain] if plain or part == plain else []
    return VERSION_FOLDER.sub("", "/".join(parts)), mark


def _name_of(stem: str) -> _Name:
    """Return a name without the marks of a copy or a version, and what they say."""
    number, is_copy, has_number = 0, False, False
    for _ in range(4):
        before = stem
        if match := CONFLICT.search(stem):
            stem, is_copy = stem[: match.start()], True
        if match := COPY_BEFORE.match(stem):
            stem, is_copy = stem[match.end() :], True
        if match := COPY_AFTER.search(stem):
            stem, is_copy, number = stem[: match.start()], True, number or int(match[2] or 0)
        if match := WORD.search(stem):
            stem, number = stem[: match.start()], number + WORDS[match[1].lower()]
        if not has_number and (match := NUMBER.search(stem)):
            stem, number = stem[: match.start()], number + int(next(filter(None, match.groups())))
            has_number = True
        if stem == before or not stem:
            break
    return _Name(stem or before, number, is_copy)
