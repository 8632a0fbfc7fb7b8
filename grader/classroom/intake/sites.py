"""Four more sites, by the names that they give: Blackboard, Brightspace, ILIAS and Sakai.

Blackboard: ``TITLE_LOGIN_attempt_2026-11-20-17-59-00_conv.py``, with a ``.txt`` of the same name that says who it is.
Brightspace: ``NUMBER-NUMBER - Full Name - Nov 20, 2026 559 PM/conv.py``, or flat with `` - conv.py`` behind.
ILIAS: ``Last_First_login_NUMBER/conv.py``; of teams in ``Team_7/``.
Sakai: ``Last, First(login)/Submission attachment(s)/conv.py``, with ``timestamp.txt`` and what people gave back.

Each attempt is a submission of its own; the course's policy says which counts.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import PurePosixPath

from grader.classroom.intake.hand_in import HandIn
from grader.classroom.intake.tree import Item, Tree, moved

BLACKBOARD = re.compile(  # title and login may both hold lines: `_parted` tells where the one ends
    r"(?P<head>[^/]+?_[^/]+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|(?P<about>\.txt))"
)
ABOUT = re.compile(r"\((?P<login>[^()\s]+)\)\s*$")  # how the first line of Blackboard's own .txt ends
MAX_ABOUT = 1 << 20  # bytes; what a student wrote into the site's window is in it too
BRIGHTSPACE = re.compile(
    r"(?P<number>\d+-\d+) ?- (?P<name>.+?) ?- (?P<time>[^-/]+ \d{3,4}(?: ?[AaPp]\.?[Mm]\.?)?)(?: ?- (?P<rest>.+))?"
)
ILIAS = re.compile(r"(?P<last>[^_/]+)_(?P<first>[^_/]+)_(?P<login>[^/]+)_(?P<number>\d+)")
SAKAI = re.compile(r"(?P<last>[^,/()]+), ?(?P<first>[^/()]+)\((?P<login>[^/()]+)\)")
FORMS = {
    "blackboard": (BLACKBOARD, "TITLE_LOGIN_attempt_TIME_file"),
    "brightspace": (BRIGHTSPACE, "NUMBER-NUMBER - Full Name - TIME"),
    "ilias": (ILIAS, "Last_First_login_NUMBER"),
    "sakai": (SAKAI, "Last, First(login)"),
}
TEAM = re.compile(r"Team_\d+")
ATTACHED = "Submission attachment(s)"  # of Sakai; what people gave back lies beside it
ITS_OWN = frozenset({"index.html", "grades.csv", "grades.xls", "grades.xlsx", "status.csv", "status.xlsx", "README.md"})
TIMES = (
    *("%Y-%m-%d-%H-%M-%S", "%Y%m%d%H%M%S"),
    *("%b %d, %Y %I%M %p", "%B %d, %Y %I%M %p", "%d %B, %Y %H%M", "%d %b, %Y %H%M"),
)


def site_of(tree: Tree) -> tuple[str, str] | None:
    """Return the site that made most of a tree's names, and a sentence; None where none of the four did."""
    for site, (form, written) in FORMS.items():
        names = [name for name in _flattened(tree, site).top() if name not in ITS_OWN]
        found = [match for name in names if (match := form.fullmatch(name))]
        if len(found) <= len(names) / 2 or not _is_meant(site, found):
            continue
        said = f"{len(found)} of {len(names)} names have the form {written}: handed out by {site.title()}"
        return site, said.replace("Ilias", "ILIAS")
    return None


def _is_meant(site: str, found: list[re.Match[str]]) -> bool:
    """Whether names are really this site's: others may have four words with lines between them too."""
    if site != "ilias":
        return True
    return all(len({match[part] for match in found}) == len(found) for part in ("login", "number"))


def read(tree: Tree, site: str, zone: tzinfo | None) -> list[HandIn]:
    """Return one per student and attempt.

    Parameters
    ----------
    tree : Tree
    site : str
        One of `FORMS`.
    zone : tzinfo, optional
        Of the times in names, which say none. Without it they are not taken.
    """
    tree = _flattened(tree, site)
    form = FORMS[site][0]
    found: dict[tuple[str, str], list[tuple[PurePosixPath, Item]]] = defaultdict(list)
    parts: dict[tuple[str, str], re.Match[str]] = {}
    strange = []
    logins = _parted(tree) if site == "blackboard" else {}
    for name, items in tree.by_top().items():
        match = form.fullmatch(name)
        if match is None:
            if name not in ITS_OWN:
                strange.append(_strange(tree, name, items, site))
            continue
        key = _student(match, site, logins), match.groupdict().get("time") or ""
        parts.setdefault(key, match)
        for item in items:
            path = item.path.relative_to(name) if tree.is_folder(name) else PurePosixPath(match["rest"] or "about.txt")
            found[key].append((path, item))
        found[key] += []
    attempts = Counter(student for student, _ in found)
    handed = [_handed(key, parts[key], files, zone, attempts[key[0]] > 1) for key, files in found.items()]
    return handed + strange


def _flattened(tree: Tree, site: str) -> Tree:
    """Return a tree of ILIAS without the folders of teams, in which the members' folders lie."""
    if site != "ilias" or not any(TEAM.fullmatch(name) for name in tree.top()):
        return tree
    return Tree(
        name=tree.name,
        items=tuple(
            moved(item, PurePosixPath(*item.path.parts[1:]))
            if TEAM.fullmatch(item.path.parts[0]) and len(item.path.parts) > 2
            else item
            for item in tree.items
        ),
        folders=frozenset(
            PurePosixPath(*folder.parts[1:]) if TEAM.fullmatch(folder.parts[0]) else folder
            for folder in tree.folders
            if not TEAM.fullmatch(folder.name) or len(folder.parts) > 1
        ),
        said=tree.said,
    )


def _parted(tree: Tree) -> dict[str, str]:
    """Return by TITLE_LOGIN the login, of all names of Blackboard's download.

    The site's own ``.txt`` says it: ``Name: Ada Lovelace (ada_l)``. One assignment is handed out at a time, so what
    stands before a login there is the title of all others. Where no .txt tells, the title is what all names begin with.
    """
    found = [(match, items) for name, items in tree.by_top().items() if (match := BLACKBOARD.fullmatch(name))]
    heads = sorted({match["head"] for match, _ in found})
    said = {match["head"]: _login_in(items[0], match["head"]) for match, items in found if match["about"] and items}
    titles = {head.removesuffix(login) for head, login in said.items() if login}
    if len(titles) != 1:
        titles = {_begin_alike(heads).rpartition("_")[0] + "_"} if len(heads) > 1 else set()
    logins = {}
    for head in heads:
        fits = [head[len(title) :] for title in titles if head.startswith(title) and len(head) > len(title)]
        logins[head] = said.get(head) or (fits[0] if fits else head.rpartition("_")[2])
    return logins


def _begin_alike(names: list[str]) -> str:
    """Return what all of several names in order begin with: as far as the first and the last are the same."""
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(names[0], names[-1], strict=False))
    return "".join(letter for letter, _ in same)


def _login_in(item: Item, head: str) -> str:
    """Return the login that Blackboard's .txt begins with, "" where it says none that the name ends with."""
    if item.refusal or item.size > MAX_ABOUT:
        return ""
    try:
        lines = item.read().decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    except (OSError, ValueError):
        return ""
    told = ABOUT.search(lines[0]) if lines else None
    return told["login"] if told and head.endswith(f"_{told['login']}") else ""


def _student(match: re.Match[str], site: str, logins: Mapping[str, str]) -> str:
    if site == "blackboard":
        return logins[match["head"]]
    if site == "brightspace":
        return match["name"].strip()
    return match[0]


def _handed(
    key: tuple[str, str],
    match: re.Match[str],
    files: list[tuple[PurePosixPath, Item]],
    zone: tzinfo | None,
    is_again: bool,
) -> HandIn:
    student, time = key
    submitted = _time(time, zone)
    if match.re is BLACKBOARD:
        words = match["head"].removesuffix(f"_{student}").split("_")  # a title that all share may be part of the login
        also: tuple[str, ...] = tuple("_".join([*words[at:], student]) for at in range(1, len(words)))
        about = f"{match['head']}_attempt_{time}.txt"
        files = [(path, item) for path, item in files if item.path.name != about]
    elif match.re is BRIGHTSPACE:
        also = (match["name"].strip(),)
    else:
        also = (match["login"], f"{match['last']}, {match['first'].strip()}")
    if match.re is SAKAI:
        stamp = next((item for path, item in files if str(path) == "timestamp.txt" and item.size < 100), None)
        text = stamp.read().decode("ascii", "replace").strip() if stamp is not None else ""
        submitted = _time(text[:14], zone)
        files = [(path.relative_to(ATTACHED), item) for path, item in files if path.parts[0] == ATTACHED]
    return HandIn(
        student=student,
        name=f"{student} {time}" if is_again else str(files[0][0]) if len(files) == 1 else student,
        files=tuple(files),
        also=also,
        submitted=submitted,
        is_whole=True,
    )


def _time(text: str, zone: tzinfo | None) -> datetime | None:
    """Return a time as a site writes it; None where it is another form, such as one of another language."""
    for form in TIMES:
        try:
            return datetime.strptime(" ".join(text.split()), form).replace(tzinfo=zone) if zone else None
        except ValueError:
            continue
    return None


def _strange(tree: Tree, name: str, items: list[Item], site: str) -> HandIn:
    files = [(item.path.relative_to(name) if tree.is_folder(name) else item.path, item) for item in items]
    shown = "ILIAS" if site == "ilias" else site.title()
    said = f"{name} is not named as {shown} names what it hands out, so it is taken for a student's work as it is"
    return HandIn(student=name, name=name, files=tuple(files), also=(PurePosixPath(name).stem,), problems=(said,))
