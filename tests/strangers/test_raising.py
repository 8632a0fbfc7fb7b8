"""A function or method that raises tells its author where, and what to look at, in every dialect and exercise.

Into right modules an error is put, one for each exercise that a dialect knows. The report has to show the line.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Report
from grader.report import text
from grader.sandbox.sandbox import Sandbox
from grader.submissions.dialects import NATIVE, find_phrase, read_dialects, recognise_dialect
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
LAYER, POOLING, DENSE = "conv-layer", "pooling", "fully-connected"
CLASSES, RIGHT = HERE / "classes", HERE / "right"
MODULES = (  # a right module of each dialect, and an assignment that it is for
    (RIGHT / "conv-layer__as-strided-einsum.py", LAYER),
    (RIGHT / "conv-layer__cs231n-naive.py", LAYER),
    (RIGHT / "pooling__cs231n-naive.py", POOLING),
    (RIGHT / "conv-layer__deeplearning-ai.py", LAYER),
    (RIGHT / "pooling__deeplearning-ai.py", POOLING),
    (CLASSES / "activation_handed_over.py", LAYER),
    (CLASSES / "activation_handed_over.py", POOLING),
    (CLASSES / "static_methods.py", LAYER),
    (CLASSES / "mytorch.py", LAYER),
    (CLASSES / "mytorch.py", POOLING),
    (CLASSES / "mytorch.py", DENSE),
    (CLASSES / "keeps_its_gradients.py", LAYER),
    (CLASSES / "tensors.py", LAYER),
    (CLASSES / "needle_modules.py", LAYER),
    (CLASSES / "needle_modules.py", DENSE),
    (CLASSES / "plain_functions.py", LAYER),
    (CLASSES / "plain_functions.py", POOLING),
    (CLASSES / "plain.py", LAYER),
    (CLASSES / "plain.py", POOLING),
    (CLASSES / "plain.py", DENSE),
    (CLASSES / "two_poolings.py", POOLING),
    (CLASSES / "channels_last_functions.py", DENSE),
    (CLASSES / "more_functions.py", DENSE),
    (CLASSES / "loss_as_a_class.py", DENSE),
    (CLASSES / "filter_and_sizes.py", "image-filters"),
    (CLASSES / "filter_and_sizes.py", "dimensions"),
    (RIGHT / "convolution-1d__round9-names-that-tell.py", "convolution-1d"),
    (RIGHT / "convnet__round9-step-and-settings.py", "convnet"),
)
STATIC = """
class {name}:
    @staticmethod
    def forward(x, *given):
        return x, x
    @staticmethod
    def backward(dout, cache):
        return dout
"""
OBJECT = """
class {name}:
    def __init__(self, {sizes}):
        self.W = self.b = self.weight = self.bias = self.{mark} = 0
    def forward(self, x):
        return x
    def backward(self, back):
        return back
"""
BY_COURSE = """
def conv_forward_naive(x, w, b, conv_param):
    return x, x
def affine_forward(x, w, b):
    return x, x
def affine_backward(dout, cache):
    return cache
def relu_forward(x):
    return x, x
def relu_backward(dout, cache):
    return cache
def softmax_loss(x, y):
    return x
"""
MEANS = """
def avgpool_forward(x, pool_size, stride):
    return x, x
def avgpool_backward(dout, cache):
    return cache
"""
MARKED = (
    "\nclass Tensor:\n    requires_grad = False\n    def __init__(self, data, requires_grad=False): self.data = data\n"
)
WRITTEN = {  # modules in which nothing is right but that each function returns
    "affine by course": (BY_COURSE, DENSE),
    "means": (MEANS, POOLING),
    "static pooling": (STATIC.format(name="MaxPool"), POOLING),
    "static dense": (STATIC.format(name="Conv") + STATIC.format(name="Linear") + STATIC.format(name="ReLU"), DENSE),
    "objects, pooling": (OBJECT.format(name="MaxPooling", sizes="kernel_size, stride", mark="_weight_init"), POOLING),
    "objects, dense": (
        OBJECT.format(name="Conv2D", sizes="in_channels", mark="_weight_init")
        + OBJECT.format(name="Linear", sizes="in_dim, out_dim", mark="_weight_init")
        + OBJECT.format(name="ReLU", sizes="*none", mark="_weight_init"),
        DENSE,
    ),
    "objects with a maximum": (OBJECT.format(name="MaxPool2d_stride1", sizes="kernel", mark="dLdW"), POOLING),
    "tensors with a maximum": (
        OBJECT.format(name="MaxPool2d", sizes="kernel_size, stride", mark="requires_grad") + MARKED,
        POOLING,
    ),
}
PLANTED = "[][len('planted')]"
INSIDE = {("tensor-classes", "conv_backward"), ("needle", "conv_backward"), ("needle", "affine_backward")}
INSIDE |= {("needle", "relu_backward"), ("tensor-classes", "max_pool_backward")}  # a tensor goes back, not the layer


@cache
def planned(name: str) -> Plan:
    return plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH)


def place_of(source: str, assignment: str, exercise: str) -> tuple[str, str, int] | None:
    """Return the dialect of a module, and in it the function for an exercise, with the line of its first statement."""
    submission = from_files("work.py", {"work.py": source.encode()})
    some = planned(assignment).assignment
    dialect = recognise_dialect(submission, None, [one.id for one in some.exercises])
    tree = ast.parse(source)
    owner, function = "", exercise
    if dialect != NATIVE:
        phrase = find_phrase(dialect, exercise, some.topics[exercise], submission)
        if phrase is None:
            return None
        owner, function = phrase.owner, phrase.function.rpartition(".")[2]
        function = "__call__" if function == "layer" else function
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    while owner in classes:
        methods = {node.name: node for node in classes[owner].body if isinstance(node, ast.FunctionDef)}
        if function in methods:
            return dialect, function, first_line(methods[function])
        bases = [base.id for base in classes[owner].bases if isinstance(base, ast.Name)]
        owner = next((base for base in bases if base in classes), "")
    return (dialect, function, first_line(functions[function])) if function in functions else None


def first_line(function: ast.FunctionDef) -> int:
    said = isinstance(function.body[0], ast.Expr) and isinstance(function.body[0].value, ast.Constant)
    return function.body[min(int(said), len(function.body) - 1)].lineno


def planted(source: str, line: int) -> str:
    """Return a source with a line before one of its lines that raises an IndexError."""
    lines = source.splitlines()
    indent = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
    return "\n".join([*lines[: line - 1], indent + PLANTED, *lines[line - 1 :]]) + "\n"


SOURCES = {
    f"{assignment} {path.stem}": (path.read_text(encoding="utf-8-sig"), assignment) for path, assignment in MODULES
} | WRITTEN


@cache
def places_in(name: str) -> dict[str, tuple[str, str, int]]:
    """Return, for each exercise that a module has a function for, where that is."""
    source, assignment = SOURCES[name]
    asked = [one.id for one in planned(assignment).assignment.exercises if one.question is None]
    found = {exercise: place_of(source, assignment, exercise) for exercise in asked}
    return {id_: place for id_, place in found.items() if place is not None and (place[0], id_) not in INSIDE}


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[dict[str, Sandbox]]:
    made: dict[str, Sandbox] = {}
    yield made
    for sandbox in made.values():
        sandbox.__exit__(None, None, None)


def graded(source: str, name: str, made: dict[str, Sandbox]) -> Report:
    if name not in made:
        made[name] = Sandbox()
        made[name].configure(planned(name).assignment.limits, planned(name).assignment.imports)
    return grade(from_files("work.py", {"work.py": source.encode()}), planned(name), made[name])


@pytest.mark.parametrize("name", SOURCES)
def test_who_raises_reads_the_line_and_what_to_look_at(name: str, sandboxes: dict[str, Sandbox]) -> None:
    source, assignment = SOURCES[name]
    for exercise, (dialect, function, line) in places_in(name).items():
        report = graded(planted(source, line), assignment, sandboxes)
        assert (report.dialect or NATIVE) == dialect, exercise
        shown = " ".join(text.render(report, only=exercise).split())
        assert "raised IndexError: list index out of range" in shown, exercise
        assert f"work.py line {line}, in {function} {PLANTED}" in shown, exercise
        assert f"look at line {line} of work.py" in shown, exercise


def test_every_dialect_and_exercise_has_such_a_module() -> None:
    tried = {(place[0], exercise) for name in SOURCES for exercise, place in places_in(name).items()}
    known = {(name, exercise) for name, one in read_dialects(None).items() for exercise in one.exercises}
    assert {dialect for dialect, _ in tried} == {NATIVE, *read_dialects(None)}
    assert known - tried - INSIDE == set()
