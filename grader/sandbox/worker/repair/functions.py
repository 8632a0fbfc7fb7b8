"""The functions that may be edited: the one that is graded and those of the submission that it calls. Worker's side.

A function is changed by giving it other code. Whoever holds the function, under whatever name, calls the new code then.
"""

import ast
import functools
import re
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .. import older, syntax
from .nodes import walk

MOST_FUNCTIONS = 12
MOST_TICKS = 10_000  # rounds of the while loops of one call: a loop that an edit made endless ends here
TICK = "__tick__"
NAMED = "named_attributes"  # marks a tree
OWN = "self__"  # begins what an attribute of a method's object is called


class Endless(BaseException):
    """A while loop ran too often. It is no Exception, so that no submission catches it."""


class Editable:
    """A function, the tree that it was compiled from, and the code that it came with.

    Parameters
    ----------
    function : types.FunctionType
    node : ast.FunctionDef
    flags : int
        Of ``from __future__ import``.
    as_older : callable, optional
        Where the submission needs an older NumPy: a statement → the module to compile.
    """

    def __init__(self, function: types.FunctionType, node: ast.FunctionDef, flags: int, as_older: Any = None) -> None:
        self.function, self.node, self.flags, self.as_older = function, node, flags, as_older
        self.label, self.original = function.__code__.co_filename, function.__code__
        self.attributes: dict[str, str] = getattr(node, NAMED, {})  # of its object, and what they hold
        for loop in walk(node):
            if isinstance(loop, ast.While):
                tick = ast.Call(ast.Name(TICK, ast.Load()), [], [])
                loop.test = ast.copy_location(ast.BoolOp(ast.And(), [tick, loop.test]), loop.test)
                ast.fix_missing_locations(loop.test)

    def name_attributes(self, kinds: Mapping[str, str]) -> None:
        """Give attributes of a method's object names of their own, so that edits know them as they know other names.

        Those that the method gives values are left as they are.
        """
        arguments = [*self.node.args.posonlyargs, *self.node.args.args]
        if not kinds or not arguments or self.attributes:
            return
        owner, called = arguments[0].arg, set()
        stored: set[str] = set()
        for node in walk(self.node):
            if isinstance(node, ast.Call):
                called.add(id(node.func))
            if isinstance(node, ast.Attribute) and _is_of(node, owner) and not isinstance(node.ctx, ast.Load):
                stored.add(node.attr)
        known = [attr for attr in kinds if attr not in stored and attr.isidentifier()]
        Renaming(owner, known, called).visit(self.node)
        own = ast.Name(owner, ast.Load())
        first = [ast.Assign([ast.Name(OWN + one, ast.Store())], ast.Attribute(own, one, ast.Load())) for one in known]
        for statement in first:
            ast.copy_location(statement, self.node.body[0])
            ast.fix_missing_locations(statement)
        self.node.body[:0] = first
        self.attributes = {OWN + attr: kinds[attr] for attr in known}
        setattr(self.node, NAMED, self.attributes)  # the tree may be edited again

    def code(self) -> types.CodeType:
        """Return the code of the tree as it is now.

        Raises
        ------
        Exception
            If the tree makes no function that can take this one's place.
        """
        node = self.node
        bare = ast.FunctionDef(node.name, node.args, node.body, [], None)
        bare.lineno, bare.col_offset = node.lineno, node.col_offset
        bare.end_lineno, bare.end_col_offset = node.end_lineno, node.end_col_offset
        tree = self.as_older(bare) if self.as_older is not None else ast.Module([bare], [])
        compiled = compile(tree, self.label, "exec", self.flags, dont_inherit=True)
        for constant in compiled.co_consts:
            if type(constant) is types.CodeType and constant.co_name == node.name:
                if constant.co_freevars != self.original.co_freevars:
                    raise ValueError("it needs what is around it")
                return constant
        raise ValueError("there is no such function")

    def restore(self) -> None:
        """Give the function its own code back."""
        self.function.__code__ = self.original


class Renaming(ast.NodeTransformer):
    """``self.stride`` becomes a name."""

    def __init__(self, owner: str, known: Iterable[str], called: set[int]) -> None:
        self.owner, self.known, self.called = owner, set(known), called

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        """Give an attribute of the object its name."""
        self.generic_visit(node)
        if _is_of(node, self.owner) and node.attr in self.known and id(node) not in self.called:
            return ast.copy_location(ast.Name(OWN + node.attr, ast.Load()), node)
        return node


def _is_of(node: ast.Attribute, owner: str) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == owner


def readable(text: str) -> str:
    """Return the text of an edited function as its author would write it."""
    return re.sub(rf"\b{OWN}(?=\w)", "self.", text.replace(f"{TICK}() and ", ""))


def editable_codes(codes: Iterable[types.CodeType], loader: Any) -> list[Editable]:
    """Return the functions that some code belongs to, in this order."""
    by_code = {one.__code__: one for _, some in _functions(loader) for one in some}
    return _made([by_code[code] for code in dict.fromkeys(codes) if code in by_code][:MOST_FUNCTIONS], loader)


def editable(root: Any, loader: Any) -> list[Editable]:
    """Return the function that is graded, first, and those that it calls, directly or not.

    Parameters
    ----------
    root : object
        What is called.
    loader : Loader
        Of the submission.
    """
    ours = dict(_functions(loader))
    start = plain_function(root)
    if start is None or start.__code__.co_filename not in loader.labels:
        return []
    found: list[types.FunctionType] = []
    waiting = [start]
    while waiting and len(found) < MOST_FUNCTIONS:
        function = waiting.pop(0)
        if function not in found:
            found.append(function)
            waiting += [one for name in _names(function.__code__) for one in ours.get(name, ())]
    return _made(found, loader)


def _made(found: Iterable[types.FunctionType], loader: Any) -> list[Editable]:
    nodes = _nodes(loader)
    as_older = older.as_older if loader.is_older else None
    made = []
    for function in found:
        code = function.__code__
        node, flags = nodes.get((code.co_filename, code.co_name, code.co_firstlineno), (None, 0))
        if node is not None and not code.co_freevars:
            made.append(Editable(function, node, flags, as_older))
    return made


def plain_function(value: Any) -> types.FunctionType | None:
    """Return the function behind a method, a partial function or a decorated one."""
    for _ in range(5):
        if isinstance(value, types.FunctionType):
            inner = vars(value).get("__wrapped__")
            if inner is None:
                return value
            value = inner
        elif isinstance(value, types.MethodType):
            value = value.__func__
        elif isinstance(value, functools.partial):
            value = value.func
        else:
            return None
    return None


def _functions(loader: Any) -> Iterable[tuple[str, list[types.FunctionType]]]:
    """Return the submission's own functions and methods by name."""
    by_name: dict[str, list[types.FunctionType]] = {}
    for module in loader.loaded.values():
        held = [*vars(module).values()]
        for kind in [value for value in held if type(value) is type and value.__module__ == module.__name__]:
            held += [getattr(value, "__func__", value) for value in vars(kind).values()]
        for value in held:
            if type(value) is types.FunctionType and value.__code__.co_filename in loader.labels:
                mine = by_name.setdefault(value.__name__, [])
                if value not in mine:
                    mine.append(value)
    return by_name.items()


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            yield from _names(constant)


def _nodes(loader: Any) -> Mapping[tuple[str, str, int], tuple[ast.FunctionDef, int]]:
    """Return the trees of all functions, by file, name and first line."""
    found: dict[tuple[str, str, int], tuple[ast.FunctionDef, int]] = {}
    for module in loader.parsed.values():
        flags = 0
        for label, tree in module.cells:
            for statement in tree.body:
                flags |= syntax.future_flags(statement)
            for node in walk(tree):
                if isinstance(node, ast.FunctionDef):
                    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
                    found[label, node.name, first] = (node, flags)
    return found


class Ticks:
    """Counts the rounds of while loops in one call."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin to count another call."""
        self.left = MOST_TICKS

    def __call__(self) -> bool:
        """Count one."""
        self.left -= 1
        if self.left < 0:
            raise Endless
        return True
