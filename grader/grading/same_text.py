"""What of a submission's text makes a difference: who shares all of it with another one has handed in the same program.

Left out are the name of the only file, and, at the head and at the end of a file, comments and numbers or texts under
names that occur nowhere else: a student's own name, say. Pure: a look at the text, not a parse.
"""

import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from grader.model import Module, Submission

NUMBER, TEXT = r"-?(?:0|[1-9]\d{0,40})", r"\"[^\"\\]*\"|'[^'\\]*'"
IDLE = re.compile(rf"(?:([A-Za-z]\w*)[ \t]*=[ \t]*(?:{NUMBER}|{TEXT}))?[ \t]*(?:#.*)?", re.ASCII)
MAIN = re.compile(r"\b__name__ == ([\"'])__main__\1")  # the answer is no, whatever a file is called
OWN_WORDS = re.compile(r"__\w+__|\bco_filename\b|\binspect\b")  # by which a program may look at its own name
NO_CODE = re.compile("[\0\ud800-\udfff]")  # with one of these nothing is compiled


def parts_that_matter(submission: Submission, functions: Sequence[str]) -> list[str]:
    """Return the parts of a submission's text that make a difference to some functions; equal for equal programs.

    Parameters
    ----------
    submission : Submission
    functions : sequence of str
        What is asked of it, in its own words.
    """
    sources = [cell.source for module in submission.modules for cell in module.cells]
    words = Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", "\n".join(sources))))
    words.update(dict.fromkeys(functions, 2))
    is_nameless = label_of(submission) != ""
    parts = []
    for module in submission.modules:
        parts += [""] if is_nameless else [module.name, str(module.is_package), str(module.is_notebook)]
        for cell in module.cells:
            parts += ["" if is_nameless else cell.label]
            parts += [cell.source if module.is_notebook else without_idle_ends(cell.source, words)]
    return parts


def label_of(submission: Submission) -> str:
    """Return the name of the only file of a submission that cannot know it by that name; "" for any other one."""
    if len(submission.modules) != 1 or not _is_plain(submission.modules[0]):
        return ""
    return submission.modules[0].cells[0].label


def _is_plain(module: Module) -> bool:
    if module.is_package or module.is_notebook or len(module.cells) != 1:
        return False
    source = MAIN.sub("", module.cells[0].source)
    return OWN_WORDS.search(source) is None and module.name not in source and module.file not in source


def without_idle_ends(source: str, words: Counter[str]) -> str:
    """Return a source without the lines at its head and at its end that do nothing; the others keep their numbers.

    Parameters
    ----------
    source : str
    words : Counter of str
        All words of the submission.
    """
    if NO_CODE.search(source):
        return source
    lines = source.split("\n")
    head = next((place for place, line in enumerate(lines) if not _is_idle(line, words)), len(lines))
    end = next((place for place in range(len(lines), head, -1) if not _is_idle(lines[place - 1], words)), head)
    if end and lines[end - 1].endswith("\\"):  # the next line is the rest of this one
        end = len(lines)
    # A text that stands behind comments is the module's own, behind an assignment it is not
    marks = ["=" if line.strip() and line.lstrip()[0] != "#" else "" for line in lines[:head]]
    return "\n".join([*marks, *lines[head:end]]).rstrip("\n")


def _is_idle(line: str, words: Counter[str]) -> bool:
    found = IDLE.fullmatch(line)
    if found is None:
        return False
    return found[1] is None or (words[found[1]] == 1 and not keyword.iskeyword(found[1]))
