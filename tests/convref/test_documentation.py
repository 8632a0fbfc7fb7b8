"""Documentation is executed, and stubs are compared with what they describe."""

import ast
import doctest
import importlib
import inspect
import pkgutil
from pathlib import Path

import numpy as np
import pytest

import convref

SOURCE = Path(convref.__file__).parent
INSTRUCTION_SETS = {f"convref.fast._{name}" for name in ("baseline", "x86_64_v3", "x86_64_v4")}  # a table, no functions
MODULES = {
    info.name: importlib.import_module(info.name)
    for info in pkgutil.walk_packages(convref.__path__, "convref.")
    if info.name not in INSTRUCTION_SETS
}
STUBS = sorted(path for path in SOURCE.rglob("*.pyi") if path.stem not in {n.split(".")[-1] for n in INSTRUCTION_SETS})


def module_name(path):
    return ".".join(["convref", *path.relative_to(SOURCE).with_suffix("").parts])


def own_functions(module):
    """The public functions and classes that a module defines, and the methods of the classes."""
    members = {}
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isroutine(value) or inspect.isclass(value):
            members[f"{module.__name__}.{name}"] = value
        if inspect.isclass(value):
            members |= {
                f"{module.__name__}.{name}.{key}": method
                for key, method in vars(value).items()
                if inspect.isroutine(method) and not key.startswith("_") and method.__module__ == module.__name__
            }
    return members


DOCUMENTED = {
    name: value
    for module in MODULES.values()
    if not module.__name__.split(".")[-1].startswith("_")
    for name, value in own_functions(module).items()
}
PUBLIC = {name: value for name, value in DOCUMENTED.items() if not inspect.isclass(value)}


@pytest.mark.parametrize(("name", "value"), PUBLIC.items(), ids=PUBLIC)
def test_a_public_function_says_what_it_takes_and_gives_and_where_it_is_from(name, value):
    doc = inspect.getdoc(value)
    takes = [p for p in inspect.signature(value).parameters if p != "self"]
    sections = ["Returns"] + (["Parameters"] if takes else [])
    for section in sections:
        assert f"\n{section}\n{'-' * len(section)}\n" in doc
    assert "\nSlide: " in doc
    for parameter in takes:
        described = doc.split("Parameters\n", 1)[1].split("Returns\n", 1)[0]
        assert any(parameter in line.split(" : ")[0].replace(",", " ").split() for line in described.splitlines())


@pytest.mark.parametrize("name", convref.__all__)
def test_a_public_name_is_documented_and_lives_in_a_public_module(name):
    value = getattr(convref, name)
    assert inspect.getdoc(value)
    assert not getattr(value, "__module__", "").split(".")[-1].startswith("_")


def examples():
    finder = doctest.DocTestFinder(recurse=False)
    for name, value in {**MODULES, "convref": convref, **DOCUMENTED}.items():
        module = value if inspect.ismodule(value) else MODULES[value.__module__]
        for test in finder.find(value, name, globs={**vars(module), "np": np}, module=False):
            if test.examples:
                yield pytest.param(test, id=name)


EXAMPLES = list(examples())


@pytest.mark.parametrize("test", EXAMPLES)
def test_examples_in_docstrings_run(test):
    runner = doctest.DocTestRunner(verbose=False)
    output = []
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


def test_every_kernel_has_an_example():
    with_examples = {param.values[0].name for param in EXAMPLES}
    kernels = {name for name in PUBLIC if getattr(convref, name.split(".")[-1], None) is PUBLIC[name]}
    assert len(kernels) > 30
    assert kernels <= with_examples


@pytest.mark.parametrize("path", STUBS, ids=module_name)
def test_a_stub_has_the_signatures_of_its_module(path):
    module = MODULES[module_name(path)]
    nodes = ast.parse(path.read_text()).body
    described = {node.name: node for node in nodes if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    defined = {name.removeprefix(f"{module.__name__}."): value for name, value in own_functions(module).items()}
    assert set(described) == {name for name in defined if "." not in name}
    for name, node in described.items():
        if isinstance(node, ast.ClassDef):
            fields = [item.target.id for item in node.body if isinstance(item, ast.AnnAssign)]
            assert fields == list(defined[name]._fields)
        else:
            assert stub_signature(node) == real_signature(defined[name])


def stub_signature(node):
    """Each parameter as (name, default or None, is a keyword only)."""
    positional = node.args.args
    defaults = [None] * (len(positional) - len(node.args.defaults)) + [ast.unparse(d) for d in node.args.defaults]
    keywords = zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
    return [(a.arg, default, False) for a, default in zip(positional, defaults, strict=True)] + [
        (a.arg, ast.unparse(default), True) for a, default in keywords
    ]


def real_signature(function):
    return [
        (p.name, None if p.default is p.empty else repr(p.default), p.kind is p.KEYWORD_ONLY)
        for p in inspect.signature(function).parameters.values()
    ]


def test_every_extension_has_a_stub_and_the_package_says_it_is_typed():
    stubs = {path.with_suffix("") for path in SOURCE.rglob("*.pyi")}
    assert {path.with_suffix("") for path in SOURCE.rglob("*.pyx")} == stubs
    assert (SOURCE / "py.typed").exists()


def test_the_public_names_are_sorted_and_exist():
    for module in (convref, convref.bounds, convref.fast, convref.shapes):
        assert module.__all__ == sorted(module.__all__)
        assert all(hasattr(module, name) for name in module.__all__)
