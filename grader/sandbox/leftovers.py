"""Whether a submission's functions can leave something behind for those that are called after them. Worker's side.

In: a module that was loaded.  Out: True where each of its functions works with its arguments, numbers, numpy and other
such functions, and with nothing else. Then what was called before makes no difference, and one child may go on from
exercise to exercise. Doubt says False, which costs a fork. It protects no one from anybody: who lies here changes
their own results alone, and could do so by the clock.
"""

import opcode
import types
from typing import Any

MODULES = frozenset({"numpy", "math", "cmath", "itertools", "typing", "numbers", "fractions"})
CALLABLE = ("builtin_function_or_method", "function", "type", "ufunc", "_ArrayFunctionDispatcher")  # kinds
IMMUTABLE = (int, float, complex, str, bytes, bool, types.NoneType, types.EllipsisType, slice, range)
WRITES = frozenset(
    opcode.opmap[name]
    for name in (
        *("STORE_GLOBAL", "DELETE_GLOBAL", "STORE_NAME", "DELETE_NAME", "STORE_ATTR", "DELETE_ATTR"),
        *("IMPORT_NAME", "IMPORT_STAR", "LOAD_BUILD_CLASS"),
    )
    if name in opcode.opmap
)
SETS = frozenset(opcode.opmap[name] for name in ("STORE_ATTR", "DELETE_ATTR"))
# Names by which a function reaches what it does not name, changes how NumPy works, or sees memory as it happens to be
REACHING = frozenset(
    (
        *("setattr", "delattr", "getattr", "globals", "locals", "vars", "dir", "exec", "eval", "compile", "open"),
        *("input", "id", "breakpoint", "help", "exit", "quit", "memoryview", "hash"),
        *("seterr", "seterrcall", "setbufsize", "set_printoptions", "set_string_function", "set_bit_generator"),
        *("set_default_printstyle", "empty", "empty_like", "ndarray", "as_strided", "ctypeslib", "ctypes", "data"),
        *("core", "testing", "ma", "f2py", "distutils", "memmap", "setflags", "resize", "base", "frombuffer"),
        *(
            "newbyteorder",
            "nditer",
            "nested_iters",
            "lib_version",
            "typeDict",
            "sctypeDict",
            "sctypes",
            "kernel_version",
        ),
    )
)
UNDERSCORED = frozenset({"__number_in__", "__version__"})


def sets_attributes(code: types.CodeType) -> bool:
    """Whether a statement at the top of a module may put something of its own into another's place."""
    return bool(SETS.intersection(code.co_code[::2])) or not REACHING.isdisjoint(code.co_names)


def leaves_nothing(module: types.ModuleType) -> bool:
    """Whether no function of a module can leave anything behind."""
    try:
        return _Look(vars(module)).is_clean()
    except Exception:  # a submission's values may be of any kind
        return False


class _Look:
    """A look at the functions of one module."""

    def __init__(self, bound: dict[str, Any]) -> None:
        self.bound = bound

    def is_clean(self) -> bool:
        """Whether every function of the module leaves nothing behind."""
        functions = [value for value in self.bound.values() if type(value) is types.FunctionType]
        return all(self.is_plain(one) for one in functions if one.__globals__ is self.bound)

    def is_plain(self, function: types.FunctionType) -> bool:
        """Whether a function holds nothing that changes, and its code reaches nothing that does."""
        held = [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]
        is_bare = function.__closure__ is None and not function.__dict__
        return is_bare and all(map(_is_immutable, held)) and self.is_plain_code(function.__code__)

    def is_plain_code(self, code: types.CodeType) -> bool:
        """Whether code, and what is defined inside it, writes to nothing but local names and their values."""
        if WRITES.intersection(code.co_code[::2]):
            return False
        inner = [constant for constant in code.co_consts if type(constant) is types.CodeType]
        return all(map(self.is_plain_name, code.co_names)) and all(map(self.is_plain_code, inner))

    def is_plain_name(self, name: str) -> bool:
        """Whether a name, of a global or an attribute, stands for nothing that could change."""
        if name in REACHING:
            return False
        if name in self.bound:
            return self.is_plain_value(self.bound[name])
        return not name.startswith("_") or name in UNDERSCORED

    def is_plain_value(self, value: Any) -> bool:
        """Whether a global is a number or the like, a module that keeps nothing, or a function."""
        kind = type(value)
        if kind is types.FunctionType and value.__globals__ is self.bound:
            return True  # looked at by itself
        if kind is types.ModuleType:
            return value.__name__.partition(".")[0] in MODULES
        if kind.__name__ in CALLABLE and kind.__module__.partition(".")[0] in ("builtins", "numpy"):
            origin = str(value.__module__).partition(".")[0]
            return (origin == "builtins" or origin in MODULES) and value.__name__ not in REACHING
        return _is_immutable(value)


def _is_immutable(value: Any) -> bool:
    if type(value) in (tuple, frozenset):
        return all(map(_is_immutable, value))
    return type(value) in IMMUTABLE
