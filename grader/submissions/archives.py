"""What an entry of a submission may be called, and be: rules for archives and folders. Pure.

A *rule* has a name, which a refusal states beside the entry. Some cost the whole submission, because there is no
telling which of its files was meant; others leave the entry out, with a note (`LEFT_OUT`).
"""

import re
import stat
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

RULES = {  # what each one forbids, as docs/submissions.md has it
    "traversal": "a path that leads outside the archive",
    "absolute name": "a path that starts at the root of a disk",
    "control character": "a name with characters that cannot be seen",
    "long name": "a path of more than 200 characters or 20 folders",
    "link": "a link instead of a file",
    "device": "a device, a pipe or a socket instead of a file",
    "duplicate": "two files whose names differ in case or spelling only",
    "look-alike": "a Python file whose name looks like that of another one, with letters of another alphabet",
    "encrypted": "an entry that needs a password",
    "bomb": "an archive that unpacks to far more than it holds",
    "compiled file": "machine code or compiled Python",
    "shadowing name": "a module that would stand in the place of one that grading uses; give it another name",
}
LEFT_OUT = frozenset({"compiled file", "shadowing name"})
SPELLED_OUT = frozenset({"look-alike", "duplicate"})  # two names that look the same are told apart by their letters
COMPILED = frozenset({".pyc", ".pyo", ".pyd", ".so", ".dll", ".dylib", ".o", ".a", ".exe"})
SHADOWING = frozenset({"numpy", "conftest", "sitecustomize", "usercustomize", "convref", "grader"})
# Letters of other alphabets that look like Latin ones, and what they look like
LIKE = dict(zip("АВЕКМНОРСТУХаеорсухіјѕԁһԛԝѵӏЅІЈ", "ABEKMHOPCTYXaeopcyxijsdhqwvlSIJ", strict=True))
LIKE |= dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονρօսհոıɡɑ", "ABEZHIKMNOPTYXovpouhniga", strict=True))
LOOKS_LIKE = str.maketrans(LIKE)
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
MAX_PATH, MAX_DEPTH = 200, 20
BOMB_RATIO, BOMB_BYTES = 200, 1 << 20  # text of source code shrinks to a tenth, seldom to a hundredth


@dataclass(frozen=True)
class Refusal:
    """Why an entry is refused: the rule, and the entry as it is called."""

    entry: str
    rule: str
    why: str = ""  # in place of what the rule says in general

    def __str__(self) -> str:
        """Name the entry and the rule."""
        what = "is left out" if self.rule in LEFT_OUT else "is refused"
        entry = ascii(self.entry) if self.rule in SPELLED_OUT else repr(self.entry)
        return f"{entry} {what}: {self.why or RULES[self.rule]} (rule: {self.rule})"


def name_rule(file: str) -> str | None:
    """Return the rule that a path in an archive breaks, None for a proper one; ``\\`` parts folders too."""
    path = PurePosixPath(file.replace("\\", "/"))
    if path.is_absolute() or re.match("[A-Za-z]:", file):
        return "absolute name"
    if ".." in path.parts:
        return "traversal"
    if any(unicodedata.category(c) in HIDDEN for c in file):
        return "control character"
    if len(file) > MAX_PATH or len(path.parts) > MAX_DEPTH:
        return "long name"
    if path.suffix.lower() in COMPILED:
        return "compiled file"
    return None


def module_rule(file: str) -> str | None:
    """Return the rule that the path of a Python file or notebook breaks by itself, None for a proper one."""
    path = PurePosixPath(file)
    imported_as = path.parent.name if path.stem == "__init__" else path.stem
    if path.suffix.lower() == ".py" and {plain_form(imported_as), visible_form(imported_as)} & SHADOWING:
        return "shadowing name"
    return None


def kind_rule(mode: int) -> str | None:
    """Return the rule that a Unix file mode breaks; archives made elsewhere have none."""
    if stat.S_IFMT(mode) in (0, stat.S_IFREG, stat.S_IFDIR):
        return None
    return "link" if stat.S_ISLNK(mode) else "device"


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether so many bytes unpack to more than text does."""
    return unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * max(packed, 1)


def overlap(spans: Iterable[tuple[int, int]]) -> bool:
    """Whether entries, given by start and length in the archive, share bytes; a few bytes then unpack to many files."""
    end = 0
    for start, length in sorted(spans):
        if start < end:
            return True
        end = start + length
    return False


def plain_form(name: str) -> str:
    """Return what names that differ in case or spelling only have in common."""
    return unicodedata.normalize("NFKC", name).casefold()


def visible_form(name: str) -> str:
    """Return what names that look the same have in common: a Cyrillic ``с`` is a Latin one here."""
    return plain_form(unicodedata.normalize("NFKC", name).translate(LOOKS_LIKE))
