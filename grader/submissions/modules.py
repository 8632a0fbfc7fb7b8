"""A file of a submission to the modules in it: one of a source, of a notebook also those that its cells write."""

import re
from pathlib import PurePosixPath

from grader.model import Cell, Module
from grader.submissions import notebooks
from grader.submissions.kinds import PYTHON, SUFFIXES, Unreadable, stem_of, suffix_of, what_it_is
from grader.submissions.source_text import read_source

MAX_FILE_BYTES = 4 << 20  # of one source, or of all cells of a notebook


def modules_of(file: str, data: bytes, taken: set[str], notes: list[str]) -> list[Module]:
    """Return the module in a file; of a notebook, after it, those that its cells write."""
    suffix = suffix_of(PurePosixPath(file))
    found = what_it_is(data)
    if found is not None and not (found[0] == "empty" and PurePosixPath(file).name == "__init__.py"):
        raise Unreadable(f"{file} is {found[0]}: {found[1]}")
    if suffix != PurePosixPath(file).suffix.lower():
        notes.append(f"{file} has a second ending behind its name; it was read as {stem_of(file)}{suffix}")
    if suffix == ".py" and notebooks.looks_like_a_notebook(data):
        notes.append(f"{file} is a notebook under the name of a Python file; it was read as the notebook that it is")
        suffix = ".ipynb"
    elif suffix == ".ipynb" and _is_python(data):
        notes.append(f"{file} is Python source under the name of a notebook; it was read as the source that it is")
        suffix = ".py"
    if suffix == ".py":
        return [_source_module(file, data, taken, notes)]
    cells, said = notebooks.read_cells(file, data)
    notes += said
    cells, written = notebooks.split_written(cells)
    modules = [Module(name=_free(_dotted(file), taken), file=file, cells=cells, is_notebook=True)]
    folder = PurePosixPath(file).parent
    for target, pieces in written.items():
        name = _free(_dotted(str(folder / target)), taken | {module.name for module in modules})
        modules.append(Module(name=name, file=target, cells=pieces, is_notebook=True))
    if sum(len(cell.source) for module in modules for cell in module.cells) > MAX_FILE_BYTES:
        raise Unreadable(f"{file} is too large to be source code: more than {MAX_FILE_BYTES} characters in its cells")
    return modules


def _source_module(file: str, data: bytes, taken: set[str], notes: list[str]) -> Module:
    text, note = read_source(file, data)
    notes += [note] if note else []
    path = PurePosixPath(file)
    is_package = path.stem == "__init__"
    name = _dotted(str(path.parent)) if is_package and len(path.parts) > 1 else _dotted(file)
    return Module(name=_free(name, taken), file=file, cells=(Cell(file, text),), is_package=is_package)


def _is_python(data: bytes) -> bool:
    """Whether a file that should be a notebook holds lines of Python instead."""
    return not data.lstrip().startswith((b"{", b"[")) and PYTHON.search(data) is not None


def _dotted(file: str) -> str:
    """Return the name that a file is imported by."""
    path = PurePosixPath(file)
    suffix = suffix_of(path)
    stem = path.name[: path.name.lower().rindex(suffix)] if suffix in SUFFIXES else path.name
    parts = [*path.parts[:-1], stem]
    return ".".join(re.sub(r"\W", "_", part) for part in parts)


def _free(name: str, taken: set[str]) -> str:
    """Return a name that no other module has: of conv.py and conv.ipynb the module is what "import conv" gets."""
    while name in taken:
        name += "_"
    return name
