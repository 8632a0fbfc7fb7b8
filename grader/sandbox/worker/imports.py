"""What a submission may import, and how it finds it. Worker's side.

In: a name in an import statement.  Out: a module of the standard library or NumPy, one of the submission's own, or an
`Unavailable`, which explains itself when it is used: an import that nothing depends on must not cost anything.
"""

import builtins
import contextlib
import errno
import os
import sys
import types
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from typing import Any

from . import faster, older, progress_bars

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


class Closed:
    """Refuses every import of a module that is not in memory yet.

    Parameters
    ----------
    imports : iterable of str
        Modules that may be imported beyond the ordinary ones.
    """

    def __init__(self, imports: Iterable[str]) -> None:
        self.message = f"is not available while grading. What can be imported: {available(imports)}"

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Refuse. The import system asks only for modules that it has not loaded.

        NumPy asks for some to fetch a file that it has not found; then the file is what is missing.
        """
        frame: types.FrameType | None = sys._getframe(1) if name.partition(".")[0] == "urllib" else None
        wanted = None
        while frame is not None:
            if frame.f_globals.get("__name__") == "numpy.lib._datasource":
                wanted = frame.f_locals.get("path", wanted)  # as the submission named it: the outermost
            frame = frame.f_back
        if wanted is not None:
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(wanted))
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

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        """Stand for no base at all: what a class of the submission does by itself is graded."""
        return ()

    def _refuse(self, *_: Any, **__: Any) -> Any:
        root = self._name.partition(".")[0]
        raise ImportError(f"{self._name} was used, but {root} is not available while grading")

    __call__ = __getitem__ = __setitem__ = __setattr__ = __iter__ = __len__ = __bool__ = _refuse
    __enter__ = __exit__ = __contains__ = __index__ = __float__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __matmul__ = __rmatmul__ = __lt__ = __le__ = __gt__ = __ge__ = __array__ = _refuse


class Imports:
    """The import system of a submission's modules.

    Parameters
    ----------
    names : collection of str
        Dotted names of the submission's own modules.
    guarded : container of (str, int)
        Files and lines of imports that may fail: the submission has an answer to it.
    allowed : container of str
        Modules that may be imported from outside.
    load : callable
        Runs a module of the submission, once, and returns it.
    note : callable
        Told what the student should know.
    """

    def __init__(
        self,
        names: Collection[str],
        guarded: Container[tuple[str, int]],
        allowed: Container[str],
        load: Callable[[str], types.ModuleType],
        note: Callable[[str], None],
    ) -> None:
        self.names, self.guarded, self.allowed, self.load, self.note = names, guarded, allowed, load, note
        self.folders: dict[str, types.ModuleType] = {}  # packages without __init__.py
        self.wants_more = False  # an import was refused: say once what there is

    def find(
        self,
        name: str,
        globals: Mapping[str, Any] | None = None,
        locals: Mapping[str, Any] | None = None,
        fromlist: tuple[str, ...] | None = (),
        level: int = 0,
    ) -> Any:
        """Stand in for ``__import__``."""
        absolute = self._absolute(name, globals, level)
        root = absolute.partition(".")[0]
        if absolute == "past.builtins":
            self.note("xrange and past.builtins are of Python 2; write range today")
            return older.past_builtins()
        if absolute.startswith("_") and absolute in LOADED_LATE:  # Python asks for it in its own name, inside a call
            return builtins.__import__(name, globals, locals, fromlist or (), 0)
        if root in self.allowed and level == 0:
            if absolute in self.names:
                self.note(f"{absolute}.py of yours has the name of a standard module; imports get the standard one")
            if fromlist and "*" in fromlist:
                return whole(builtins.__import__(name, globals, locals, ("__name__",), 0))
            return builtins.__import__(name, globals, locals, fromlist or (), 0)
        if level and not absolute:  # from . import part, in a folder that was given as it is
            return self._parts_of_all(fromlist or ())
        if "__init__" in self.names and root not in self.names and absolute.partition(".")[2] in self.names:
            absolute = absolute.partition(".")[2]  # the folder that was given, by its own name
            module = self.own(absolute, tuple(fromlist or ()))
            return module if fromlist else _around(f"{root}.{absolute}", module)
        folder = self._folder_of(absolute, _package(globals) if level == 0 else [])
        if folder is not None:
            module = self.own(folder + absolute, tuple(fromlist or ()))
            return module if fromlist else self._one(folder + root)
        bars = progress_bars.stand_in(absolute)
        if bars is not None:
            self.note(f"{root} only shows how far a loop is; while grading, loops run without it")
            return bars if fromlist or absolute == root else _around(absolute, bars)
        compiles = faster.stand_in(absolute, Unavailable)
        if compiles is not None:
            self.note(f"{root} only makes functions faster; while grading, they run without it")
            return compiles
        caller = sys._getframe(1)
        if (caller.f_code.co_filename, caller.f_lineno) in self.guarded:
            raise ModuleNotFoundError(f"No module named {absolute!r}", name=absolute)
        if "*" in (fromlist or ()):
            self.note(f"{root or name} is not available while grading; from {root or name} import * gave no names")
        else:
            self.note(f"{root or name} is not available while grading; only what uses it is affected")
        self.wants_more = True
        return Unavailable(absolute if fromlist else root)

    def own(self, absolute: str, fromlist: tuple[str, ...] = ()) -> types.ModuleType:
        """Load a module of the submission and the packages around it; return the module itself."""
        module = None
        parts = absolute.split(".")
        for depth in range(len(parts)):
            inner = self._one(".".join(parts[: depth + 1]))
            if module is not None:
                vars(module).setdefault(parts[depth], inner)  # a package may have a function of that name by now
            module = inner
        assert module is not None
        for name in fromlist:
            if f"{absolute}.{name}" in self.names and name not in vars(module):
                setattr(module, name, self.load(f"{absolute}.{name}"))
        return module

    def _parts_of_all(self, names: tuple[str, ...]) -> types.ModuleType:
        """Return what ``from . import a, b`` takes its names from at the top of a submission."""
        held = types.ModuleType("package")
        for name in names:
            if name in self.names:
                setattr(held, name, self.own(name))
            else:
                self.note(f"{name} is not available while grading; only what uses it is affected")
                setattr(held, name, Unavailable(name))
        return held

    def _one(self, name: str) -> types.ModuleType:
        if name in self.names:
            return self.load(name)
        module = self.folders.setdefault(name, types.ModuleType(PREFIX + name))
        return sys.modules.setdefault(module.__name__, module)

    def _absolute(self, name: str, globals: Mapping[str, Any] | None, level: int) -> str:
        if level == 0:
            return name
        parts = _package(globals)
        parts = parts[: max(len(parts) - (level - 1), 0)]
        return ".".join([*parts, *([name] if name else [])])

    def _folder_of(self, absolute: str, package: list[str]) -> str | None:
        """Return the dotted folder that holds a module: the top, or the nearest one around the importing module.

        A student runs ``hw1/conv.py`` from inside ``hw1``, where ``import utils`` finds ``hw1/utils.py``.
        """
        for depth in (0, *range(len(package), 0, -1)):
            folder = "".join(part + "." for part in package[:depth])
            if any(module == folder + absolute or module.startswith(f"{folder}{absolute}.") for module in self.names):
                return folder
        return None


def whole(module: types.ModuleType) -> types.ModuleType:
    """Return what ``from module import *`` takes its names from: those that can be had, in a module of their own.

    NumPy lists parts of it that are imported at their first use, and some of them may not be had here.
    """
    if not hasattr(module, "__all__"):
        return module
    held = types.ModuleType(module.__name__)
    for name in module.__all__:
        with contextlib.suppress(AttributeError, ImportError):
            setattr(held, name, getattr(module, name))
    return held


def _around(absolute: str, inner: types.ModuleType) -> types.ModuleType:
    """Return what ``import a.b`` binds: a, with b in it."""
    root, _, part = absolute.partition(".")
    module = progress_bars.stand_in(root) or types.ModuleType(root)
    setattr(module, part.partition(".")[0], inner)
    return module


def _package(globals: Mapping[str, Any] | None) -> list[str]:
    """Return the parts of the package that a module stands in."""
    package = str((globals or {}).get("__package__") or "").removeprefix(PREFIX.rstrip(".")).lstrip(".")
    return package.split(".") if package else []
