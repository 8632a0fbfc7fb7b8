# ruff: noqa: E501 - a source is one line
"""A child goes on to another exercise only where that makes no difference."""

import importlib
import json
import types
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from grader.grading.grade import Plan, grade
from grader.model import Submission
from grader.report.document import to_json
from grader.sandbox.runner import Runner
from grader.sandbox.sandbox import Sandbox
from grader.sandbox.worker import imports, leftovers
from grader.submissions.reading import from_files, load_submission

from ..wrong_answers import wrong_answers
from .classes import own_file

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CLEAN = {
    "numpy": "import numpy as np\ndef f(x):\n    out = np.zeros(x.shape)\n    out[0] = x.sum()\n    return out\n",
    "its own functions": "def g(x):\n    return x + 1\ndef f(x):\n    return [g(y) for y in range(3)]\n",
    "numbers": "import math\nSIZE, NAME = 3, ('a', (1, 2))\ndef f(x, n=3, *, k=(1, 2)):\n    return math.sqrt(x) + SIZE\n",
    "what is imported from numpy": "from numpy import pad, float64, add\ndef f(x):\n    return add(pad(x, 1), float64(1))\n",
    "functions inside": "def f(x):\n    n = 0\n    def g():\n        nonlocal n\n        n += 1\n    g()\n    return n\n",
    "a cell that makes arrays": "import numpy as np\nX = np.ones(3)\ndef f(x):\n    return x\nprint(f(X))\n",
    "random numbers": "import numpy as np\ndef f(x):\n    return np.random.rand() + np.random.default_rng(0).random()\n",
    "errors": "def f(x):\n    if x < 0:\n        raise ValueError(f'{x}')\n    with open_nothing(x):\n        return None\n",
    "a name with an underscore": "def _g(x):\n    return x\ndef f(x):\n    return _g(x)\n",
    "nothing": "SIZE = 3\n",
}
LEAVING = {
    "a global": "n = 0\ndef f(x):\n    global n\n    n += 1\n    return n\n",
    "a list": "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)\n",
    "an array": "import numpy as np\nTABLE = np.zeros(3)\ndef f(x):\n    TABLE[0] += 1\n    return TABLE\n",
    "an alias": "import numpy as np\nTABLE = [0]\ndef f(x):\n    t = TABLE\n    t[0] += 1\n    return t\n",
    "a tuple that holds a list": "T = (1, [])\ndef f(x):\n    T[1].append(x)\n",
    "a default": "def f(x, seen=[]):\n    seen.append(x)\n    return len(seen)\n",
    "a default by name": "def f(x, *, seen={}):\n    seen[x] = 1\n",
    "an attribute of a function": "def f(x):\n    f.n = 1\n",
    "an attribute that is there": "def f(x):\n    return x\nf.seen = []\n",
    "a class": "class A:\n    n = 0\ndef f(x):\n    A.n += 1\n",
    "a class that is used": "class A:\n    seen = []\ndef f(x):\n    return A.seen.append(x)\n",
    "a class inside": "def f(x):\n    class A: pass\n    return A()\n",
    "a closure": "def make():\n    seen = []\n    def f(x):\n        seen.append(x)\n    return f\nf = make()\n",
    "a decorator": "import functools\n@functools.lru_cache\ndef g(x):\n    return []\ndef f(x):\n    g(1).append(x)\n",
    "a generator": "g = iter([1, 2, 3])\ndef f(x):\n    return next(g)\n",
    "numpy": "import numpy as np\ndef f(x):\n    np.pad = None\n",
    "how numpy works": "import numpy as np\ndef f(x):\n    np.seterr(all='raise')\n",
    "how numpy works, renamed": "from numpy import seterr as calm\ndef f(x):\n    calm(all='raise')\n",
    "a generator of random numbers": "import numpy as np\nrng = np.random.default_rng(0)\ndef f(x):\n    return rng.random()\n",
    "memory as it was": "import numpy as np\ndef f(x):\n    return np.empty(3)\n",
    "memory as it was, renamed": "from numpy import empty as new\ndef f(x):\n    return new(3)\n",
    "setattr": "import numpy as np\ndef f(x):\n    setattr(np, 'pad', None)\n",
    "globals": "def f(x):\n    globals()['n'] = 1\n",
    "exec": "def f(x):\n    exec('import numpy; numpy.pad = 1')\n",
    "an import": "def f(x):\n    import sys\n    sys.x = 1\n",
    "sys": "import sys\ndef f(x):\n    return sys.modules.clear()\n",
    "its own globals": "def f(x):\n    f.__globals__['n'] = 1\n",
    "a statement that reaches out": "import numpy as np\nnp.pad = (lambda seen: lambda x: seen.append(x))([])\ndef f(x):\n    return np.pad(x)\n",
    "a statement with setattr": "import numpy as np\nsetattr(np, 'pad', print)\ndef f(x):\n    return x\n",
    "a module that is not there": "import torch\ndef f(x):\n    return torch.ones(3)\n",
    "another function": "seen = []\ndef g():\n    return seen\ndef f(x):\n    return g()\n",
}


# What was written to be overlooked. Each of these once passed for leaving nothing behind, or is near one that did.
HIDDEN = {
    "an object that is called": "class F:\n    n = 0\n    def __call__(self, x):\n        F.n += 1\nf = F()\n",
    "a method": "class F:\n    n = 0\n    def f(self, x):\n        self.n += 1\nf = F().f\n",
    "a method of a list": "f = [].append\n",
    "a type": "class f:\n    seen = []\n    def __init__(self, x):\n        self.seen.append(x)\n",
    "a function remembered by numpy": "import numpy as np\nf = np.vectorize((lambda seen: lambda x: seen.append(x))([]))\n",
    "a ufunc of its own": "import numpy as np\nseen = []\nu = np.frompyfunc(lambda x: seen.append(x), 1, 1)\ndef f(x):\n    return u(x)\n",
    "a type that says it is numpy's": "A = type('A', (), {'__module__': 'numpy', 'seen': []})\ndef f(x):\n    return A.seen.append(x)\n",
    "a function that a module makes": "def __getattr__(name):\n    seen = []\n    return lambda x: seen.append(x)\n",
    "a slice that holds a list": "S = slice([], None)\ndef f(x):\n    S.start.append(x)\n",
    "a global with the name of an attribute": "__globals__ = _core = 1\ndef f(x):\n    f.__globals__['n'] = 1\n",
    "the inside of numpy, likewise": "import numpy as np\n_core = 1\ndef f(x):\n    np._core.numerictypes.allTypes['n'] = 1\n",
    "the frame of a generator": "def f(x):\n    (i for i in x).gi_frame.f_globals['n'] = 1\n",
    "the frame of the caller": "def f(x):\n    g = (g.gi_frame.f_back.f_back for _ in x)\n",
    "an attribute in a pattern": "def f(x):\n    match f:\n        case object(__globals__=g):\n            g['n'] = 1\n",
    "an attribute in a pattern with a type": "def f(x):\n    match x:\n        case int(real=r):\n            return r\n",
    "a module inside a module": "import typing\ndef f(x):\n    typing.sys.modules.clear()\n",
    "one inside numpy": "import numpy as np\ndef f(x):\n    np.random.mtrand.warnings.filters.append(x)\n",
    "one inside numpy, imported": "import numpy.polynomial.polyutils as p\ndef f(x):\n    p.functools.seen = x\n",
    "annotations": "import typing\ndef f(x):\n    def g(y: \"exec('import numpy; numpy.pad = 1')\"): pass\n    typing.get_type_hints(g)\n",
    "overloads": "import typing\ndef f(x):\n    typing.overload(lambda: 0)\n    return len(typing.get_overloads(f))\n",
    "what counts as a number": "import numbers\ndef f(x):\n    numbers.Number.register(list)\n",
    "an array of numpy's": "import numpy as np\ndef f(x):\n    np.polynomial.polynomial.polyx[0] = 5\n",
    "a table of numpy's": "import numpy as np\ndef f(x):\n    np.typecodes['All'] = ''\n",
    "how numpy was built": "import numpy as np\ndef f(x):\n    np.show_config('dicts')['n'] = 1\n",
    "children of the seed": "import numpy as np\ndef f(x):\n    np.random.get_bit_generator().seed_seq.spawn(1)\n",
    "errstate in the middle of a generator": "import numpy as np\ndef g(s):\n    with np.errstate(all='raise'):\n        yield\ndef f(x):\n    s = []\n    s.append(g(s))\n    next(s[0])\n",
    "a finally for later": "def f(x):\n    def g(s):\n        try:\n            yield\n        finally:\n            print('later')\n    s = []\n    s.append(g(s))\n    next(s[0])\n",
    "a coroutine": "import numpy as np\nasync def g():\n    with np.errstate(all='raise'):\n        pass\ndef f(x):\n    g().send(None)\n",
    "a __del__ for later": "def f(x):\n    a = type('A', (list,), {'__del__': lambda self: print('later')})()\n    a.append(a)\n",
    "memory that where leaves out": "import numpy as np\ndef f(x):\n    return np.add(x, 1, where=x > 0)\n",
    "memory that where leaves out, by a dict": "import numpy as np\ndef f(x):\n    return np.add(x, 1, **{'whe' + 're'[:]: x > 0})\n",
    "memory that padding leaves out": "import numpy as np\ndef f(x):\n    return np.pad(x, 1, 'empty')\n",
    "memory of a record": "import numpy as np\ndef f(x):\n    return np.recarray((3,), dtype=float)\n",
    # statements at the top: what they put somewhere is there when functions are called, and may change by then
    "gc": "import gc\ngc.callbacks.append((lambda seen: lambda *a: seen.append(a))([]))\ndef f(x):\n    return x\n",
    "gc, by its list": "from gc import callbacks\ncallbacks.append(lambda *a: None)\ndef f(x):\n    return x\n",
    "gc, in one statement": "for _ in [0]:\n    import gc as z\n    z.callbacks.append(lambda *a: None)\n    del z\ndef f(x):\n    return x\n",
    "a trace": "import sys as s\ns.settrace(lambda *a: None)\ndel s\ndef f(x):\n    return x\n",
    "a profile": "import sys\nsys.setprofile(lambda *a: None)\ndef f(x):\n    return x\n",
    "a thread": "import sys\nsys.modules['_thread'].start_new_thread(print, ())\ndef f(x):\n    return x\n",
    "a signal": "import os, sys\nsys.modules['_signal'].setitimer(0, 0.5)\ndef f(x):\n    return x\n",
    "a finalizer": "import weakref\ndef f(x):\n    return x\nweakref.finalize(f, print)\n",
    "a filter of warnings": "import warnings\nwarnings.simplefilter('error')\ndef f(x):\n    return x\n",
    "a limit": "import sys\nsys.setrecursionlimit(50)\ndef f(x):\n    return x\n",
    "the folder": "import os\nos.umask(0)\nos.environ['n'] = '1'\ndef f(x):\n    return x\n",
    "builtins": "__builtins__['sum'] = (lambda seen: lambda x: seen.append(x))([])\ndef f(x):\n    return sum(x)\n",
    "its loader": "import sys\nsys.meta_path.clear()\ndef f(x):\n    return x\n",
    "a function that is deleted": "import numpy as np\ndef g(seen):\n    np.pad = lambda x: seen.append(x)\ng([])\ndel g\ndef f(x):\n    return np.pad(x)\n",
    "a lambda that sets": "import numpy as np\n(lambda: setattr(np, 'pad', print))()\ndef f(x):\n    return x\n",
    "update_wrapper": "import functools, collections\nimport numpy as np\nfunctools.update_wrapper(np, collections.namedtuple('A', ['pad'])(print), ['pad'], [])\ndef f(x):\n    return np.pad(x)\n",
    "a __del__ that writes a global": "N = 1\nclass A(list):\n    def __del__(self):\n        global N\n        N += 1\na = A()\na.append(a)\ndel a\ndef f(x):\n    return N\n",
    "a generator that waits": "def g(s):\n    try:\n        yield\n    finally:\n        print('later')\ns = []\ns.append(g(s))\nnext(s[0])\ns = g = None\ndef f(x):\n    return x\n",
    "a class that numpy asks": "class A:\n    def __array__(self, *a, **k):\n        print('later')\nA = A()\ndef f(x):\n    return A + x\n",
    "a decorator that is numpy's": "import numpy as np\n@np.errstate(all='raise')\ndef f(x):\n    return x\n",
}


def goes_on(sandbox: Sandbox, source: str) -> bool:
    with Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()})) as runner:
        runner._loaded(("f",))
        return runner.goes_on


@pytest.mark.parametrize("source", CLEAN.values(), ids=CLEAN)
def test_a_child_whose_functions_leave_nothing_behind_goes_on(quick_sandbox: Sandbox, source: str) -> None:
    assert goes_on(quick_sandbox, source)


@pytest.mark.parametrize("source", (LEAVING | HIDDEN).values(), ids=LEAVING | HIDDEN)
def test_a_child_whose_functions_may_leave_something_behind_does_not(quick_sandbox: Sandbox, source: str) -> None:
    assert not goes_on(quick_sandbox, source)


def test_of_several_modules_each_exercise_loads_what_it_needs(quick_sandbox: Sandbox) -> None:
    files = {"conv.py": b"def f(x):\n    return x\n", "pool.py": b"def g(x):\n    return x\n"}
    with Runner(quick_sandbox, from_files("hw", files)) as runner:
        runner._loaded(("f",))
        assert not runner.goes_on


def within_reach() -> Iterator[tuple[str, object]]:
    """Yield what functions that go on can reach by names, through modules and types."""
    for name in imports.LOADED_LATE:
        importlib.import_module(name)
    leftovers.module_names.cache_clear()
    todo: list[tuple[str, object]] = [(name, importlib.import_module(name)) for name in leftovers.MODULES]
    seen = set()
    while todo:
        place, holder = todo.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        for name in set(dir(holder)) - leftovers.REACHING - leftovers.module_names():
            value = None if name.startswith("_") else getattr(holder, name, None)
            yield f"{place}.{name}", value
            if isinstance(value, (types.ModuleType, type)):
                todo.append((f"{place}.{name}", value))


def test_nothing_that_changes_is_within_reach() -> None:
    """Of this version of NumPy: a new table or array at its top would be found here."""
    found = list(within_reach())
    assert len(found) > 1000
    places = {place for place, value in found if isinstance(value, (list, dict, set, bytearray, np.ndarray, np.void))}
    modules = {value.__name__.partition(".")[0] for _, value in found if isinstance(value, types.ModuleType)}
    assert places == set()
    assert modules <= leftovers.MODULES


# ------------------------------------------------------------------------- the same results

SUBMISSIONS = [
    *map(load_submission, sorted((ROOT / "examples" / "class").iterdir())),
    *map(own_file, [*wrong_answers("conv-layer").values()][::3]),
]


def report_of(submission: Submission, planned: Plan, sandbox: Sandbox) -> object:
    return json.loads(to_json(grade(submission, planned, sandbox)))


@pytest.mark.parametrize("submission", SUBMISSIONS, ids=lambda submission: submission.name)
def test_reports_are_those_of_a_child_for_each_exercise(
    submission: Submission, conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = report_of(submission, conv_plan, quick_sandbox)
    with monkeypatch.context() as patch:
        patch.setattr(Runner, "__enter__", lambda runner: runner)
        assert report_of(submission, conv_plan, quick_sandbox) == together


def test_memory_in_circles_is_given_back_before_the_next_exercise(conv_plan: Plan, quick_sandbox: Sandbox) -> None:
    """An answer that depends on how much there is left would be another one."""
    single, layer = conv_plan.exercises[:2]
    most = 2**17 * quick_sandbox.limits.memory_mib * 2 // 3  # of numbers: two thirds of the memory
    source = (
        f"import numpy as np\ndef {single.exercise.id}(x, w, b):\n    a = [np.zeros({most})]\n    a.append(a)\n"
        f"def {layer.exercise.id}(x, w, b):\n    try:\n        np.zeros({most})\n    except MemoryError:\n"
        "        print('less memory')\n    else:\n        print('as much')\n"
    )
    with Runner(quick_sandbox, from_files("conv.py", {"conv.py": source.encode()})) as runner:
        assert [one.status for one in runner.run(single.cases[:1])] == ["returned"]
        assert runner.goes_on
        (outcome,) = runner.run(layer.cases[:1])
        assert outcome.printed == "as much\n"


REMEMBER = "(lambda seen: lambda x, w, b: seen.append(0) or len(seen))([])"


@pytest.mark.parametrize("later", [f"np.vectorize({REMEMBER})", f"np.frompyfunc({REMEMBER}, 3, 1)"])
def test_another_exercise_that_remembers_has_a_child_of_its_own(
    later: str, conv_plan: Plan, quick_sandbox: Sandbox
) -> None:
    """Only what was loaded first was looked at when the child was said to go on."""
    single, layer = conv_plan.exercises[:2]
    source = f"import numpy as np\ndef {single.exercise.id}(x, w, b):\n    return 1.0\n{layer.exercise.id} = {later}\n"
    with Runner(quick_sandbox, from_files("conv.py", {"conv.py": source.encode()})) as runner:
        next(outcomes := runner.run(single.cases[:1]))
        assert list(outcomes) == []
        assert runner.goes_on
        assert runner.child is not None
        first = runner.child.pid
        (outcome,) = runner.run(layer.cases[:1])
        assert outcome.status in ("returned", "raised")
        assert runner.child is None or runner.child.pid != first


# ------------------------------------------------------------------------------ harm stays where it is

HARM = {
    "dies": "import os; os._exit(0)",
    "hangs": "while True: pass",
    "takes memory": "bomb = np.ones(2**26)",
    "patches numpy": "np.pad = np.zeros = np.einsum = None",
    "patches builtins": "import builtins; builtins.len = builtins.range = None",
    "ends the loop": "raise SystemExit",
    "says that it leaves nothing": "import sys; sys.modules['leftovers'].leaves_nothing = lambda module: True; np.pad = None",
}


@pytest.mark.parametrize("body", HARM.values(), ids=HARM)
def test_an_exercise_that_does_harm_costs_its_own_points_only(
    body: str, solution: str, conv_plan: Plan, quick_sandbox: Sandbox
) -> None:
    spoilt = solution.replace("conv_single(", "_single(")
    spoilt += f"\n\ndef conv_single(x, w, b):\n    {body}\n"
    report = grade(from_files("conv.py", {"conv.py": spoilt.encode()}), conv_plan, quick_sandbox)
    scores = {one.exercise.id: (one.score, one.exercise.points) for one in report.exercises}
    assert scores.pop("conv_single")[0] == 0
    assert all(score == points for score, points in scores.values())


def test_a_call_that_meets_harm_in_a_second_hand_child_is_made_again_in_one_of_its_own(
    solution: str, conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever an earlier exercise did to the child, and however it kept that from being seen."""
    first, second = conv_plan.exercises[:2]
    with Runner(quick_sandbox, from_files("conv.py", {"conv.py": solution.encode()})) as runner:
        assert all(outcome.status == "returned" for outcome in runner.run(first.cases[:1]))
        child = runner.child
        assert child is not None
        quick_sandbox.zygote.end(child.pid)  # it is gone, and the next call finds out
        child.zygote = type("Gone", (), {"end": lambda self, pid: (9, 0.0), "limits": child.zygote.limits})()
        (outcome,) = runner.run(second.cases[:1])
        assert outcome.status == "returned"
        assert runner.child is not child
