"""Whether a submission's functions can leave something behind for those that are called after them. Worker's side.

In: a module that was loaded.  Out: True where each of its functions works with its arguments, numbers, numpy and other
such functions, and with nothing else. Then what was called before makes no difference, and one child may go on from
exercise to exercise. In doubt it is False, which costs a fork. This protects nobody: a submission that deceives it
changes its own results alone, and could do that by the clock as well.
"""

import builtins
import dis
import functools
import inspect
import opcode
import sys
import types
from collections.abc import Iterator, Mapping
from typing import Any

MODULES = frozenset({"numpy", "math", "cmath", "itertools", "numbers", "fractions"})
# What statements at the top of a module may use beside these: nothing in there comes back to a function
BESIDE = MODULES | {"__future__", "typing", "time", "copy", "collections", "random"}
CALLABLE = ("builtin_function_or_method", "function", "type", "ufunc", "_ArrayFunctionDispatcher")  # kinds
IMMUTABLE = (int, float, complex, str, bytes, bool, types.NoneType, types.EllipsisType, range)


def _codes(*names: str) -> frozenset[int]:
    return frozenset(opcode.opmap[name] for name in names if name in opcode.opmap)


ATTRIBUTES = ("STORE_ATTR", "DELETE_ATTR", "LOAD_BUILD_CLASS", "MATCH_CLASS")
# `DICT_MERGE` is f(**settings), by which an argument can have a name that is not written here
WRITES = _codes(*ATTRIBUTES, "STORE_GLOBAL", "DELETE_GLOBAL", "STORE_NAME", "DELETE_NAME", "IMPORT_NAME", "DICT_MERGE")
REACHES = _codes(*ATTRIBUTES)
IMPORTS = _codes("IMPORT_NAME")
IMPORTING = frozenset(
    (
        *("RESUME", "LOAD_CONST", "IMPORT_NAME", "IMPORT_FROM", "STORE_NAME", "POP_TOP", "RETURN_VALUE", "SWAP", "NOP"),
        *("RETURN_CONST", "LOAD_SMALL_INT", "EXTENDED_ARG"),
    )
)
GLOBALS = _codes("STORE_GLOBAL", "DELETE_GLOBAL", "IMPORT_NAME")
SUSPENDED = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR
# Names by which a function reaches what it does not name, changes how NumPy works, or sees memory as it happens to be
REACHING = frozenset(
    (
        *("setattr", "delattr", "getattr", "globals", "locals", "vars", "dir", "exec", "eval", "compile", "open"),
        *("input", "id", "breakpoint", "help", "exit", "quit", "memoryview", "hash", "type", "register"),
        *("gi_frame", "cr_frame", "ag_frame", "tb_frame", "tb_next", "f_back", "f_globals", "f_builtins", "f_locals"),
        *("seterr", "seterrcall", "setbufsize", "set_printoptions", "set_string_function", "set_bit_generator"),
        *("get_bit_generator", "typecodes", "show_config", "add_docstring", "add_newdoc", "get_type_hints"),
        *("set_default_printstyle", "empty", "empty_like", "ndarray", "recarray", "chararray", "as_strided"),
        *("ctypeslib", "ctypes", "data", "memmap", "setflags", "resize", "base", "frombuffer", "DummyArray"),
        *("newbyteorder", "nditer", "nested_iters", "lib_version", "typeDict", "sctypeDict", "sctypes"),
        *(
            "kernel_version",
            "EXPECTED_KEYS",
            "ForwardRef",
            "bmat",
            "set_numeric_ops",
            "deprecate",
            "ma",
            "core",
            "f2py",
            "distutils",
        ),
    )
)
UNSET = frozenset(
    {"where", "empty"}
)  # as arguments, np.add(…, where=…), np.pad(…, "empty"): memory as it happens to be
PARTS = frozenset({"linalg", "random", "fft", "lib", "stride_tricks"})  # of numpy, that hold nothing that changes
ALSO_METHODS = frozenset({"array", "copy", "format", "select", "trace"})  # they are names of modules too
UNDERSCORED = frozenset(
    {"__number_in__", "__entries_of__", "__version__", "__name__", "__doc__", "__all__", "__author__", "__file__"}
)


def reaches_out(code: types.CodeType, bound: Mapping[str, Any]) -> bool:
    """Whether a statement at the top of a module may do more than give values to the module's own names.

    Parameters
    ----------
    code : code
        The statement, before it runs.
    bound : mapping
        What the module's names stand for.
    """
    if not REACHING.isdisjoint(code.co_names):
        return True
    if not IMPORTS.isdisjoint(code.co_code[::2]):
        is_alone = {instruction.opname for instruction in dis.get_instructions(code)} <= IMPORTING
        if is_alone or _imports_others(code, is_alone):
            return _imports_others(code, is_alone)
    for inside in _all_code(code):
        inner = GLOBALS if inside is not code else frozenset()
        if (REACHES | inner).intersection(inside.co_code[::2]) or _is_left_in_the_middle(inside):
            return True
        if _goes_inside(inside) or not REACHING.isdisjoint(inside.co_names):
            return True
        modules = [bound[name] for name in inside.co_names if type(bound.get(name)) is types.ModuleType]
        if any(module.__name__.partition(".")[0] not in BESIDE for module in modules):
            return True
    return False


def leaves_nothing(module: types.ModuleType, names: tuple[str, ...] = ()) -> bool:
    """Whether no function of a module can leave anything behind, and those called `names` are such functions."""
    try:
        return all(is_own(module, name) for name in names) and _Look(vars(module)).is_clean()
    except Exception:  # a submission's values may be of any kind
        return False


def is_own(module: types.ModuleType, name: str) -> bool:
    """Whether a name of a module stands for a function that `leaves_nothing` has looked at."""
    value = vars(module).get(name)
    return type(value) is types.FunctionType and value.__globals__ is vars(module)


class _Look:
    """A look at the functions of one module."""

    def __init__(self, bound: dict[str, Any]) -> None:
        self.bound = bound

    def is_clean(self) -> bool:
        """Whether every function of the module leaves nothing behind."""
        functions = [value for value in self.bound.values() if type(value) is types.FunctionType]
        return all(self.is_plain(function) for function in functions if function.__globals__ is self.bound)

    def is_plain(self, function: types.FunctionType) -> bool:
        """Whether a function holds nothing that changes, and its code reaches nothing that does."""
        held = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
        is_bare = function.__closure__ is None and not function.__dict__
        return is_bare and all(map(_is_immutable, held)) and all(map(self.is_plain_code, _all_code(function.__code__)))

    def is_plain_code(self, code: types.CodeType) -> bool:
        """Whether code writes to nothing but local names and their values, and ends when it returns."""
        if WRITES.intersection(code.co_code[::2]) or _is_left_in_the_middle(code) or _goes_inside(code):
            return False
        if any(not UNSET.isdisjoint(_texts(constant)) for constant in code.co_consts):
            return False
        return all(map(self.is_plain_name, code.co_names))

    def is_plain_name(self, name: str) -> bool:
        """Whether a name, of a global or an attribute, stands for nothing that could change."""
        if name in REACHING:
            return False
        return name not in self.bound or self.is_plain_value(self.bound[name])

    def is_plain_value(self, value: Any) -> bool:
        """Whether a global is a number or the like, a module that keeps nothing, or a function."""
        kind = type(value)
        if kind is types.FunctionType and value.__globals__ is self.bound:
            return True  # looked at by itself
        if kind is types.ModuleType:
            parts = value.__name__.split(".")
            return sys.modules.get(value.__name__) is value and parts[0] in MODULES and PARTS.issuperset(parts[1:])
        if kind.__name__ in CALLABLE and kind.__module__.partition(".")[0] in ("builtins", "numpy"):
            return value.__name__ not in REACHING and _is_where_it_says(value)
        return _is_immutable(value)


@functools.cache
def module_names() -> frozenset[str]:
    """Return what modules are called, and their parts, but for those of numpy that hold nothing that changes."""
    parts = {part for name in sys.modules if name.startswith("numpy.") for part in name.split(".")}
    return frozenset((parts | sys.stdlib_module_names) - MODULES - PARTS - ALSO_METHODS)


def _all_code(code: types.CodeType) -> Iterator[types.CodeType]:
    """Yield code, and all that is defined inside it."""
    yield code
    for constant in code.co_consts:
        if type(constant) is types.CodeType:
            yield from _all_code(constant)


def _is_left_in_the_middle(code: types.CodeType) -> bool:
    """Whether code may stop inside ``with np.errstate(…)`` or before a ``finally``, and be ended at any time."""
    return bool(code.co_flags & SUSPENDED) and code.co_name != "<genexpr>"


def _goes_inside(code: types.CodeType) -> bool:
    """Whether code reaches the inside of a module, of a function, or of Python."""
    inner = [name for name in code.co_names if (name[0] == "_" or name in module_names()) and name not in UNDERSCORED]
    if not inner:
        return False
    instructions = dis.get_instructions(code)
    loads = {each.argval for each in instructions if each.opname in ("LOAD_ATTR", "LOAD_METHOD")}
    return any(name in loads or name.startswith("__") for name in inner)


def _imports_others(code: types.CodeType, is_alone: bool) -> bool:
    """Whether a statement takes something from a module other than those few, or does more than importing it."""
    before = None
    for instruction in dis.get_instructions(code):
        if instruction.opname == "IMPORT_NAME":
            root = instruction.argval.partition(".")[0]
            if root in sys.modules and root not in BESIDE and (before is not None or not is_alone):
                return True
        before = instruction.argval
    return False


def _is_where_it_says(value: Any) -> bool:
    """Whether a function or type is the one of that name in numpy, or in another module that keeps nothing."""
    parts = str(value.__module__ if value.__module__ is not None else type(value).__module__).split(".")
    if parts[0] not in MODULES and parts[0] != "builtins":
        return False
    places = [sys.modules.get(".".join(parts)), sys.modules["numpy"], builtins]
    return any(vars(place).get(value.__name__) is value for place in places if place is not None)


def _texts(constant: Any) -> tuple[str, ...]:
    """Return a constant that is a text, or those in a tuple."""
    texts = constant if type(constant) is tuple else (constant,)
    return tuple(text for text in texts if type(text) is str)


def _is_immutable(value: Any) -> bool:
    if type(value) in (tuple, frozenset):
        return all(map(_is_immutable, value))
    if type(value) is slice:
        return _is_immutable((value.start, value.stop, value.step))
    return type(value) in IMMUTABLE
