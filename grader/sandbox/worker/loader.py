"""Source to functions, inside the worker: one statement at a time, so that little is lost.

In: the submission's modules as text.  Out: the functions asked for, and notes on what was passed over.

A notebook's demo cell, a plot, or an import of something that is not here must not cost the student
the functions that do not depend on it. So every top-level statement runs on its own: one that fails is
noted and passed over. A module that may not be imported is bound to an `Unavailable`, which explains
itself when it is used. Worker's side.
"""

import __future__

import ast
import builtins
import copy
import errno
import linecache
import os
import re
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

from . import behind, consoles, copied, leftovers, marimo_cells, newer, older, pieces, python2, syntax
from .imports import ORDINARY, PREFIX, Imports, Unavailable

MAX_NOTES = 8
MAX_NOTE = 160  # characters; what an exception says has no end of its own


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

    def places_of(self, function: str) -> list[str]:
        """Return where a function is written at the top, with more in it than a stub has."""
        return [
            f"{label} line {node.lineno}"
            for label, tree in self.cells
            for node in tree.body
            if isinstance(node, ast.FunctionDef) and node.name == function and syntax.is_written(node)
        ]


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
    is_older : bool
        Take arrays of one number for numbers, as older NumPy did.
    """

    def __init__(
        self,
        modules: tuple[Mapping[str, Any], ...],
        allowed: tuple[str, ...],
        skip: frozenset[str],
        careful: bool,
        announce: Callable[[str], None],
        is_older: bool = False,
    ) -> None:
        self.notes: list[str] = []
        self.unparsed: list[str] = []  # why a module is missing altogether; a cell takes no other with it
        self.skip = skip
        self.careful = careful
        self.announce = announce
        self.is_older = is_older
        self.wants_older = False  # a statement failed that older NumPy would have run
        self.unwritten = False
        self.reaches_out = False  # a statement may have changed what is not its own
        self.labels: set[str] = set()
        self.loaded: dict[str, types.ModuleType] = {}
        self.numbers = older.Numbers(self.note)
        self.parsed = {module["name"]: self._parse(module) for module in modules}
        guarded = {place for module in self.parsed.values() for place in module.guarded}
        self.imports = Imports(self.parsed.keys(), guarded, ORDINARY | set(allowed), self.load, self.note)

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

    def note_division(self, label: str, line: int) -> None:
        """Say which division gave the fraction that a line could not use, if one did."""
        trees = [tree for module in self.parsed.values() for at, tree in module.cells if at == label]
        division = python2.division_behind(trees[0].body, line) if trees else None
        if division is not None:
            self.note(f"{label} line {division}: / gives a fraction since Python 3; write // for a whole number")

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
            function = getattr(self.imports.own(module), name, None)
            if callable(function) and not isinstance(function, Unavailable):
                if len(written) > 1 and module in written:
                    self.note(f"{name} is written in {' and in '.join(written)}; the one in {module} was graded")
                self._note_twice(name, self.parsed[module])
                return function
        return self._guarded(name)

    def _note_twice(self, name: str, parsed: ParsedModule) -> None:
        """Say where a function is written more than once in a module, and which of them counts."""
        places = parsed.places_of(name)
        if len(places) > 1:
            self.note(f"{name} is written in {places[0]} and again in {places[-1]}; the last one counts")

    def _guarded(self, name: str) -> Any:
        """Return a function that is written under ``if __name__ == "__main__":`` alone, as running the file has it."""
        for module in self.parsed.values():
            for label, tree in module.cells:
                for node in tree.body:
                    if module.name in self.loaded and syntax.is_main_guard(node) and syntax.defines(node.body, name):
                        where = f"{label} line {node.lineno}"
                        self.note(
                            f"{where}: functions under this if are not there for who imports the file; move them out"
                        )
                        for inner in filter(syntax.is_needed, node.body):
                            self._run(module, inner, label, 0)
                        function = vars(self.loaded[module.name]).get(name)
                        return function if callable(function) else None
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
            where = min(lost, key=lambda entry: (entry[0] == 1, entry[0]))[1]
            return f"its definition in {where}{self._later(where)}"
        if (letter := behind.look_alike(name, tuple(self.parsed.values()))) is not None:
            return f"{name} in {letter.file} line {letter.line} has a letter that only looks the same ({letter.why})"
        for module in self.parsed.values():
            bound = vars(self.loaded[module.name]) if module.name in self.loaded else {}
            if isinstance(bound.get(name), Unavailable):
                return f"{name} is imported from a module that is not available while grading"
            if name in bound:
                return f"{name} is {syntax.a_kind(bound[name])} at the end of {module.file}"
            if hidden := syntax.where_hidden(name, module.body):
                return f"{name} is {hidden.replace('line', f'{module.file} line', 1)}"
            if syntax.rank_of(name, module.body) is not None:
                return f"its definition in {module.file} was not reached, or deleted again"
        unparsed = [piece for module in self.parsed.values() for piece in module.unparsed]
        defines = re.compile(rf"^[ \t]*def[ \t]+{re.escape(name)}\b", re.MULTILINE)
        why = next((why for text, why in unparsed if defines.search(text)), None)
        return why and f"its definition does not parse, see {why}"

    def _later(self, why: str) -> str:
        """Return where a name gets its value that a definition needed before that; "" where there is no such place."""
        found = re.search(r"name '(\w+)' is not defined", why)
        for module in self.parsed.values() if found else ():
            for label, tree in module.cells:
                for node in tree.body:
                    if (
                        found is not None
                        and found[1] in syntax.bound_by(node)
                        and found[1] in vars(self.loaded[module.name])
                    ):
                        return f"; {found[1]} gets its value only in {label} line {node.lineno}: move that up"
        return ""

    # ---- parsing

    def _parse(self, module: Mapping[str, Any]) -> ParsedModule:
        parsed = ParsedModule(module)
        for label, source in module["cells"]:
            text = syntax.plain_python(source) if module["notebook"] else source
            self.labels.add(label)
            linecache.cache[label] = (len(text), None, text.splitlines(keepends=True), label)
            try:
                tree = self._tree(parsed, text, label)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                why = shortened(syntax.syntax_note(label, text, error))
                parsed.unparsed.append((text, why))
                self.unparsed += [] if module["notebook"] else [why]
                self.note(why)
                continue
            opened = marimo_cells.at_the_top(tree) if "marimo" in text else None
            if opened is not None:
                tree = opened
                self.note(f"{label} is a notebook of marimo; what stands in its cells was read as what a file holds")
            older.put_back(text, self.note)
            parsed.cells.append((label, tree))
            if "try" in text:  # few submissions have one, and looking at every node takes as long as parsing
                parsed.guarded.update((label, line) for line in syntax.guarded_imports(tree))
        return parsed

    def _tree(self, parsed: ParsedModule, text: str, label: str) -> ast.Module:
        """Return the tree of a text; of one with lines of Jupyter, or of another Python, in the words of this one."""
        try:
            return ast.parse(text, label)
        except SyntaxError:
            text = self._without_jupyter(text, label)
            ours, new_lines = newer.in_our_words(text)
            for new in new_lines:
                self.note(f"{new.sentence(label)} and read it as what it means there")
            readable, left_out = (ours, []) if new_lines else python2.without_old_lines(self._as_typed(text, label))
            for note in python2.sentences(left_out, label):
                self.note(note)
            parsed.unparsed += [(old.piece, old.sentence(label)) for old in left_out if old.piece]
            return self._pieces(parsed, readable, label)

    def _as_typed(self, text: str, label: str) -> str:
        """Return a text as it was typed, with notes; a web page, a console or a word processor may have changed it."""
        text, said = consoles.typed(text, label)
        for note in said:
            self.note(note)
        typed, found, fence = copied.as_typed(text)
        for note in copied.sentences(found, fence, label):
            self.note(note)
        if typed != text and not found and not fence:
            self.note(copied.tabs_sentence(label, text))
        return typed

    def _pieces(self, parsed: ParsedModule, text: str, label: str) -> ast.Module:
        """Return the tree of a text without the statements at the top that do not parse, each with a note."""
        tree, left_out = pieces.readable(text, label)
        for one in left_out:
            why = shortened(syntax.syntax_note(label, text, one.error))
            parsed.unparsed.append((one.piece, why))
            self.unparsed.append(why)
            self.note(f"left out, because it does not parse: {why}")
        return tree

    def _without_jupyter(self, text: str, label: str) -> str:
        """Return a text without commands of Jupyter, with a note; a notebook saved as a module still has them."""
        line = next((number for number, line in enumerate(text.split("\n"), 1) if syntax.is_magic(line)), None)
        if line is None:
            return text
        self.note(f"{label} line {line}: a command of Jupyter, which Python does not read; it was passed over")
        return syntax.without_magics(text)

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
            "__import__": self.imports.find,
            **self.numbers.names,
        }
        self.loaded[name] = sys.modules[module.__name__] = module
        flags = __future__.annotations.compiler_flag  # they may name what is not here, or, as in 3.14, what comes later
        again = syntax.empty_again(parsed.body)
        for label, tree in parsed.cells:
            for node in tree.body:
                flags |= syntax.future_flags(node)
                if node in again:
                    self.note(
                        f"{label} line {node.lineno}: {again[node]} is written above; this empty one was passed over"
                    )
                else:
                    self._run(parsed, node, label, flags)
        return module

    def _undecorated(self, node: ast.stmt, where: str, bound: Mapping[str, Any]) -> ast.stmt:
        """Return a definition without decorators of modules that are not here: what it does by itself is graded."""
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or not node.decorator_list:
            return node
        kept = [one for one in node.decorator_list if not isinstance(bound.get(syntax.root_of(one)), Unavailable)]
        if len(kept) < len(node.decorator_list):
            self.note(f"{where}: a decorator that is not available while grading was passed over")
            node = copy.copy(node)
            node.decorator_list = kept
        return node

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
            bound = self.loaded[parsed.name].__dict__
            node = self._undecorated(node, where, bound)
            tree = older.as_older(node) if self.is_older else ast.Module([node], [])
            code = compile(tree, label, "exec", flags, dont_inherit=True)
            self.reaches_out = self.reaches_out or leftovers.reaches_out(code, bound)
            exec(code, bound)
        except BaseException as error:
            message = _message(error)
            kind = type(error).__name__
            why = f"{kind}: {message}" if message else kind
            why = "nothing can be typed while grading" if isinstance(error, EOFError) else why
            if isinstance(error, OSError) and error.errno == errno.EPERM and error.filename:
                why = f"{os.fsdecode(error.filename)!r}: no file can be opened while grading, nor one that is handed in"
            self.wants_older = self.wants_older or (not self.is_older and older.is_older(kind, message))
            parsed.passed_over.append((node, f"{where} was passed over: {why}"))
            if isinstance(error, NotImplementedError):
                self.unwritten = True  # a demo of a function that is not written yet
            elif not (self.unwritten and isinstance(error, NameError)):  # nor is what that demo would have given
                self.note(f"{where}: passed over ({why})")


def shortened(text: str) -> str:
    """Return a note no longer than notes may be."""
    return text if len(text) <= MAX_NOTE else text[: MAX_NOTE - 1] + "…"


def _message(error: BaseException) -> str:
    """Return the first line of what an exception says."""
    try:
        return str(error).partition("\n")[0][:200].replace(PREFIX, "")
    except BaseException:
        return ""
