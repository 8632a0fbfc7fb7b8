# ruff: noqa: E501 - a source is one line
"""A child goes on to another exercise only where that makes no difference."""

import json
from pathlib import Path

import pytest

from grader.grading import Plan, grade
from grader.report.document import to_json
from grader.sandbox.runner import Runner, Sandbox
from grader.submission import from_files, load_submission

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
    "nothing": "",
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


def goes_on(sandbox: Sandbox, source: str) -> bool:
    with Runner(sandbox, from_files("conv.py", {"conv.py": source.encode()})) as runner:
        runner._loaded(("f",))
        return runner.goes_on


@pytest.mark.parametrize("source", CLEAN.values(), ids=CLEAN)
def test_a_child_whose_functions_leave_nothing_behind_goes_on(quick_sandbox: Sandbox, source: str) -> None:
    assert goes_on(quick_sandbox, source)


@pytest.mark.parametrize("source", LEAVING.values(), ids=LEAVING)
def test_a_child_whose_functions_may_leave_something_behind_does_not(quick_sandbox: Sandbox, source: str) -> None:
    assert not goes_on(quick_sandbox, source)


def test_of_several_modules_each_exercise_loads_what_it_needs(quick_sandbox: Sandbox) -> None:
    files = {"conv.py": b"def f(x):\n    return x\n", "pool.py": b"def g(x):\n    return x\n"}
    with Runner(quick_sandbox, from_files("hw", files)) as runner:
        runner._loaded(("f",))
        assert not runner.goes_on


# ------------------------------------------------------------------------- the same results

SUBMISSIONS = [
    *sorted((ROOT / "examples" / "class").iterdir()),
    *sorted((ROOT / "assignments" / "conv-layer" / "wrong").glob("*.py"))[::3],
]


def report_of(path: Path, planned: Plan, sandbox: Sandbox) -> object:
    return json.loads(to_json(grade(load_submission(path), planned, sandbox)))


@pytest.mark.parametrize("path", SUBMISSIONS, ids=lambda path: path.name)
def test_reports_are_those_of_a_child_for_each_exercise(
    path: Path, conv_plan: Plan, quick_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = report_of(path, conv_plan, quick_sandbox)
    with monkeypatch.context() as patch:
        patch.setattr(Runner, "__enter__", lambda runner: runner)
        assert report_of(path, conv_plan, quick_sandbox) == together


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
