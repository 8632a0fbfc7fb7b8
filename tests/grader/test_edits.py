"""The edits of a function that are listed: what often mends real work is among them, and none outlives its turn."""

import ast
import inspect
import types
from typing import Any

import numpy as np
import pytest

from grader.grading.diagnosis.repair.questions import QUESTIONS
from grader.sandbox.workbench import MODULES, PACKAGE
from grader.sandbox.worker import answers
from grader.sandbox.worker.repair import attempts
from grader.sandbox.worker.repair.edit import applied

LABEL = "student.py"
X = np.arange(48.0).reshape(2, 1, 4, 6)


class Loaded:
    """What a bench needs of a loader."""

    is_older = False
    labels = frozenset({LABEL})

    def __init__(self, source: str) -> None:
        tree, module = ast.parse(source, LABEL), types.ModuleType("student")
        exec(compile(source, LABEL, "exec"), vars(module))
        self.module = module
        self.loaded = {"student": module}
        self.parsed = {"student": types.SimpleNamespace(cells=[(LABEL, tree)])}


class Child:
    """What a bench needs of a child."""

    def __init__(self, source: str) -> None:
        self.loader = Loaded(source)

    def find(self, name: str) -> Any:
        return getattr(self.loader.module, name)

    def received(self, value: Any) -> Any:
        return value


def bench_of(source: str, *arguments: Any, returns: int = 1) -> tuple[attempts.Bench, dict[str, Any]]:
    """Return a bench with the edits of the function `f` listed, and the request that calls it."""

    def sent(returned: Any, due: int, most: int) -> tuple[Any, ...]:
        return tuple(answers.sendable(part, most) for part in answers.unpacked(returned, due))

    bench = attempts.Bench(Child("import numpy as np\n" + source), sent)
    call = {"function": "f", "arguments": arguments, "returns": returns, "member": "", "reads": (), "keywords": ()}
    request = {"calls": (call,), "is_whole": False, "bytes": 10**6, "most": 10**5}
    bench.propose(request)
    return bench, request


def changed(bench: attempts.Bench) -> set[str]:
    """Return the function's body under each of its edits."""
    texts = set()
    for edit, number in bench.edits:
        with applied(edit.changes):
            texts.add(ast.unparse(bench.functions[number].node).partition("\n")[2])
    return texts


def body(source: str) -> str:
    """Return a function's body in the form in which a tree is written out."""
    return ast.unparse(ast.parse(source)).partition("\n")[2]


ONE_LINE = [  # a line as it is often written, the same line mended, and the kind that it is
    ("y[p:-p]", "y[p:y.shape[0] - p]", "frame"),
    ("x[:, :, p:-p, p:-p]", "x[:, :, p:x.shape[2] - p, p:x.shape[3] - p]", "frame"),
    ("x[:, :, 1:-1, 1:-1]", "x[:, :, p:x.shape[2] - p, p:x.shape[3] - p]", "frame"),
    ("np.zeros((N, C, H, H))", "np.zeros((N, C, H, W))", "name"),
    ("(W + 2 * p) // s + (H - 1)", "(H + 2 * p) // s + (W - 1)", "exchanged"),
    ("q['stride'] + q['pad']", "q['pad'] + q['stride']", "key"),
    ("np.exp(x)", "np.exp(x - np.max(x, axis=-1, keepdims=True))", "large-exp"),
    ("H / s", "H // s", "operator"),
    ("x > 0", "x >= 0", "comparison"),
    ("(H - s) // s", "(H - s) // s + 1", "term"),
    ("x.sum() / H", "x.sum() / (H * W)", "factor"),
    ("H + p - s // s", "(H + p - s) // s", "brackets"),
    ("H + 2 - s // s + 1", "(H + 2 - s) // s + 1", "brackets"),
    ("x * 3", "x * 9", "number"),
    ("[y[i] for i in range(H)]", "[y[i] for i in range(H - 1)]", "bound"),
    ("x[:, :, p]", "x[:, p, :]", "index"),
    ("x[:, :, ::s]", "x[:, :, ::s, ::s]", "index"),
    ("x[0, 0][:s][:s]", "x[0, 0, :s, :s]", "index"),
    ("x[:, :, p:H, p:W]", "x", "frame"),
    ("x.sum(axis=0)", "x.sum(axis=(0, 2, 3))", "axis"),
    ("x.sum(axis=1, keepdims=True)", "x.sum(axis=1)", "shape"),
    ("x.transpose(0, 3, 2, 1)", "x.transpose(0, 3, 1, 2)", "order"),
    ("x.reshape(-1, N).T", "x.reshape(N, -1).T.T", "order"),
    ("np.dot(y, x)", "np.dot(x, y)", "order"),
    ("x.mean(axis=0)", "x.sum(axis=0)", "function"),
    ("np.abs(x)", "np.maximum(x, 0)", "function"),
    ("round(H / s)", "int(np.floor(H / s))", "rounding"),
    ("x", "x.copy()", "copy"),
    ("np.zeros_like(x)", "np.zeros_like(x, dtype=float)", "type"),
    ("-x", "x", "sign"),
    ("x[:, ::-1, ::-1]", "x[:, :, :]", "turned"),
    ("np.flip(x, (2, 3))", "x", "turned"),
    ("x", "x[..., ::-1, ::-1]", "turned"),
    ("x[:, ::2, ::2]", "x[:, :, :]", "step"),
    ("2 * x", "2 * x + b", "term"),
    ("np.sum(x * 2 + 1)", "np.sum(x * 2) + 1", "often"),
    ("(x * 2 + b[0]).sum()", "(x * 2).sum() + b[0]", "often"),
    ("(x, b, p)", "(b, p, x)", "returned"),
    ("x.squeeze()", "x.squeeze(axis=(2, 3))", "shape"),
    ("x - x.sum()", "x - np.log(x.sum())", "logarithm"),
]
START = "def f(x, b, q):\n    N, C, H, W = x.shape\n    s, p = q['stride'], q['pad']\n    y = x[0, 0, 0]\n"


STEPPING = "for i in range(0, H, s):\n"
GRID = "for i in range(0, {}, s):\n        for j in range(0, {}, s):\n            z[{}] = x[0, 0, i, j]"
SQUARE = "side = {}\n    made = np.zeros(({}, {}))"
BOTH = "\n    for i in range(side):\n        for j in range({}):\n            pass"
WHOLE = [  # lines as they are often written, the same mended, and the kind that it is
    (
        "for i in range(H):\n        for i in range(s):\n            y[i] += x[0, 0, i, 0]",
        "for i in range(H):\n        for i_inner in range(s):\n            y[i_inner] += x[0, 0, i, 0]",
        "counter",
    ),
    (
        f"{STEPPING}        y[i] = x[0, 0, i:i + p].sum()",
        "for i in range(0, H):\n        y[i] = x[0, 0, i * s:i * s + p].sum()",
        "step",
    ),
    (
        f"{STEPPING}        top = i\n        y[i] = x[0, 0, top:top + p].sum()",
        "for i in range(0, H):\n        top = i * s\n        y[i] = x[0, 0, top:top + p].sum()",
        "step",
    ),
    (GRID.format("H", "W", "i, j"), GRID.format("H", "W", "i // s, j // s"), "factor"),
    (GRID.format("H", "W", "i, j"), GRID.format("H - k + 1", "W - k + 1", "i, j"), "bound"),
    ("z = x[0, 0, p:p + s, s:s + s]", "z = x[0, 0, p:p + k, s:s + k]", "bound"),
    ("z = x[0, 0, p:p + s, s:s + s]", "z = x[0, 0, p:p + H, s:s + W]", "bound"),
    ("for i in range(N):\n        z = x[:, p:k, p:k]", "for i in range(N):\n        z = x[i, :, p:k, p:k]", "index"),
    ("for i in range(N):\n        start = s", "for i in range(N):\n        start = s * i", "factor"),
    ("made = np.zeros_like(y)", "made = np.zeros(x.shape)", "shape"),
    ("made = np.zeros_like(y)", "made = np.zeros((x.shape[0], x.shape[1], H, W))", "shape"),
    (
        SQUARE.format("H - k", "side", "side") + BOTH.format("side"),
        SQUARE.format("H - k", "side", "W - k") + BOTH.format("W - k"),
        "name",
    ),
    (
        SQUARE.format("x.shape[-1] - k", "side", "side"),
        SQUARE.format("x.shape[-1] - k", "x.shape[-2] - k", "side"),
        "name",
    ),
    ("assert H % s == 0\n    z = x", "z = x", "condition"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("wrong", "mended", "kind"), WHOLE, ids=[f"{kind}: {text[:40]}" for text, _, kind in WHOLE])
def test_an_edit_of_several_lines_is_listed(wrong: str, mended: str, kind: str) -> None:
    start = f"{START}    y, z, k = np.zeros(9), np.zeros((9, 9)), 3\n    "
    bench, _ = bench_of(f"{start}{wrong}\n    return y\n", X, 1.0, {"stride": 2, "pad": 1})
    kinds = set()
    for edit, _ in bench.edits:
        with applied(edit.changes):
            if ast.unparse(bench.functions[0].node).partition("\n")[2] == body(f"{start}{mended}\n    return y\n"):
                kinds.add(edit.kind)
    assert kind in kinds


def test_a_text_that_is_asked_for_is_compared_as_it_is() -> None:
    bench, _ = bench_of(f"{START}    if q == 'max':\n        return x\n    return b\n", X, 1.0, {"stride": 2, "pad": 1})
    assert not any(f"q {sign} 'max'" in source for source in changed(bench) for sign in ("<", "<=", ">", ">="))


@pytest.mark.parametrize(("wrong", "mended", "kind"), ONE_LINE, ids=[f"{kind}: {line}" for line, _, kind in ONE_LINE])
def test_an_edit_of_a_line_is_listed(wrong: str, mended: str, kind: str) -> None:
    bench, _ = bench_of(f"{START}    return {wrong}\n", X, 1.0, {"stride": 2, "pad": 1})
    kinds = set()
    for edit, _ in bench.edits:
        with applied(edit.changes):
            if ast.unparse(bench.functions[0].node.body[-1]) == ast.unparse(ast.parse(f"return {mended}")):
                kinds.add(edit.kind)
                assert edit.lines[-1] == 6
    assert kind in kinds


SEVERAL_LINES = [
    ("a kept value", "    o[0] = 1\n    return o", "    o[0] += 1\n    return o"),
    ("a summed one", "    o[0] += 1\n    return o", "    o[0] = 1\n    return o"),
    (
        "a return in a loop",
        "    for i in o:\n        o = o + 1\n        return o",
        "    for i in o:\n        o = o + 1\n    return o",
    ),
    (
        "outside the loop",
        "    for i in o:\n        o = o + 1\n    o = o * 2\n    return o",
        "    for i in o:\n        o = o + 1\n        o = o * 2\n    return o",
    ),
    (
        "inside the loop",
        "    for i in o:\n        o = o + 1\n        o = o * 2\n    return o",
        "    for i in o:\n        o = o + 1\n    o = o * 2\n    return o",
    ),
    (
        "two in another order",
        "    o = o * 2\n    o = o + 1\n    return o",
        "    o = o + 1\n    o = o * 2\n    return o",
    ),
    ("one too many", "    o = o * 2\n    o = o + 1\n    return o", "    o = o + 1\n    return o"),
    ("a condition too many", "    if o[0] > 9:\n        o = o + 1\n    return o", "    o = o + 1\n    return o"),
    (
        "a term of each round",
        "    for i in range(3):\n        o += i + b\n    return o",
        "    for i in range(3):\n        o += i\n    o += b\n    return o",
    ),
    (
        "both extents",
        "    for i in range(9):\n        for j in range(9):\n            o[i] = j\n    return o",
        "    for i in range(x.shape[-2]):\n        for j in range(x.shape[-1]):\n            o[i] = j\n    return o",
    ),
    (
        "a place named twice",
        "    o[[q, q]] += x[0, 0, 0, :2]\n    return o",
        "    np.add.at(o, [q, q], x[0, 0, 0, :2])\n    return o",
    ),
    (
        "a place named twice beside slices",
        "    x[:, 1:, o] += 1\n    return o",
        "    np.add.at(x, (slice(None, None, None), slice(1, None, None), o), 1)\n    return o",
    ),
    (
        "an array that is full already",
        "    a = x.copy()\n    a[0] += 1\n    return a",
        "    a = np.zeros(np.shape(x.copy()))\n    a[0] += 1\n    return a",
    ),
    (
        "rows and columns",
        "    for i in range(2):\n        o[i:i + 2] = x[0, 0, 0, i:i + 2]\n    return o",
        "    for i in range(2):\n        o[i * s:i * s + 2] = x[0, 0, 0, i * s:i * s + 2]\n    return o",
    ),
]


@pytest.mark.parametrize(
    ("wrong", "mended"), [pair[1:] for pair in SEVERAL_LINES], ids=[one for one, *_ in SEVERAL_LINES]
)
def test_an_edit_of_statements_is_listed(wrong: str, mended: str) -> None:
    start = "def f(x, b, s):\n    o = np.zeros(6)\n"
    bench, _ = bench_of(f"{start}{wrong}\n", X, 1.0, 2)
    assert body(start + mended) in changed(bench)


FUNCTION = """
def helper(a):
    return a + 1

def f(x, b):
    total = 0
    for i in range(3):
        total = total + helper(b)
    return x * total
"""


def test_every_function_has_its_own_code_after_each_candidate() -> None:
    bench, request = bench_of(FUNCTION, X, 1)
    own = {one.node.name: (one.function, one.function.__code__) for one in bench.functions}
    assert set(own) == {"f", "helper"}
    tree = [ast.dump(one.node) for one in bench.functions]
    right = bench.child.find("f")(X, 1)
    for number in range(len(bench.edits)):
        bench.attempt({**request, "candidates": ((number,), (number, (number + 7) % len(bench.edits)))})
        assert all(function.__code__ is code for function, code in own.values())
    assert [ast.dump(one.node) for one in bench.functions] == tree
    assert np.array_equal(bench.child.find("f")(X, 1), right)


def test_an_installed_edit_stays_until_another_one_is_asked_for() -> None:
    bench, _ = bench_of(FUNCTION, X, 1)
    helpers = [
        number for number, (_, function) in enumerate(bench.edits) if bench.functions[function].node.name == "helper"
    ]
    assert bench.install({"candidate": (helpers[0],)}) is True
    code = bench.child.find("helper").__code__
    assert code is not bench.functions[1].original
    assert bench.install({"candidate": ()}) is True
    assert bench.child.find("helper").__code__ is bench.functions[1].original


def test_an_endless_loop_ends_by_its_rounds() -> None:
    source = "def f(x):\n    i = 0\n    while i < 3:\n        x = x + 1\n        i += 1\n    return x * i\n"
    bench, request = bench_of(source, X)
    endless = [n for n, (edit, _) in enumerate(bench.edits) if edit.kind == "statement" and edit.lines == (6,)]
    came = bench.attempt({**request, "candidates": tuple((number,) for number in endless)})
    assert endless
    assert (came["which"] < 0).all()


def test_candidates_change_no_argument_of_the_next_one() -> None:
    bench, request = bench_of(
        "def f(x, q):\n    x[0] = 5\n    q['n'] = q['n'] + 1\n    return x * q['n']\n", X.copy(), {"n": 1}
    )
    first = bench.attempt({**request, "candidates": ((), (), ())})
    assert first["which"].tolist() == [0, 0, 0]
    assert np.array_equal(request["calls"][0]["arguments"][0], X)


def test_an_exception_comes_back_as_its_line() -> None:
    bench, request = bench_of("def f(x):\n    y = x\n    return y[9]\n", X)
    assert bench.attempt({**request, "candidates": ((),)})["which"].tolist() == [-1 - 4]


def test_the_edit_that_makes_exp_safe_has_the_line_of_the_exp() -> None:
    bench, _ = bench_of("def f(x):\n    n = 2\n    n = 3\n    return np.exp(x) / n\n", X)
    lines = {edit.lines for edit, _ in bench.edits if edit.kind == "large-exp"}
    assert lines == {(5,)}


def test_the_likely_edits_come_first() -> None:
    bench, _ = bench_of(f"{START}    return x[:, :, p:-p, p:-p]\n", X, 1.0, {"stride": 2, "pad": 1})
    assert bench.edits[0][0].kind == "frame"
    costs = [edit.cost for edit, _ in bench.edits]
    assert costs == sorted(costs)


@pytest.mark.parametrize("most", [1, 20, 150, 400])
def test_the_first_so_many_edits_are_the_first_of_all(most: int) -> None:
    source = (
        START + "    for i in range(H):\n        for j in range(W):\n            y[i, j] = s * i + p * j + b[0, i, j]\n"
    )
    source += "    o = np.pad(y, ((p, p), (s, s)))\n    return helper(o[p : p + H, s : s + W])\n"
    source += "\n\ndef helper(a):\n    h, w = a.shape\n    return a[: h - 1, : w - 1] + a[h - 1, w - 1]\n"
    bench, request = bench_of(source, np.ones((1, 1, 4, 5)), np.ones((1, 4, 5)), {"stride": 1, "pad": 2})

    def listed(count: int) -> list[tuple[Any, ...]]:
        rows = bench.propose({**request, "most": count})["rows"]
        return [(edit.kind, edit.key, *row) for (edit, _), row in zip(bench.edits, rows[:, 1:].tolist(), strict=True)]

    whole = listed(10**6)
    assert len(whole) > 500
    assert listed(most) == whole[:most]


def test_every_kind_of_edit_has_a_question() -> None:
    import importlib
    import re

    source = "".join(inspect.getsource(importlib.import_module(f"{PACKAGE}.{name}")) for name in MODULES if name)
    kinds = {*re.findall(r'(?:Edit|edit)\(\s*"([a-z-]+)"', source), *attempts_kinds()}
    assert kinds == set(QUESTIONS)
    assert all("?" in question for question in QUESTIONS.values())


def attempts_kinds() -> set[str]:
    from grader.sandbox.worker.repair.arithmetic import PARTS

    return {*PARTS.values(), "term", "bound"}


def test_every_module_of_the_package_is_sent() -> None:
    from pathlib import Path

    import grader.sandbox.worker.repair as package

    there = {path.stem for path in Path(package.__file__).parent.glob("*.py")} - {"__init__"}
    assert there == {*MODULES} - {""}
