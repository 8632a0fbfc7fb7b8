"""A module with its tests, tried with one change after another. Every change is made in a forked process.

Two ways, as starting anew is most of the work. A change inside a function of the module is put into that function,
where all tests are collected already. Any other change needs the module imported anew, with whatever imports it.
"""

import contextlib
import gc
import importlib
import importlib.abc
import importlib.util
import inspect
import math
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import FunctionType

import pytest
from mutants import Mutant

OPTIONS = (
    *("-x", "-q", "--override-ini=addopts=", "--assert=plain", "--hypothesis-profile=mutation"),
    *("-p", "no:grader", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:unraisableexception"),
)
MEMORY = 2 << 30  # bytes: a change that fills the memory ends there


class Finder(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module, and loads it from the source given; without a source, nobody can import it."""

    def __init__(self, name: str, path: Path, source: str | None) -> None:
        self.name, self.path, self.source = name, path, source

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        """Return the changed module where it is wanted."""
        if name != self.name:
            return None
        inside = [str(self.path.parent)] if self.is_package(name) else None
        return importlib.util.spec_from_file_location(name, self.path, loader=self, submodule_search_locations=inside)

    def get_source(self, fullname: str) -> str:
        """Return the changed source."""
        if self.source is None:
            raise ImportError(fullname)
        return self.source

    def is_package(self, fullname: str) -> bool:
        """Whether the module is a folder's."""
        return self.path.stem == "__init__"


class Trial:
    """A module and its tests."""

    def __init__(self, name: str, path: Path, tests: Sequence[str], at_once: int) -> None:
        self.name, self.path, self.tests, self.at_once = name, path, tests, at_once
        self.seconds = 600  # of processor time

    def survivors(self, tried: Sequence[Mutant]) -> list[Mutant]:
        """Return the mutants that the tests pass."""
        needed = self.measure()
        inside = [mutant for mutant in tried if mutant.is_inside]
        others = [mutant for mutant in tried if not mutant.is_inside]
        self.import_ahead(needed)
        left = self.each(others, self.import_and_test)
        if inside:
            session = Session(lambda run: self.each(inside, lambda mutant: self.swap_and_test(mutant, run)))
            with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
                pytest.main([*OPTIONS, *self.tests], plugins=[session])
            assert session.left is not None, "pytest did not come to the tests"
            left += session.left
        return left

    def measure(self) -> list[str]:
        """Run the tests without a change; keep how much work they are, and return which modules they import."""
        reading, writing = os.pipe()

        def tell_modules() -> int:
            status = pytest.main([*OPTIONS, *self.tests])
            os.write(writing, "\n".join(sys.modules).encode())
            return int(status)

        child = self.start(tell_modules)
        os.close(writing)
        with open(reading, encoding="utf-8") as lines:
            needed = lines.read().split()
        _, status, used = os.wait4(child, 0)
        if status:
            raise SystemExit(f"{self.name}: its tests fail without any change: {' '.join(self.tests)}")
        self.seconds = 2 + 2 * math.ceil(used.ru_utime + used.ru_stime)
        return needed

    def import_ahead(self, needed: Sequence[str]) -> None:
        """Import once what every process needs. Whatever imports the module fails here, and is left to each."""
        missing = Finder(self.name, self.path, None)
        sys.meta_path.insert(0, missing)
        for name in needed:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
        sys.meta_path.remove(missing)
        gc.freeze()

    def each(self, tried: Sequence[Mutant], test: Callable[[Mutant], int]) -> list[Mutant]:
        """Test mutants, each in a process of its own; return those that passed."""
        waiting, running, left = list(reversed(tried)), dict[int, Mutant](), list[Mutant]()
        while waiting or running:
            while waiting and len(running) < self.at_once:
                mutant = waiting.pop()
                running[self.start(lambda mutant=mutant: test(mutant))] = mutant  # type: ignore[misc]
            child, status = os.wait()
            mutant = running.pop(child)
            if status == 0:
                left.append(mutant)
        return left

    def start(self, run: Callable[[], int]) -> int:
        """Fork a process that ends with what `run` returns; return its number."""
        child = os.fork()
        if child == 0:
            with contextlib.suppress(BaseException):
                os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
                os.dup2(1, 2)
                resource.setrlimit(resource.RLIMIT_CPU, (self.seconds, self.seconds + 1))
                resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
                signal.alarm(20 * self.seconds)  # for a change that makes the tests wait and do no work
                os._exit(run())
            os._exit(100)
        return child

    def import_and_test(self, mutant: Mutant) -> int:
        """Import the module as it is changed, collect the tests and run them."""
        sys.meta_path.insert(0, Finder(self.name, self.path, mutant.source))
        importlib.import_module(self.name)
        return int(pytest.main([*OPTIONS, *self.tests]))

    def swap_and_test(self, mutant: Mutant, run: Callable[[], int]) -> int:
        """Put the changed code into the functions of the module that is imported, and run the tests."""
        module = sys.modules[self.name]
        changed = dict(functions_in(changed_module(mutant.source, self.name, self.path), self.name))
        for name, function in functions_in(vars(module), self.name):
            function.__code__ = changed[name].__code__
            function.__defaults__ = changed[name].__defaults__
            function.__kwdefaults__ = changed[name].__kwdefaults__
        return run()


class Session:
    """Where pytest would run the tests that it has collected: gives `loop` a function that runs them once."""

    left: list[Mutant] | None = None

    def __init__(self, loop: Callable[[Callable[[], int]], list[Mutant]]) -> None:
        self.loop = loop

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the loop instead. Tests of examples come first: they take the least time."""
        items = sorted(session.items, key=lambda item: getattr(item.obj, "is_hypothesis_test", False))  # type: ignore[attr-defined]

        def run() -> int:
            for item, after in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if session.testsfailed:
                    return 1
            return 0

        self.left = self.loop(run)
        return True


def changed_module(source: str, name: str, path: Path) -> dict[str, object]:
    """Return the names of a module that is run from a source, and is not imported."""
    spec = importlib.util.spec_from_loader(name, Finder(name, path, source))
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.modules[name] = sys.modules[name], module  # a dataclass looks there for its module
    try:
        exec(compile(source, str(path), "exec", dont_inherit=True), vars(module))
    finally:
        sys.modules[name] = before
    return vars(module)


def functions_in(names: dict[str, object], module: str) -> Iterator[tuple[str, FunctionType]]:
    """Yield the functions and methods that a module defines, by their qualified names."""
    for value in names.values():
        if inspect.isclass(value) and value.__module__ == module:
            yield from functions_in(dict(vars(value)), module)
        function = value.fget if isinstance(value, property) else inspect.unwrap(value) if callable(value) else None  # type: ignore[arg-type]
        if isinstance(function, FunctionType) and function.__module__ == module and "<" not in function.__qualname__:
            yield function.__qualname__, function
