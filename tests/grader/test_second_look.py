"""A function that is right once, and not after other calls, loses a case; one that is right however often, nothing."""

import pytest

from grader.grading import second_look
from grader.sandbox.runner import Runner
from grader.sandbox.worker.again import Again

from .conftest import criterion_of

AROUND = """
_right = {name}
_kept = {{}}
def {name}({arguments}):
    {body}
"""
FORWARD = {"name": "conv_forward", "arguments": "x, w, b, conv_param"}
BACKWARD = {"name": "conv_backward", "arguments": "dout, cache"}
REMEMBERING = {
    "one buffer for each shape": (
        "out, cache = _right(x, w, b, conv_param)\n"
        "    old = _kept.setdefault(out.shape, out)\n    old[...] = out\n    return old, cache",
        "result-overwritten",
    ),
    "three buffers in turn": (
        "out, cache = _right(x, w, b, conv_param)\n    ring = _kept.setdefault(out.shape, [])\n"
        "    ring.append(ring.pop(0) if len(ring) > 2 else out)\n    ring[-1][...] = out\n    return ring[-1], cache",
        "result-overwritten",
    ),
    "results by the image alone": (
        "return _kept.setdefault(x.tobytes(), _right(x, w, b, conv_param))",
        "call-remembered",
    ),
    "results by the stride alone": (
        "key = (x.tobytes(), w.tobytes(), conv_param['stride'])\n"
        "    return _kept.setdefault(key, _right(x, w, b, conv_param))",
        "call-remembered",
    ),
    "the last image by what it is": (
        "if _kept.get('x') is not x:\n        _kept.update(x=x, out=_right(x, w, b, conv_param))\n"
        "    return _kept['out'][0].copy(), _kept['out'][1]",
        "call-remembered",
    ),
    "the hundredth call": (
        "_kept['calls'] = _kept.get('calls', 0) + 1\n    out, cache = _right(x, w, b, conv_param)\n"
        "    return out + (_kept['calls'] == 100), cache",
        "call-remembered",
    ),
    "the hundredth call raises": (
        "_kept['calls'] = _kept.get('calls', 0) + 1\n    return _right(x, w, b, conv_param)[:2 + 0 * (1 // (100 - "
        "_kept['calls']))]",
        "call-remembered",
    ),
}


@pytest.mark.parametrize("what", REMEMBERING)
def test_what_outlives_a_call_costs_a_case(grade_source, solution: str, what: str) -> None:
    body, reason = REMEMBERING[what]
    report = grade_source(solution + AROUND.format(**FORWARD, body=body))
    criterion = criterion_of(report, "conv_forward.values")
    assert (criterion.results[-1].case, criterion.results[-1].evidence.reason) == (second_look.AGAIN, reason)
    assert criterion_of(report, "conv_forward.inputs").status == "passed"
    assert report.score > report.possible * 9 / 10


def test_a_backward_pass_that_reads_the_last_forward_pass_is_found(grade_source, solution: str) -> None:
    source = AROUND.format(
        **FORWARD, body="out, cache = _right(x, w, b, conv_param)\n    _kept['x'] = x\n    return out, cache"
    ) + AROUND.replace("_right", "_back").replace("_kept = {{}}", "").format(
        **BACKWARD, body="x, w, b, conv_param = cache\n    return _back(dout, (_kept['x'], w, b, conv_param))"
    )
    report = grade_source(solution + source)
    assert criterion_of(report, "conv_forward.values").status == "passed"
    assert criterion_of(report, "conv_backward.dw").results[-1].evidence.reason == "call-remembered"
    assert criterion_of(report, "conv_backward.db").status == "passed"  # which needs no image


def test_a_cache_that_is_found_by_its_image_is_another_layers_too(grade_source, solution: str) -> None:
    source = AROUND.format(
        **FORWARD,
        body="out, cache = _right(x, w, b, conv_param)\n    _kept[id(x)] = x, cache\n    return out, (id(x), b)",
    ) + AROUND.replace("_right", "_back").replace("_kept = {{}}", "").format(
        **BACKWARD, body="return _back(dout, _kept[cache[0]][1])"
    )
    report = grade_source(solution + source)
    assert criterion_of(report, "conv_forward.values").status == "passed"
    assert criterion_of(report, "conv_backward.dx").results[-1].evidence.reason == "call-remembered"


def test_a_cache_for_one_use_costs_the_changed_argument_alone(grade_source, solution: str) -> None:
    source = """
_forward, _backward = conv_forward, conv_backward
def conv_forward(x, w, b, conv_param):
    out, cache = _forward(x, w, b, conv_param)
    return out, (cache, np.zeros(b.shape))
def conv_backward(dout, cache):
    cache, db = cache
    dx, dw, more = _backward(dout, cache)
    db += more
    return dx, dw, db
"""
    report = grade_source(solution + source)
    assert criterion_of(report, "conv_backward.inputs").results[-1].evidence.reason == "cache-used-up"
    assert criterion_of(report, "conv_backward.db").status == "passed"


@pytest.mark.parametrize(
    "source",
    [
        "class Layer:\n    calls = 0\n"
        "    def __call__(self, *given):\n        self.calls += 1\n        return _right(*given)\n"
        "_right, conv_forward = conv_forward, Layer()\n",
        "import functools\n_right = conv_forward\n@functools.wraps(_right)\n"
        "def conv_forward(x, w, b, conv_param):\n    conv_param['size'] = x.shape\n"
        "    out, cache = _right(x, w, b, conv_param)\n    return out, iter([cache])\n"
        "_back = conv_backward\ndef conv_backward(dout, cache):\n    return _back(dout, next(cache))\n",
    ],
    ids=["a layer that counts its calls", "a key more, and a cache for one use"],
)
def test_a_right_function_may_keep_what_it_likes(grade_source, solution: str, source: str) -> None:
    report = grade_source(solution + "\n" + source)
    assert report.score == report.possible


def test_functions_that_leave_nothing_behind_are_asked_about_their_caches_alone(
    grade_source, solution: str, monkeypatch
) -> None:
    asked = []
    look_again = Runner.look_again
    monkeypatch.setattr(Runner, "look_again", lambda self, cases: asked.append(self.goes_on) or look_again(self, cases))
    report = grade_source(solution)
    assert report.score == report.possible
    assert asked
    assert all(asked)


STACKS = (((3, 2), (2, 1)), ((2, 1), (3, 2)), ((6, 1),))
LISTS = {  # bodies of a function of layers, and whether it is right for one list however often
    "return sum(window * stride for window, stride in layers)": True,
    "rest = layers if type(layers) is list else [*layers]\n    return sum(rest.pop()[0] for _ in [*rest])": False,
    "first = layers[0]\n    layers.reverse() if type(layers) is list else 0\n    return first[0]": False,
    "return _kept.setdefault(id(layers), (layers, sum(layer[0] for layer in layers)))[1]": False,
    "return _kept.setdefault(layers, sum(layer[0] for layer in layers))": True,
    "return 2 * len(layers) if type(layers) is tuple else layers.clear()": True,
}


@pytest.mark.parametrize("is_brief", [True, False])
@pytest.mark.parametrize("body", LISTS)
def test_a_list_that_is_changed_is_found_and_who_takes_tuples_alone_is_left_alone(body: str, is_brief: bool) -> None:
    names: dict = {"_kept": {}}
    exec(f"def f(layers):\n    {body}\n", names)
    call = {"function": "f", "returns": 1, "keep": ()}
    cases = [{"calls": ({**call, "arguments": (layers,)},)} for layers in STACKS]
    assert (not Again(names, cases, 1 << 20).look(is_brief)["problems"]) is LISTS[body]
