"""Right work keeps its points, whatever its files are called, written in, or wrapped in; wrong work hears the cause."""

import codecs
import io
import json
import sys
import tarfile
from pathlib import Path

import numpy as np
import pytest

import grader
from grader.model import Report
from grader.report import document, text
from grader.sandbox.worker import imports, newer
from grader.submissions.code_pages import name_of_archive, text_of_file
from grader.submissions.kinds import what_it_is
from grader.submissions.reading import load_submission
from grader.submissions.versions import written_functions

from .conftest import Grade, zipped


def notebook(*cells: str, outputs: list[object] | None = None, **more: object) -> bytes:
    """Return a notebook of code cells."""
    made = [{"cell_type": "code", "metadata": {}, "outputs": outputs or [], "source": source} for source in cells]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 4, **more}).encode()


def is_whole(report: Report) -> bool:
    return report.score == report.possible


# ------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    "name",
    ["Иванов_conv.py", "conv_π.py", "conv².py", "Müller_свёртка.py", "作业_conv.py", "ｃｏｎｖ.py", "αβγ/ж_a.py"],
)
def test_a_name_in_several_alphabets_costs_nothing(name: str, grade_file: Grade, solution: str) -> None:
    report = grade_file("hw.zip", zipped({name: solution}))
    assert is_whole(report)


@pytest.mark.parametrize(
    ("code_page", "name"),
    [
        ("gbk", "卷积作业/conv.py"),
        ("cp932", "課題/ソース.py"),
        ("cp737", "Εργασία/conv.py"),
        ("big5", "卷積作業/conv.py"),
        ("cp949", "과제_김민수/conv.py"),
        ("cp866", "Иванов_свёртка.py"),
        ("cp1251", "Иванов_свертка.py"),
        ("cp850", "Übung_Müller.py"),
        ("cp852", "cvičení_Dvořák.py"),
        ("cp862", "תרגיל 1.py"),
        ("cp857", "Şahin.py"),
        ("utf-8", "Übung_Müller.py"),
    ],
)
def test_a_name_in_a_code_page_of_windows_is_read(code_page: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / "hw.zip"
    path.write_bytes(zipped({name: "x = 1"}, code_page))
    submission = load_submission(path)
    assert [module.file for module in submission.modules] == [name]
    assert submission.notes == () or "the likeliest" in submission.notes[0]


def test_work_under_a_name_in_a_code_page_is_graded(grade_file: Grade, solution: str) -> None:
    assert is_whole(grade_file("hw.zip", zipped({"卷积作业/表.py": solution}, "gbk")))


@pytest.mark.parametrize(
    ("page", "written"),
    [("cp1252", "# déjà vu, naïve"), ("cp1251", "# свертка, шаг"), ("gbk", "# 卷积 步长"), ("cp949", "# 합성곱 결과")],
)
def test_the_likeliest_reading_of_a_text_is_the_right_one(page: str, written: str) -> None:
    assert text_of_file(written.encode(page))[1] == written
    assert name_of_archive("conv.py".encode(page))[1] == "conv.py"


def test_names_that_look_the_same_are_refused_together_alone_not(tmp_path: Path) -> None:
    path = tmp_path / "hw.zip"
    path.write_bytes(zipped({"сonv.py": "x = 1"}))
    assert load_submission(path).problem is None
    path.write_bytes(zipped({"сonv.py": "x = 1", "conv.py": "x = 2"}))
    assert "rule: look-alike" in (load_submission(path).problem or "")
    path.write_bytes(zipped({"numрy.py": "x = 1", "conv.py": "x = 2"}))
    assert "rule: shadowing name" in load_submission(path).notes[0]


# ------------------------------------------------------------------------------------------ wrappings


def test_a_zip_in_a_zip_is_opened_once(grade_file: Grade, solution: str) -> None:
    inner = zipped({"conv.py": solution})
    assert is_whole(grade_file("hw.zip", zipped({"hw/conv.zip": inner})))
    deeper = grade_file("hw.zip", zipped({"a.zip": zipped({"b.zip": inner})}))
    assert deeper.score == 0
    assert "a.zip: b.zip is not looked into" in text.render(deeper).replace("\n  ", " ")


def test_a_zip_beside_other_work_is_named_and_not_opened(grade_file: Grade, solution: str) -> None:
    report = grade_file("hw.zip", zipped({"conv.py": solution, "old.zip": zipped({"conv.py": "x = 1"})}))
    assert is_whole(report)
    assert any("old.zip is not looked into" in note for note in report.notes)


@pytest.mark.parametrize("name", ["conv.py.txt", "conv.ipynb.json", "CONV.PY", "conv.ipynb.txt"])
def test_a_file_renamed_on_its_way_is_what_it_was(name: str, grade_file: Grade, solution: str) -> None:
    assert is_whole(grade_file(name, notebook(solution) if "ipynb" in name else solution.encode()))


def test_a_notebook_with_megabytes_of_pictures_is_graded(grade_file: Grade, solution: str) -> None:
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 8_000_000}}
    data = notebook(solution, outputs=[picture])
    assert is_whole(grade_file("conv.ipynb", data))
    assert is_whole(grade_file("hw.zip", zipped({"conv.ipynb": data})))


def test_a_notebook_with_a_number_that_json_has_not_is_graded(grade_file: Grade, solution: str) -> None:
    data = notebook(solution, outputs=[{"data": {"application/json": {"x": 1}}}]).replace(b'{"x": 1}', b'{"x": NaN}')
    assert is_whole(grade_file("conv.ipynb", data))


@pytest.mark.parametrize("use", ["from conv_layer import *", "%run conv_layer.py", "%run -i ./conv_layer.py"])
def test_a_module_that_a_notebook_writes_is_followed(use: str, grade_file: Grade, solution: str) -> None:
    head, tail = solution.split("def conv_map", 1)
    cells = f"%%writefile conv_layer.py\n{head}", f"%%writefile -a conv_layer.py\ndef conv_map{tail}", use
    assert is_whole(grade_file("conv.ipynb", notebook(*cells)))


def test_a_later_writefile_takes_the_place_of_an_earlier_one(grade_file: Grade, solution: str) -> None:
    cells = "%%writefile conv_layer.py\nx = 1", f"%%file conv_layer.py\n{solution}", "from conv_layer import *"
    assert is_whole(grade_file("conv.ipynb", notebook(*cells)))


def test_a_notebook_under_the_name_of_a_module_is_read_as_one(grade_file: Grade, solution: str) -> None:
    report = grade_file("conv.py", notebook(solution))
    assert is_whole(report)
    assert "conv.py is a notebook under the name of a Python file" in report.notes[0]
    report = grade_file("conv.ipynb", solution.encode())
    assert is_whole(report)
    assert "is Python source under the name of a notebook" in report.notes[0]


def test_commands_of_jupyter_in_a_module_are_passed_over(grade_file: Grade, solution: str) -> None:
    report = grade_file("conv.py", f"!pip install numpy\n%matplotlib inline\n{solution}".encode())
    assert is_whole(report)
    assert "conv.py line 1: a command of Jupyter" in report.notes[0]


# ------------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize(
    ("encode", "said"),
    [
        (lambda source: codecs.BOM_UTF16_LE + source.encode("utf-16-le"), "is in UTF-16"),
        (lambda source: source.encode("utf-16-be"), "is in UTF-16"),
        (lambda source: codecs.BOM_UTF32_LE + source.encode("utf-32-le"), "is in UTF-32"),
        (lambda source: source.encode() + b"# caf\xe9\n", "'é' is not in UTF-8; the file was read as cp1252"),
        (lambda source: source.encode() + "# свертка\n".encode("cp1251"), "was read as cp1251"),
        (lambda source: b"# -*- coding: klingon -*-\n" + source.encode(), "line 1 names the coding 'klingon'"),
        (lambda source: b"# coding: ascii\n" + source.encode() + "# Größe\n".encode(), "names the coding 'ascii'"),
    ],
    ids=["utf-16", "utf-16 without a mark", "utf-32", "cp1252", "cp1251", "unknown", "ascii"],
)
def test_a_source_in_another_encoding_is_read_and_named(encode, said: str, grade_file: Grade, solution: str) -> None:
    report = grade_file("conv.py", encode(solution))
    assert is_whole(report)
    assert said in report.notes[0]


def test_the_line_of_a_wrong_character_is_named(grade_file: Grade) -> None:
    report = grade_file("conv.py", b"x = 1\ny = 2\n# na\xefve\n")
    assert report.notes[0].startswith("conv.py line 3: 'ï' is not in UTF-8")


# ------------------------------------------------------------------------------------------ newer Pythons

NEWER = (
    'sizes = {"a": 3}\nprint(f"{sizes["a"]} and {", ".join(["x", "y"])}")\n',
    "type Size = int\n",
    "def first[T](x: list[T]) -> T:\n    return x[0]\n",
    "class Stack[T]:\n    def top(self) -> T:\n        return 1\n",
    "try:\n    pass\nexcept ValueError, TypeError:\n    pass\n",
)


@pytest.mark.parametrize("written", NEWER)
def test_syntax_of_a_newer_python_costs_nothing_and_names_both(written: str, grade_file: Grade, solution: str) -> None:
    report = grade_file("conv.py", f"{written}{solution}".encode())
    assert is_whole(report)
    if report.notes:  # this Python may read it by itself
        assert f"this grader runs Python {newer.HERE}" in report.notes[0]


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ('f"{d["a"]:>{w}}|{{x}}|{d["a"]!r}"', '"   1|{x}|1"'),
        ("f'{','.join(['a', 'b'])}'", "'a,b'"),
        ('f"{"\\n".join(["a"])}"', "'a'"),
        ('f"""{d["a"]}\n{f"{d["a"]}"}"""', '"1\\n1"'),
    ],
)
def test_an_f_string_of_a_newer_python_says_the_same_in_our_words(written: str, same: str) -> None:
    changed, _ = newer.in_our_words(f"d, w = {{'a': 1}}, 4\nx = {written}\n")
    bound: dict[str, object] = {}
    exec(changed, bound)
    assert bound["x"] == eval(same)


def test_what_is_no_syntax_at_all_stays_as_it_is() -> None:
    assert newer.in_our_words("def f(:\n    pass\n") == ("def f(:\n    pass\n", [])


# ------------------------------------------------------------------------------------------ causes


def told(report: Report) -> str:
    return " ".join(text.render(report).split())


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("conv.ipynb", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "pointer of Git LFS"),
        ("conv.py", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "pointer of Git LFS"),
        ("conv.ipynb", b'{"cells": [\n<<<<<<< HEAD\n{}\n=======\n', "conv.ipynb line 2: git left a merge conflict"),
        ("conv.ipynb", b'{"cells": [\n  <<<<<<< HEAD\n', "conv.ipynb line 2: git left a merge conflict"),
        ("conv.py", b"x = 1\n<<<<<<< HEAD\ndef conv_single(x, w, b): return 1\n", "conv.py line 2: a merge conflict"),
        ("conv.py", b"", "conv.py is empty"),
        ("conv.ipynb", b"", "conv.ipynb is empty"),
        ("conv.ipynb", b'{"cells": [{"cell_type": "code", "sou', "ends in the middle"),
        ("conv.py", b"%PDF-1.7\n", "conv.py is a PDF"),
        ("conv.py", b"<!DOCTYPE html>\n<html>", "conv.py is a web page"),
        ("conv.py", zipped({"word/document.xml": "x"}), "a document of an office program"),
        ("conv.py", zipped({"conv.py": "x"}), "conv.py is a ZIP archive under the name of a Python file"),
        ("conv.zip", b"Rar!\x1a\x07\x00", "it is a RAR archive"),
        ("conv.zip", b"7z\xbc\xaf\x27\x1c\x00", "it is a 7z archive"),
    ],
)
def test_the_cause_is_said_plainly(name: str, data: bytes, said: str, grade_file: Grade) -> None:
    report = grade_file(name, data)
    assert report.score == 0
    assert said in told(report)


def test_a_notebook_too_large_for_anything_says_to_clear_its_outputs(tmp_path: Path) -> None:
    path = tmp_path / "conv.ipynb"
    path.write_bytes(b"{")
    with path.open("r+b") as stream:
        stream.truncate(100 << 20)
    assert "clear its outputs" in (load_submission(path).problem or "")


def test_a_decorator_that_needs_hashable_arguments_is_named(grade_file: Grade, solution: str) -> None:
    source = solution.replace("def conv_single(", "@lru_cache\ndef conv_single(")
    report = grade_file("conv.py", f"from functools import lru_cache\n{source}".encode())
    assert "delete the decorator above def conv_single, such as @lru_cache" in told(report)


def test_functions_that_are_defined_when_the_file_is_run_only_are_graded_and_named(
    grade_file: Grade, solution: str
) -> None:
    inside = "\n".join(f"    {line}" for line in solution.splitlines())
    report = grade_file("conv.py", f'if __name__ == "__main__":\n{inside}\n'.encode())
    assert report.all_passed
    assert "conv.py line 1: functions under this if are not there for who imports the file" in told(report)


# ------------------------------------------------------------------------------------------ what changes no number


@pytest.mark.parametrize(
    ("imported", "around"),
    [
        ("from tqdm import tqdm", "tqdm({})"),
        ("from tqdm.auto import tqdm", "tqdm({}, desc='rows', leave=False)"),
        ("import tqdm", "tqdm.tqdm({})"),
        ("import tqdm.notebook as bars", "bars.tqdm({})"),
        ("import tqdm.auto", "tqdm.auto.tqdm({})"),
        ("from rich.progress import track", "track({}, description='rows')"),
        ("from alive_progress import alive_it", "alive_it({})"),
        ("import progressbar", "progressbar.progressbar({})"),
    ],
)
def test_a_progress_bar_costs_nothing(imported: str, around: str, grade_file: Grade, solution: str) -> None:
    assert "range(N)" in solution
    source = solution.replace("in range(N)", f"in {around.format('range(N)')}")
    report = grade_file("conv.py", f"{imported}\n{source}".encode())
    assert is_whole(report)
    assert "only shows how far a loop is" in report.notes[0]


def test_numbers_in_an_array_of_objects_are_taken_and_noted(grade_file: Grade, solution: str) -> None:
    source = f"{solution}\n\nwithout = conv_map\n\ndef conv_map(x, w, b):\n    return without(x, w, b).astype(object)\n"
    report = grade_file("conv.py", source.encode())
    assert is_whole(report)
    assert any("array of objects" in note for note in report.notes)


def test_an_array_of_other_objects_is_no_answer(grade_file: Grade) -> None:
    source = "import numpy as np\ndef conv_map(x, w, b):\n    return np.array([[None, 1]], dtype=object)\n"
    assert "they are not all numbers" in told(grade_file("conv.py", source.encode()))


def test_one_number_in_an_array_is_put_into_an_array_as_it_was(grade_file: Grade) -> None:
    source = """
import numpy as np

def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError
    return float((x * w).sum() + b)

def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError
    out = np.zeros((x.shape[1] - w.shape[1] + 1, x.shape[2] - w.shape[2] + 1))
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            window = x[:, i : i + w.shape[1], j : j + w.shape[2]]
            out[i, j] = np.full((1, 1, 1), conv_single(window, w, b))
    return out
"""
    report = grade_file("conv.py", source.encode())
    assert [one.score for one in report.exercises[:2]] == [one.exercise.points for one in report.exercises[:2]]


def test_functions_inside_a_class_are_named(grade_file: Grade) -> None:
    report = grade_file("conv.py", b"class Layer:\n    def conv_map(x, w, b):\n        return 0\n")
    assert "conv_map is written in conv.py line 2, inside the class Layer: move it out" in told(report)


# ------------------------------------------------------------------------------------------ versions


@pytest.mark.parametrize(
    ("older", "newer_"),
    [
        ("conv-1.py", "conv-2.py"),
        ("conv.py", "conv (1).py"),
        ("conv (copy).py", "conv.py"),
        ("Kopie von conv.py", "conv.py"),
        ("conv_v1.py", "conv_v2.py"),
        ("conv_old.py", "conv.py"),
        ("conv.py", "conv_final.py"),
    ],
)
def test_of_several_versions_the_newest_counts(older: str, newer_: str, grade_file: Grade, solution: str) -> None:
    wrong = solution.replace("+ b", "- b")
    report = grade_file("hw.zip", zipped({newer_: solution, older: wrong}))
    assert is_whole(report)
    assert any(f"the newest, {newer_}, is graded" in note for note in report.notes)


def test_parts_of_one_work_go_together(grade_file: Grade, solution: str) -> None:
    head, tail = solution.split("def conv_forward", 1)
    report = grade_file("hw.zip", zipped({"lab-1.py": head, "lab-2.py": f"import numpy as np\ndef conv_forward{tail}"}))
    assert is_whole(report)
    assert not any("versions" in note for note in report.notes)


def test_an_untouched_starter_beside_the_work_is_no_version_of_it(grade_file: Grade, solution: str) -> None:
    stub = "def conv_map(x, w, b):\n    raise NotImplementedError\n"
    report = grade_file("hw.zip", zipped({"conv.py": solution, "conv_final.py": stub}))
    assert is_whole(report)


# ------------------------------------------------------------------------------------------ places


def test_no_place_of_the_installation_stands_in_a_report(grade_file: Grade) -> None:
    source = """
import sys, traceback
import numpy as np

def conv_single(x, w, b):
    traceback.print_stack()
    print(np.__file__, sys.path, sys.prefix, sys.executable)
    raise ValueError("at " + np.__file__)

async def never():
    return 1

def conv_map(x, w, b):
    never()
    return 1
"""
    report = grade_file("conv.py", source.encode())
    for place in (sys.prefix, sys.base_prefix, str(Path(grader.__file__).parent), str(Path(np.__file__).parent)):
        assert place not in document.to_json(report).decode()
        assert place not in text.render(report)


def test_files_without_functions_are_no_versions_and_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "hw.zip").write_bytes(zipped({"conv-1.py": "x = 1", "conv-2.py": "y = 2", "conv-3.ipynb": "{"}))
    assert [module.file for module in load_submission(tmp_path / "hw.zip").modules] == ["conv-1.py", "conv-2.py"]


@pytest.mark.parametrize(
    ("source", "functions"),
    [
        ("", set()),
        ("def f(x):\n    return 1\n", {"f"}),
        ("def f(x: int, y=(1, 2)) -> int:\n    pass\n", set()),
        ('def f(x):\n    """Say."""\n    raise NotImplementedError\ndef g(x): return 2\n', {"g"}),
        ('async def f(x):\n    """Say: it."""\n    y = x\n    return y\n', {"f"}),
        ("def f(", set()),
    ],
)
def test_a_function_is_written_when_it_does_something(source: str, functions: set[str]) -> None:
    assert written_functions(source) == functions


def test_a_file_of_data_that_is_not_there_is_named_and_no_module_of_numpys(grade_file: Grade, solution: str) -> None:
    above = 'import numpy as np\nA = np.loadtxt("data.txt")\nB = open("more/k.txt").read()\n'
    report = grade_file("conv.py", (above + solution).encode())
    assert is_whole(report)
    said = " ".join(report.notes)
    assert "'data.txt': no file can be opened while grading, nor one that is handed in" in said
    assert "'more/k.txt': no file can be opened while grading" in said
    assert "urllib" not in said


@pytest.mark.parametrize("name", ["urllib", "urllib.parse"])  # what is asked for first depends on Python's version
def test_what_numpy_wants_to_fetch_a_file_with_is_refused_as_the_file(name: str) -> None:
    numpys = {"__name__": "numpy.lib._datasource"}
    exec("def open(path, closed, name):\n    return closed.find_spec(name)", numpys)
    with pytest.raises(PermissionError, match=r"data\.txt"):
        numpys["open"]("data.txt", imports.Closed([]), name)  # type: ignore[operator]
    with pytest.raises(ModuleNotFoundError):
        imports.Closed([]).find_spec(name)


Members = list[tuple[tarfile.TarInfo, bytes]]


def member(name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, to: str = "") -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, to
    return info, data


def tarred(members: Members, mode: str = "w:gz") -> bytes:
    """Return an archive of tar."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for info, data in members:
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


@pytest.mark.parametrize("ending", ["tar", "tar.gz", "tgz", "tar.bz2", "tar.xz"])
def test_an_archive_of_tar_is_opened(ending: str, tmp_path: Path) -> None:
    source = b"def conv_single(x, w, b):\n    return 1\n"
    mode = "w:" + {"tar": "", "tgz": "gz"}.get(ending, ending.removeprefix("tar."))
    data = tarred([member("hw", kind=tarfile.DIRTYPE), member("hw/conv.py", source)], mode)
    (tmp_path / f"hw.{ending}").write_bytes(data)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / f"hw.{ending}").write_bytes(data)
    (tmp_path / "hw.zip").write_bytes(zipped({f"hw.{ending}": data}))
    for name in (f"hw.{ending}", "folder", "hw.zip"):
        read = load_submission(tmp_path / name)
        assert [module.file.split("/")[-1] for module in read.modules] == ["conv.py"], (name, read.problem)


@pytest.mark.parametrize(
    ("members", "rule"),
    [
        ([member("../conv.py", b"x = 1\n")], "traversal"),
        ([member("/conv.py", b"x = 1\n")], "absolute name"),
        ([member("conv.py", kind=tarfile.SYMTYPE, to="/etc/passwd")], "link"),
        ([member("a.py", b"x = 1\n"), member("conv.py", kind=tarfile.LNKTYPE, to="a.py")], "link"),
        ([member("conv.py", kind=tarfile.FIFOTYPE)], "device"),
        ([member("conv.py", b"x = 1\n"), member("conv.py", b"x = 2\n")], "duplicate"),
        ([member("conv.py", bytes(40 << 20))], "bomb"),
    ],
)
def test_the_rules_of_a_zip_hold_for_a_tar(members: Members, rule: str, tmp_path: Path) -> None:
    (tmp_path / "hw.tar.gz").write_bytes(tarred(members))
    read = load_submission(tmp_path / "hw.tar.gz")
    assert f"(rule: {rule})" in (read.problem or "")
    assert not read.modules


@pytest.mark.parametrize("cut", [1, 12, 60, 100])
def test_a_damaged_tar_says_so(cut: int, tmp_path: Path) -> None:
    (tmp_path / "hw.tar.gz").write_bytes(tarred([member("conv.py", b"x = 1\n")])[:cut])
    assert "hw.tar.gz" in (load_submission(tmp_path / "hw.tar.gz").problem or "")


def test_chunks_of_quarto_and_a_mail_and_a_link_in_a_comment_are_known(grade_file: Grade, solution: str) -> None:
    text = f"---\ntitle: hw\n---\n\n```{{python}}\nimport numpy as np\n```\n\nText.\n\n```{{python}}\n{solution}\n```\n"
    assert is_whole(grade_file("hw.qmd", text.encode()))
    mail = b"From: ada@x.edu\r\nSubject: hw\r\n folded\r\nMIME-Version: 1.0\r\n\r\nSee attachment.\r\n"
    assert what_it_is(mail) == ("an e-mail, not the file that came with it", "save the attachment, and hand that in")
    assert what_it_is(b"From: a\r\n" * 400 + b"x") is None  # and it does not take for ever
    assert what_it_is(b"# https://colab.research.google.com/drive/1AbC\n") is not None
