"""What archives and folders may hold: every rule by an entry that breaks it, named together with the rule."""

import io
import os
import re
import stat
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.submissions import archives
from grader.submissions.reading import load_submission

Files = dict[str, str]


def zipped(files: Files, *, modes: dict[str, int] | None = None, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive; `modes` are the Unix modes of entries."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.filename = name  # ZipInfo itself would mend it
            info.external_attr = (modes or {}).get(name, stat.S_IFREG | 0o644) << 16
            archive.writestr(info, text, method)
    return data.getvalue()


def encrypted() -> bytes:
    """Return an archive whose entry says that it needs a password."""
    data = bytearray(zipped({"conv.py": "x = 1"}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Return an archive two of whose entries share their bytes."""
    data = zipped({"a.py": "x = 1\n" * 9, "b.py": "x = 1\n" * 9})
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    return data[: second + 42] + bytes(4) + data[second + 46 :]


WHOLE = [  # what costs the whole submission: rule, entry named, archive
    ("traversal", "../conv.py", zipped({"../conv.py": "x"})),
    ("traversal", "a/../../conv.txt", zipped({"conv.py": "x", "a/../../conv.txt": "x"})),
    ("traversal", "..\\\\conv.py", zipped({"..\\conv.py": "x"})),
    ("absolute name", "/etc/conv.py", zipped({"/etc/conv.py": "x"})),
    ("absolute name", "C:\\\\conv.py", zipped({"C:\\conv.py": "x"})),
    ("absolute name", "\\\\\\\\host\\\\conv.py", zipped({"\\\\host\\conv.py": "x"})),
    ("control character", "conv\\x1b[2J.py", zipped({"conv\x1b[2J.py": "x"})),
    ("control character", "conv\\u202eyp.txt", zipped({"conv.py": "x", "conv\u202eyp.txt": "x"})),
    ("control character", "co\\u200bnv.py", zipped({"co\u200bnv.py": "x"})),
    ("long name", "a/" * 21, zipped({"a/" * 21 + "conv.py": "x"})),
    ("long name", "a" * 201, zipped({"a" * 201 + ".py": "x"})),
    ("link", "conv.py", zipped({"conv.py": "/etc/passwd"}, modes={"conv.py": stat.S_IFLNK | 0o777})),
    ("link", "data", zipped({"conv.py": "x", "data": "/etc"}, modes={"data": stat.S_IFLNK | 0o777})),
    ("device", "conv.py", zipped({"conv.py": ""}, modes={"conv.py": stat.S_IFCHR | 0o666})),
    ("device", "pipe", zipped({"conv.py": "x", "pipe": ""}, modes={"pipe": stat.S_IFIFO | 0o666})),
    ("duplicate", "Conv.PY", zipped({"conv.py": "x", "Conv.PY": "y"})),
    ("duplicate", "stra\\xdfe.py", zipped({"strasse.py": "x", "straße.py": "y"})),
    ("look-alike", "conv.py", zipped({"cοnv.py": "x", "conv.py": "y"})),
    ("look-alike", "c\\u03bfnv.py", zipped({"conv.py": "y", "cοnv.py": "x"})),
    ("encrypted", "conv.py", encrypted()),
    ("bomb", "conv.py", zipped({"conv.py": "#" * (3 << 20)})),
    ("bomb", "a.zip", overlapping()),
]
ALONE = [  # what is left out, with a note
    ("shadowing name", "numpy.py"),
    ("shadowing name", "hw1/conftest.py"),
    ("shadowing name", "sitecustomize.py"),
    ("shadowing name", "usercustomize.py"),
    ("shadowing name", "Numpy/__init__.py"),
    ("shadowing name", "convref.py"),
    ("compiled file", "fast.so"),
    ("compiled file", "hw1/conv.pyc"),
    ("compiled file", "fast.PYD"),
]


@pytest.mark.parametrize(("rule", "entry", "data"), WHOLE)
def test_an_archive_is_refused_by_entry_and_rule(tmp_path: Path, rule: str, entry: str, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    submission = load_submission(tmp_path / "a.zip")
    assert submission.modules == ()
    assert entry in (submission.problem or "")
    assert f"{archives.RULES[rule]} (rule: {rule})" in (submission.problem or "")


@pytest.mark.parametrize(("rule", "entry"), ALONE)
def test_an_entry_is_left_out_and_named(tmp_path: Path, rule: str, entry: str) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"conv.py": "x = 1", entry: "y = 2"}))
    submission = load_submission(tmp_path / "a.zip")
    assert [module.name for module in submission.modules] == ["conv"]
    assert submission.notes == (f"a.zip: {entry!r} is left out: {archives.RULES[rule]} (rule: {rule})",)


@pytest.mark.parametrize(("rule", "entry"), ALONE)
def test_a_folder_keeps_the_same_rules(tmp_path: Path, rule: str, entry: str) -> None:
    (tmp_path / "mine" / entry).parent.mkdir(parents=True)
    (tmp_path / "mine" / entry).write_text("y = 2")
    (tmp_path / "mine" / "conv.py").write_text("x = 1")
    submission = load_submission(tmp_path / "mine")
    assert [module.name for module in submission.modules] == ["conv"]
    assert f"(rule: {rule})" in submission.notes[0]


def test_a_folder_with_look_alikes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cοnv.py").write_text("x = 1")
    assert load_submission(tmp_path).problem is None
    (tmp_path / "conv.py").write_text("x = 1")
    assert "(rule: look-alike)" in (load_submission(tmp_path).problem or "")


def test_every_rule_is_tried() -> None:
    assert {rule for rule, *_ in (*WHOLE, *ALONE)} == set(archives.RULES)
    assert {rule for rule, _ in ALONE} == archives.LEFT_OUT


@pytest.mark.parametrize(
    "file",
    [
        "conv.py",
        "hw1/conv.py",
        "Übung 1/café.py",
        "упражнение/свёртка.py",
        "作业/卷积.ipynb",
        "hw-1 (2).py",
        "συνέλιξη.py",
        "Иванов_conv.py",
        "conv_π².py",
    ],
)
def test_honest_names_break_no_rule(tmp_path: Path, file: str) -> None:
    assert archives.name_rule(file) is None
    assert archives.module_rule(file) is None
    (tmp_path / "a.zip").write_bytes(zipped({file.replace(".ipynb", ".py"): "x = 1", "__MACOSX/._conv.py": "\x00"}))
    submission = load_submission(tmp_path / "a.zip")
    assert (submission.problem, submission.notes, len(submission.modules)) == (None, (), 1)


def test_a_virtual_environment_in_an_archive_costs_nothing(tmp_path: Path) -> None:
    files = {"conv.py": "x = 1", "venv/bin/python": "/usr/bin/python3", "venv/lib/numpy.py": "x", "venv/lib/a.so": "x"}
    (tmp_path / "a.zip").write_bytes(zipped(files, modes={"venv/bin/python": stat.S_IFLNK | 0o777}))
    submission = load_submission(tmp_path / "a.zip")
    assert (submission.problem, submission.notes) == (None, ())


@given(st.text(min_size=1, max_size=30))
def test_a_name_without_a_rule_leads_nowhere_and_is_seen_whole(name: str) -> None:
    if archives.name_rule(name) is None:
        assert not any(unicodedata.category(c) in archives.HIDDEN for c in name)
        inside = os.path.normpath(os.path.join("/archive", name.replace("\\", "/")))
        assert inside == "/archive" or inside.startswith("/archive/")


def test_the_page_on_submissions_has_every_rule() -> None:
    page = (Path(__file__).parent.parent.parent / "docs" / "submissions.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", page, re.MULTILINE))
    assert {rule: rows[rule] for rule in archives.RULES} == archives.RULES
    for rule in archives.RULES:
        cost = re.search(rf"^\| `{rule}` \| [^|]+ \| ([^|]+) \|", page, re.MULTILINE)
        assert cost is not None
        assert (cost[1].startswith("the entry")) == (rule in archives.LEFT_OUT)
