"""Source to functions, inside the worker: one statement at a time, so that little is lost.

In: the submission's modules as text.  Out: the functions asked for, and notes on what was passed over.

A notebook's demo cell, a plot, or an import of something that is not here must not cost the student
the functions that do not depend on it. So every top-level statement runs on its own: one that fails is
noted and passed over. A module that may not be imported is bound to an `Unavailable`, which explains
itself when it is used. Standard library only: this file belongs to the worker.
"""

import ast
import builtins
import linecache
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

import syntax

ORDINARY = frozenset(
    (
        *("__future__", "abc", "array", "bisect", "builtins", "cmath", "collections", "contextlib", "copy", "copyreg"),
        *("dataclasses", "datetime", "decimal", "enum", "fractions", "functools", "gc", "heapq", "inspect", "io"),
        *("itertools", "json", "logging", "math", "numbers", "numpy", "operator", "os", "pathlib", "pprint", "random"),
        *("re", "reprlib", "statistics", "string", "struct", "sys", "textwrap", "time", "timeit", "traceback", "types"),
        *("typing", "unittest", "warnings", "weakref"),
    )
)
PREFIX = "submission."  # student modules live beside ours in sys.modules, never in their place
MAX_NOTES = 8


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


# --------------------------------------------------------------------------------------- loading


class ParsedModule:
    """A module's cells as syntax trees; a cell that does not parse is left out and noted."""

    def __init__(self, name: str, is_package: bool) -> None:
        self.name = name
        self.is_package = is_package
        self.cells: list[tuple[str, ast.Module]] = []
        self.guarded: set[tuple[str, int]] = set()

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
        self.unparsed: list[str] = []  # why a module or cell is missing altogether
        self.allowed = ORDINARY | set(allowed)
        self.skip = skip
        self.careful = careful
        self.announce = announce
        self.unwritten = False
        self.labels: set[str] = set()
        self.loaded: dict[str, types.ModuleType] = {}
        self.parsed = {module["name"]: self._parse(module) for module in modules}

    def note(self, text: str) -> None:
        """Remember something the student should know."""
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

    def function(self, name: str) -> Callable[..., Any] | None:
        """Return the submission's function `name`, or None where no module defines it."""
        ranked = [(syntax.rank_of(name, module.body), module.name) for module in self.parsed.values()]
        candidates = [(rank, module) for rank, module in ranked if rank is not None]
        if not candidates:
            return None
        best = min(rank for rank, _ in candidates)
        chosen = next(module for rank, module in candidates if rank == best)
        written = [module for rank, module in candidates if rank == 0]
        if len(written) > 1:
            self.note(f"{name} is written in {' and in '.join(written)}; the one in {chosen} was graded")
        found = getattr(self._import_own(chosen, (name,)), name, None)
        return found if callable(found) and not isinstance(found, Unavailable) else None

    # ---- parsing

    def _parse(self, module: Mapping[str, Any]) -> ParsedModule:
        parsed = ParsedModule(module["name"], module["package"])
        for label, source in module["cells"]:
            text = syntax.plain_python(source) if module["notebook"] else source
            self.labels.add(label)
            linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
            try:
                tree = ast.parse(text, label)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                self.unparsed.append(syntax.syntax_note(label, error))
                self.note(self.unparsed[-1])
                continue
            parsed.cells.append((label, tree))
            parsed.guarded.update((label, line) for line in syntax.guarded_imports(tree))
        return parsed

    # ---- running

    def load(self, name: str) -> types.ModuleType:
        """Run a module of the submission, once, and return it."""
        if name in self.loaded:
            return self.loaded[name]
        parsed = self.parsed[name]
        module = types.ModuleType(PREFIX + name)
        module.__package__ = module.__name__ if parsed.is_package else module.__name__.rpartition(".")[0]
        module.__dict__["__builtins__"] = {**builtins.__dict__, "__import__": self._import}
        self.loaded[name] = sys.modules[module.__name__] = module
        flags = 0
        for label, tree in parsed.cells:
            for node in tree.body:
                flags |= syntax.future_flags(node)
                self._run(node, label, flags, module.__dict__)
        return module

    def _run(self, node: ast.stmt, label: str, flags: int, namespace: dict[str, Any]) -> None:
        where = f"{label} line {node.lineno}"
        key = f"{where} column {node.col_offset + 1}" if node.col_offset else where
        plain = syntax.is_plain(node)
        if key in self.skip or (self.careful and not plain and not isinstance(node, (ast.Assign, ast.ClassDef))):
            return
        if not plain:
            self.announce(key)
        try:
            code = compile(ast.Module([node], []), label, "exec", flags, dont_inherit=True)
            exec(code, namespace)
        except NotImplementedError:
            self.unwritten = True  # a demo of a function that is not written yet
        except BaseException as error:
            if not (self.unwritten and isinstance(error, NameError)):  # nor is what that demo would have given
                self.note(f"{where}: passed over ({_one_line(error)})")

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
        if root in self.allowed and level == 0:
            if absolute in self.parsed:
                self.note(f"{absolute}.py of yours has the name of a standard module; imports get the standard one")
            return builtins.__import__(name, globals, locals, fromlist or (), 0)
        if any(module == absolute or module.startswith(absolute + ".") for module in self.parsed):
            return self._import_own(absolute, tuple(fromlist or ()))
        caller = sys._getframe(1)
        if any((caller.f_code.co_filename, caller.f_lineno) in module.guarded for module in self.parsed.values()):
            raise ModuleNotFoundError(f"No module named {absolute!r}", name=absolute)
        self.note(f"{root or name} is not available while grading; only what uses it is affected")
        return Unavailable(absolute if fromlist else root)

    def _absolute(self, name: str, globals: Mapping[str, Any] | None, level: int) -> str:
        if level == 0:
            return name
        package = str((globals or {}).get("__package__", "")).removeprefix(PREFIX.rstrip(".")).lstrip(".")
        parts = package.split(".") if package else []
        parts = parts[: max(len(parts) - (level - 1), 0)]
        return ".".join([*parts, *([name] if name else [])])

    def _import_own(self, absolute: str, fromlist: tuple[str, ...]) -> types.ModuleType:
        module = None
        parts = absolute.split(".")
        for depth in range(len(parts)):
            inner = self._own(".".join(parts[: depth + 1]))
            if module is not None:
                setattr(module, parts[depth], inner)
            module = inner
        assert module is not None
        for name in fromlist:
            if f"{absolute}.{name}" in self.parsed:
                setattr(module, name, self.load(f"{absolute}.{name}"))
        return module if fromlist else self._own(parts[0])

    def _own(self, name: str) -> types.ModuleType:
        if name in self.parsed:
            return self.load(name)
        module = self.loaded.setdefault(name, types.ModuleType(PREFIX + name))  # a folder without __init__.py
        return sys.modules.setdefault(module.__name__, module)


def _one_line(error: BaseException) -> str:
    try:
        message = str(error).partition("\n")[0][:200]
    except BaseException:
        message = ""
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
