"""Source to functions, inside the worker: one statement at a time, so that little is lost.

In: the submission's modules as text.  Out: the functions asked for, and notes on what was passed over.

A notebook's demo cell, a plot, or an import of something that is not here must not cost the student
the functions that do not depend on it. So every top-level statement runs on its own: one that fails is
noted and passed over. A module that may not be imported is bound to an `Unavailable`, which explains
itself when it is used. Standard library only: this file belongs to the worker.
"""

import ast
import builtins
import functools
import linecache
import re
import sys
import types
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from . import leftovers, syntax

ORDINARY = frozenset(
    (
        *("__future__", "abc", "array", "bisect", "builtins", "cmath", "collections", "contextlib", "copy", "copyreg"),
        *("dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "gc", "heapq", "inspect", "io"),
        *("itertools", "json", "logging", "math", "numbers", "numpy", "operator", "os", "pathlib", "pprint", "random"),
        *("re", "reprlib", "statistics", "string", "struct", "sys", "textwrap", "time", "timeit", "traceback", "types"),
        *("typing", "unittest", "warnings", "weakref"),
    )
)
# Parts of the ordinary modules that are only imported when they are first used
LOADED_LATE = (
    *("_strptime", "tokenize", "collections.abc", "os.path", "numpy.char", "numpy.ctypeslib"),
    *("numpy.dtypes", "numpy.exceptions", "numpy.fft", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.ma"),
    *("numpy.polynomial", "numpy.random", "numpy.rec", "numpy.testing", "numpy.typing"),
    *("encodings.ascii", "encodings.idna", "encodings.latin_1", "encodings.unicode_escape", "encodings.utf_16"),
)
PREFIX = "submission."  # student modules live beside ours in sys.modules, never in their place
MAX_NOTES = 8
MAX_NOTE = 160  # characters; what an exception says has no end of its own


class Closed:
    """The last word on imports: what is not in memory by now is not available.

    Parameters
    ----------
    imports : iterable of str
        Modules that may be imported beyond the ordinary ones.
    """

    def __init__(self, imports: Iterable[str]) -> None:
        self.message = f"is not available while grading. What can be imported: {available(imports)}"

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse; the import system asks only for what it has not loaded."""
        raise ModuleNotFoundError(f"{name} {self.message}", name=name)


def available(imports: Iterable[str]) -> str:
    """Return the names of what may be imported."""
    ordinary = sorted(name for name in ORDINARY - {"numpy"} if not name.startswith("_"))
    return ", ".join(["numpy", *imports, *ordinary])


class Unavailable:
    """Stands in for a module that may not be imported here; any use of it says so."""

    __all__ = ()  # so that ``from it import *`` binds nothing

    def __init__(self, name: str) -> None:
        object.__setattr__(self, "_name", name)

    def __getattr__(self, name: str) -> "Unavailable":
        if name.startswith("__"):
            raise AttributeError(name)
        return Unavailable(f"{self._name}.{name}")

    def _refuse(self, *_: Any, **__: Any) -> Any:
        root = self._name.partition(".")[0]
        raise ImportError(f"{self._name} was used, but {root} is not available while grading")

    __call__ = __getitem__ = __setitem__ = __setattr__ = __iter__ = __len__ = __bool__ = _refuse
    __enter__ = __exit__ = __mro_entries__ = __contains__ = __index__ = __float__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __matmul__ = __rmatmul__ = __lt__ = __le__ = __gt__ = __ge__ = __array__ = _refuse


class ForbiddenCall(Exception):
    """A function was called that would solve the exercise by itself."""


def forbid(names: Iterable[str]) -> None:
    """Let the functions of these dotted names refuse to be called from now on."""
    for name in names:
        module, _, attribute = name.rpartition(".")
        setattr(sys.modules[module], attribute, functools.partial(_refuse, name))


def _refuse(name: str, *_: Any, **__: Any) -> Any:
    raise ForbiddenCall(name)


# --------------------------------------------------------------------------------------- loading


class ParsedModule:
    """A module's cells as syntax trees; a cell that does not parse is left out and noted."""

    def __init__(self, module: Mapping[str, Any]) -> None:
        self.name: str = module["name"]
        self.is_package: bool = module["package"]
        label = module["cells"][0][0] if module["cells"] else self.name
        self.file: str = label.rpartition(" cell ")[0] if module["notebook"] else label
        self.cells: list[tuple[str, ast.Module]] = []
        self.guarded: set[tuple[str, int]] = set()
        self.unparsed: list[tuple[str, str]] = []  # the text of a cell, and why it does not parse
        self.passed_over: list[tuple[ast.stmt, str]] = []  # a statement, and where and why

    @property
    def body(self) -> list[ast.stmt]:
        """All top-level statements, cell after cell."""
        return [node for _, tree in self.cells for node in tree.body]


class Loader:
    """Loads what a submission defines.

    Parameters
    ----------
    modules : sequence of mapping
        ``{"name", "package", "notebook", "cells": ((label, source), …)}``, in order of preference.
    allowed : iterable of str
        Modules that may be imported beyond the ordinary ones.
    skip : container of str
        Statements, by key, that an earlier attempt showed to hang or to crash.
    careful : bool
        Run nothing but definitions, imports and assignments.
    announce : callable
        Told the key of a statement that may take long, before it runs.
    """

    def __init__(
        self,
        modules: tuple[Mapping[str, Any], ...],
        allowed: tuple[str, ...],
        skip: frozenset[str],
        careful: bool,
        announce: Callable[[str], None],
    ) -> None:
        self.notes: list[str] = []
        self.unparsed: list[str] = []  # why a module is missing altogether; a cell takes no other with it
        self.allowed = ORDINARY | set(allowed)
        self.skip = skip
        self.careful = careful
        self.announce = announce
        self.unwritten = False
        self.reaches_out = False  # a statement may have changed what is not its own
        self.wants_more = False  # an import was refused: say once what there is
        self.labels: set[str] = set()
        self.loaded: dict[str, types.ModuleType] = {}
        self.parsed = {module["name"]: self._parse(module) for module in modules}

    def note(self, text: str) -> None:
        """Remember something the student should know."""
        text = shortened(text)
        if text not in self.notes:
            self.notes.append(text)

    def is_ours(self, label: str) -> bool:
        """Whether a code object's file name is a piece of the submission."""
        return label in self.labels

    def defined(self) -> tuple[str, ...]:
        """Names of all functions at the top of all modules."""
        names = {
            node.name
            for module in self.parsed.values()
            for node in syntax.statements(module.body)
            if isinstance(node, ast.FunctionDef)
        }
        return tuple(sorted(names))

    def leaves_nothing(self, names: tuple[str, ...]) -> bool:
        """Whether a call of the functions of these names makes no difference to what is called after it."""
        if self.reaches_out or len(self.loaded) != 1 or len(self.parsed) != 1:
            return False
        (module,) = self.loaded.values()
        return leftovers.leaves_nothing(module, names)

    def is_own(self, name: str) -> bool:
        """Whether a function is one that was looked at."""
        return any(leftovers.is_own(module, name) for module in self.loaded.values())

    def function(self, name: str) -> Any:
        """Return the submission's function `name`, or None where no module comes to have it.

        Where no module's text names it, it may still be made as a module runs, so each is asked in turn.
        """
        ranks = {module.name: syntax.rank_of(name, module.body) for module in self.parsed.values()}
        written = [module for module, rank in ranks.items() if rank == 0]
        named = sorted((rank, place) for place, rank in enumerate(ranks.values()) if rank is not None)
        better = [place for rank, place in named if rank < 2] or [place for _, place in named]
        modules = list(self.parsed)
        for module in [modules[place] for place in better] or modules:
            found = getattr(self._import_own(module, ()), name, None)
            if callable(found) and not isinstance(found, Unavailable):
                if len(written) > 1 and module in written:
                    self.note(f"{name} is written in {' and in '.join(written)}; the one in {module} was graded")
                return found
        return None

    def missing(self, name: str) -> str | None:
        """Return why there is no function `name` although the submission speaks of it; None if it does not."""
        lost = [
            (rank, where)
            for module in self.parsed.values()
            for node, where in module.passed_over
            if (rank := syntax.rank_of(name, [node])) is not None
        ]
        if lost:  # a definition before what only binds it, such as an import that failed because of it
            return f"its definition in {min(lost, key=lambda found: (found[0] == 1, found[0]))[1]}"
        for module in self.parsed.values():
            bound = vars(self.loaded[module.name]) if module.name in self.loaded else {}
            if isinstance(bound.get(name), Unavailable):
                return f"{name} is imported from a module that is not available while grading"
            if name in bound:
                return f"{name} is {syntax.a_kind(bound[name])} at the end of {module.file}"
            if syntax.rank_of(name, module.body) is not None:
                return f"its definition in {module.file} was not reached, or deleted again"
        unparsed = [found for module in self.parsed.values() for found in module.unparsed]
        defines = re.compile(rf"^[ \t]*def[ \t]+{re.escape(name)}\b", re.MULTILINE)
        why = next((why for text, why in unparsed if defines.search(text)), None)
        return why and f"its definition does not parse, see {why}"

    # ---- parsing

    def _parse(self, module: Mapping[str, Any]) -> ParsedModule:
        parsed = ParsedModule(module)
        for label, source in module["cells"]:
            text = syntax.plain_python(source) if module["notebook"] else source
            self.labels.add(label)
            linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
            try:
                tree = ast.parse(text, label)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                why = shortened(syntax.syntax_note(label, error))
                parsed.unparsed.append((text, why))
                self.unparsed += [] if module["notebook"] else [why]
                self.note(why)
                if syntax.is_python_2(text):
                    self.note(
                        f"{label}: this is Python 2. Today it is print(x), and // where / should give a whole number"
                    )
                continue
            self._restore(text)
            parsed.cells.append((label, syntax.with_scalars(tree) if "float(" in text else tree))
            if "try" in text:  # few submissions have one, and looking at every node takes as long as parsing
                parsed.guarded.update((label, line) for line in syntax.guarded_imports(tree))
        return parsed

    def _restore(self, text: str) -> None:
        """Give NumPy back the names that a source uses and that it has lost since, with a note for each."""
        numpy = sys.modules["numpy"]
        for name in syntax.removed_names(text):
            today = syntax.REMOVED[name]
            try:
                value = eval(today, {"np": numpy, **builtins.__dict__})
            except AttributeError:  # this NumPy is older than the new name
                continue
            holder = numpy.lib if name.startswith("lib.") else numpy
            setattr(holder, name.removeprefix("lib."), value)
            self.note(f"np.{name} is no longer in NumPy; it was put back for grading. Write {today} today")

    def _one(self, value: Any) -> Any:
        """Return the number in an array of one, which float() took before NumPy 2.4; anything else as it is."""
        if type(value) is sys.modules["numpy"].ndarray and value.ndim and value.size == 1:
            self.note("float(…) of an array with axes is an error since NumPy 2.4; write a.item() today")
            return value.item()
        return value

    # ---- running

    def load(self, name: str) -> types.ModuleType:
        """Run a module of the submission, once, and return it."""
        if name in self.loaded:
            return self.loaded[name]
        parsed = self.parsed[name]
        module = types.ModuleType(PREFIX + name)
        module.__file__ = parsed.file
        module.__package__ = module.__name__ if parsed.is_package else module.__name__.rpartition(".")[0]
        module.__dict__["__builtins__"] = {
            **builtins.__dict__,
            "__import__": self._import,
            syntax.SCALAR: self._one,
        }
        self.loaded[name] = sys.modules[module.__name__] = module
        flags = 0
        for label, tree in parsed.cells:
            for node in tree.body:
                flags |= syntax.future_flags(node)
                self._run(parsed, node, label, flags)
        return module

    def _run(self, parsed: ParsedModule, node: ast.stmt, label: str, flags: int) -> None:
        where = f"{label} line {node.lineno}"
        key = f"{where} column {node.col_offset + 1}" if node.col_offset else where
        plain = syntax.is_plain(node)
        if key in self.skip or (self.careful and not plain and not syntax.is_needed(node)):
            why = "it hung or crashed" if key in self.skip else "others before it hung or crashed"
            parsed.passed_over.append((node, f"{where} was passed over: {why}"))
            return
        if not plain:
            self.announce(key)
        try:
            code = compile(ast.Module([node], []), label, "exec", flags, dont_inherit=True)
            bound = self.loaded[parsed.name].__dict__
            self.reaches_out = self.reaches_out or leftovers.reaches_out(code, bound)
            exec(code, bound)
        except BaseException as error:
            why = _one_line(error)
            parsed.passed_over.append((node, f"{where} was passed over: {why}"))
            if isinstance(error, NotImplementedError):
                self.unwritten = True  # a demo of a function that is not written yet
            elif not (self.unwritten and isinstance(error, NameError)):  # nor is what that demo would have given
                self.note(f"{where}: passed over ({why})")

    # ---- importing

    def _import(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: tuple[str, ...] | None = (),
        level: int = 0,
    ) -> Any:
        absolute = self._absolute(name, globals, level)
        root = absolute.partition(".")[0]
        if absolute == "past.builtins":
            self.note("xrange and past.builtins are of Python 2; write range today")
            return _past()
        if root in self.allowed and level == 0:
            if absolute in self.parsed:
                self.note(f"{absolute}.py of yours has the name of a standard module; imports get the standard one")
            return builtins.__import__(name, globals, locals, fromlist or (), 0)
        folder = self._folder_of(absolute, self._package(globals) if level == 0 else [])
        if folder is not None:
            module = self._import_own(folder + absolute, tuple(fromlist or ()))
            return module if fromlist else self._own(folder + root)
        caller = sys._getframe(1)
        if any((caller.f_code.co_filename, caller.f_lineno) in module.guarded for module in self.parsed.values()):
            raise ModuleNotFoundError(f"No module named {absolute!r}", name=absolute)
        self.note(f"{root or name} is not available while grading; only what uses it is affected")
        self.wants_more = True
        return Unavailable(absolute if fromlist else root)

    def _absolute(self, name: str, globals: Mapping[str, Any] | None, level: int) -> str:
        if level == 0:
            return name
        parts = self._package(globals)
        parts = parts[: max(len(parts) - (level - 1), 0)]
        return ".".join([*parts, *([name] if name else [])])

    def _package(self, globals: Mapping[str, Any] | None) -> list[str]:
        package = str((globals or {}).get("__package__") or "").removeprefix(PREFIX.rstrip(".")).lstrip(".")
        return package.split(".") if package else []

    def _folder_of(self, absolute: str, package: list[str]) -> str | None:
        """Return the dotted folder that holds a module: the top, or the nearest one around the importing module.

        A student runs ``hw1/conv.py`` from inside ``hw1``, where ``import utils`` finds ``hw1/utils.py``.
        """
        for depth in (0, *range(len(package), 0, -1)):
            folder = "".join(part + "." for part in package[:depth])
            if any(module == folder + absolute or module.startswith(f"{folder}{absolute}.") for module in self.parsed):
                return folder
        return None

    def _import_own(self, absolute: str, fromlist: tuple[str, ...]) -> types.ModuleType:
        """Load a module and the packages around it; return the module itself."""
        module = None
        parts = absolute.split(".")
        for depth in range(len(parts)):
            inner = self._own(".".join(parts[: depth + 1]))
            if module is not None:
                vars(module).setdefault(parts[depth], inner)  # a package may have a function of that name by now
            module = inner
        assert module is not None
        for name in fromlist:
            if f"{absolute}.{name}" in self.parsed and name not in vars(module):
                setattr(module, name, self.load(f"{absolute}.{name}"))
        return module

    def _own(self, name: str) -> types.ModuleType:
        if name in self.parsed:
            return self.load(name)
        module = self.loaded.setdefault(name, types.ModuleType(PREFIX + name))  # a folder without __init__.py
        return sys.modules.setdefault(module.__name__, module)


def _past() -> types.ModuleType:
    """Return what students of courses from the time of Python 2 import from past.builtins."""
    module = types.ModuleType("past.builtins")
    vars(module).update(xrange=range, unicode=str, basestring=str, long=int)
    return module


def shortened(text: str) -> str:
    """Return a note no longer than notes may be."""
    return text if len(text) <= MAX_NOTE else text[: MAX_NOTE - 1] + "…"


def _one_line(error: BaseException) -> str:
    try:
        message = str(error).partition("\n")[0][:200].replace(PREFIX, "")
    except BaseException:
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
