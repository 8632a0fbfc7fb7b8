"""A backward pass is credited where it is the derivative of the student's own forward pass, and that one is alive."""

from fractions import Fraction

import numpy as np
import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.checking import FOLLOWED
from grader.grading.follow_through import credited, follows
from grader.grading.grade import Plan, grade, plan
from grader.grading.own_forward import Forward, direction, gradients
from grader.model import Case, Limits, Outcome
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH
from tests.topics import OPERATIONS

CONV = """import numpy as np

def sizes(x, w, p):
    s, q = p["stride"], p["pad"]
    return (x.shape[2] + 2 * q - w.shape[2]) // s + 1, (x.shape[3] + 2 * q - w.shape[3]) // s + 1, s, q

def framed(x, q):
    return np.pad(x, ((0, 0), (0, 0), (q, q), (q, q)))

def conv_forward(x, w, b, p):
    Ho, Wo, s, q = sizes(x, w, p)
    {forward}
    return out, (x, w, b, p)

def conv_backward(dout, cache):
    x, w, b, p = cache
    Ho, Wo, s, q = sizes(x, w, p)
    {backward}
    return dx, dw, db
"""
LAYER = """xp, w2 = framed(x, q), {turned}
    out = np.zeros((len(x), len(w), Ho, Wo))
    for i, j in np.ndindex(Ho, Wo):
        window = xp[:, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]
        out[:, :, i, j] = np.tensordot(window, w2, 3) * {factor} + b
"""
GRADIENTS = """xp, w2 = framed(x, q), {turned}
    dx, dw, db = np.zeros(xp.shape), np.zeros(w.shape), dout.sum((0, 2, 3))
    for i, j in np.ndindex(Ho, Wo):
        a = (..., slice(i * s, i * s + w.shape[2]), slice(j * s, j * s + w.shape[3]))
        dx[a] += np.tensordot(dout[:, :, i, j], w2, 1) * {factor}
        dw += np.tensordot(dout[:, :, i, j], xp[a], ((0,), (0,))) * {factor}
    dx, dw = dx[:, :, q : q + x.shape[2], q : q + x.shape[3]], {back}
"""
AXES = "w.transpose(1, 2, 3, 0)"
FLIPPED = ("w[:, :, ::-1, ::-1].transpose(1, 2, 3, 0)", "w[:, :, ::-1, ::-1]", "dw[:, :, ::-1, ::-1]")
DEAD = {
    "zeros": ("out = np.zeros((len(x), len(w), Ho, Wo))", "dx, dw, db = 0 * x, 0 * w, 0 * b"),
    "a constant": ("out = np.full((len(x), len(w), Ho, Wo), 7.0)", "dx, dw, db = 0 * x, 0 * w, 0 * b"),
    "the bias alone": (
        "out = np.zeros((len(x), len(w), Ho, Wo)) + b.reshape(-1, 1, 1)",
        "dx, dw, db = 0 * x, 0 * w, dout.sum((0, 2, 3))",
    ),
    "an echo": (
        "out = np.resize(x.ravel(), (len(x), len(w), Ho, Wo)).astype(float)",
        "dx, dw, db = np.zeros(x.size), 0 * w, 0 * b; np.add.at(dx, np.arange(dout.size) % x.size, dout.ravel());"
        " dx = dx.reshape(x.shape)",
    ),
    "everything added up": (
        "out = np.zeros((len(x), len(w), Ho, Wo)) + x.sum() + w.sum() + b.sum()",
        "dx, dw, db = x * 0.0 + dout.sum(), w * 0.0 + dout.sum(), b * 0.0 + dout.sum()",
    ),
    "everything added up, times all weights": (
        "out = np.zeros((len(x), len(w), Ho, Wo)) + x.sum() * w.sum() + b.sum()",
        "dx, dw, db = x * 0.0 + w.sum() * dout.sum(), w * 0.0 + x.sum() * dout.sum(), b * 0.0 + dout.sum()",
    ),
    "each image added up": (
        "sx, sw = x.sum((1, 2, 3)), w.sum((1, 2, 3))\n"
        "    out = np.zeros((len(x), len(w), Ho, Wo)) + (sx[:, None] * sw + b)[:, :, None, None]",
        "g, sx, sw = dout.sum((2, 3)), x.sum((1, 2, 3)), w.sum((1, 2, 3))\n"
        "    dx, dw = x * 0.0 + (g @ sw)[:, None, None, None], w * 0.0 + (sx @ g)[:, None, None, None]\n"
        "    db = g.sum(0)",
    ),
    "one channel": (
        "out = np.zeros((len(x), len(w), Ho, Wo)); xp = framed(x, q)[:, :1]\n"
        "    for i, j in np.ndindex(Ho, Wo):\n"
        "        a = xp[:, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]\n"
        "        out[:, :, i, j] = np.tensordot(a, w[:, :1].transpose(1, 2, 3, 0), 3) + b",
        "dx, dw, db = 0 * x, 0 * w, dout.sum((0, 2, 3))",
    ),
}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        made.configure(Limits())
        yield made


def planned(name: str, *exercises: str) -> Plan:
    whole = plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH)
    some = tuple(one for one in whole.exercises if one.exercise.id in exercises)
    return Plan(assignment=whole.assignment, exercises=some, seed_digest=whole.seed_digest)


def graded(source: str, some: Plan, sandbox: Sandbox) -> tuple[Fraction, Fraction, tuple[str, ...]]:
    """Return the scores of the forward and of the backward pass, and the notes beside the latter."""
    forward, backward = grade(from_files("mine.py", {"mine.py": source.encode()}), some, sandbox).exercises
    return forward.score, backward.score, backward.notes


def layer(forward_turn: str, backward_turn: str, back: str, factor: str = "1", backward_factor: str = "1") -> str:
    return CONV.format(
        forward=LAYER.format(turned=forward_turn, factor=factor),
        backward=GRADIENTS.format(turned=backward_turn, back=back, factor=backward_factor),
    )


def test_gradients_of_a_flipped_layer_follow_from_it(sandbox: Sandbox) -> None:
    some = planned("conv-layer", "conv_forward", "conv_backward")
    forward, backward, notes = graded(layer(*FLIPPED), some, sandbox)
    assert forward < 20
    assert backward == 18 + Fraction(4, 10) + Fraction(2, 10)  # nine tenths of dx and of dw
    assert sum(FOLLOWED in note for note in notes) == 2  # dx and dw; db is right by itself


def test_right_gradients_beside_a_wrong_forward_pass_need_no_credit(sandbox: Sandbox) -> None:
    some = planned("conv-layer", "conv_forward", "conv_backward")
    forward, backward, notes = graded(layer(FLIPPED[0], "w", "dw"), some, sandbox)
    assert forward < 20
    assert (backward, notes) == (20, ())


@pytest.mark.slow
def test_gradients_that_follow_from_neither_earn_nothing_more(sandbox: Sandbox) -> None:
    some = planned("conv-layer", "conv_forward", "conv_backward")
    wrong = layer(*FLIPPED, backward_factor="2")
    _, backward, notes = graded(wrong, some, sandbox)
    assert backward < 10
    assert not any(FOLLOWED in note for note in notes)


@pytest.mark.slow
@pytest.mark.parametrize("name", DEAD)
def test_a_dead_forward_pass_earns_no_follow_through(name: str, sandbox: Sandbox) -> None:
    some = planned("conv-layer", "conv_forward", "conv_backward")
    forward, backward = DEAD[name]
    _, _, notes = graded(CONV.format(forward=forward, backward=backward), some, sandbox)
    assert not any(FOLLOWED in note for note in notes)


POOL = """import numpy as np

def max_pool_forward(x, p):
    h, w = p["pool_height"], p["pool_width"]
    s = p["stride"]
    Ho, Wo = (x.shape[2] - h) // s + 1, (x.shape[3] - w) // s + 1
    out = np.zeros((*x.shape[:2], Ho, Wo))
    for i, j in np.ndindex(Ho, Wo):
        out[:, :, i, j] = {of}
    return out, (x, p)

def max_pool_backward(dout, cache):
    x, p = cache
    h, w, s = p["pool_height"], p["pool_width"], p["stride"]
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        window = x[n, c, i * s : i * s + h, j * s : j * s + w]
        r, q = np.unravel_index(window.{at}(), window.shape)
        dx[n, c, i * s + r, j * s + q] += {times} * dout[n, c, i, j]
    return dx
"""
WINDOW = "x[:, :, i * s : i * s + h, j * s : j * s + w]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("of", "at", "times", "follows"),
    [
        (f"{WINDOW}.min((2, 3))", "argmin", "1", True),
        (f"3 * {WINDOW}.max((2, 3))", "argmax", "3", True),
        (f"3 * {WINDOW}.max((2, 3))", "argmax", "2", False),
        (f"{WINDOW}.max((2, 3)) * 0", "argmax", "0", False),
    ],
    ids=["the smallest", "thrice the largest", "another factor", "nothing"],
)
def test_a_maximum_is_followed_in_small_steps(of: str, at: str, times: str, follows: bool, sandbox: Sandbox) -> None:
    some = planned("pooling", "max_pool_forward", "max_pool_backward")
    _, backward, notes = graded(POOL.format(of=of, at=at, times=times), some, sandbox)
    assert any(FOLLOWED in note for note in notes) == follows
    possible = some.exercises[1].exercise.points
    assert (backward > possible / 2) == follows


@pytest.mark.slow
def test_the_sum_of_a_map_is_no_pooling(sandbox: Sandbox) -> None:
    source = """import numpy as np

def max_pool_forward(x, p):
    h, w, s = p["pool_height"], p["pool_width"], p["stride"]
    Ho, Wo = (x.shape[2] - h) // s + 1, (x.shape[3] - w) // s + 1
    return np.zeros((*x.shape[:2], Ho, Wo)) + x.sum((2, 3), keepdims=True), x

def max_pool_backward(dout, x):
    return np.zeros(x.shape) + dout.sum((2, 3), keepdims=True)
"""
    some = planned("pooling", "max_pool_forward", "max_pool_backward")
    _, backward, notes = graded(source, some, sandbox)
    assert not any(FOLLOWED in note for note in notes)
    assert backward < some.exercises[1].exercise.points / 2


FOR_NOTHING = {  # each earned its gradients in full once, or most of them
    "one number everywhere, pooled": (
        "pooling",
        """import numpy as np
def max_pool_forward(x, p):
    s = p["stride"]
    shape = ((x.shape[2] - p["pool_height"]) // s + 1, (x.shape[3] - p["pool_width"]) // s + 1)
    return np.full((*x.shape[:2], *shape), x.sum()), x
def max_pool_backward(dout, x): return np.full(x.shape, dout.sum())
avg_pool_forward, avg_pool_backward = max_pool_forward, max_pool_backward
""",
        10,
    ),
    "one product of sums everywhere": (
        "conv-layer",
        """import numpy as np
def conv_forward(x, w, b, p):
    s, q = p["stride"], p["pad"]
    shape = ((x.shape[2] + 2 * q - w.shape[2]) // s + 1, (x.shape[3] + 2 * q - w.shape[3]) // s + 1)
    return np.full((len(x), len(w), *shape), x.sum() * w.sum() + b.sum()), (x, w, b)
def conv_backward(dout, cache):
    x, w, b = cache
    g = dout.sum()
    return np.full(x.shape, g * w.sum()), np.full(w.shape, g * x.sum()), np.full(b.shape, g)
""",
        10,
    ),
    "each row's sum times each column's": (
        "fully-connected",
        """import numpy as np
def affine_forward(x, w, b):
    f = x.reshape(len(x), -1)
    return f.{of}(1)[:, None] * w.sum(0) + b, (x, w, b)
def affine_backward(dout, cache):
    x, w, b = cache
    f = x.reshape(len(x), -1)
    df = np.repeat((dout @ w.sum(0))[:, None], f.shape[1], 1) {over}
    return df.reshape(x.shape), np.repeat((f.{of}(1) @ dout)[None], len(w), 0), dout.sum(0)
""",
        7.5,
    ),
}
FOR_NOTHING["each row's mean times each column's sum"] = (
    "fully-connected",
    FOR_NOTHING["each row's sum times each column's"][1].format(of="mean", over="/ f.shape[1]"),
    7.5,
)
FOR_NOTHING["each row's sum times each column's"] = (
    "fully-connected",
    FOR_NOTHING["each row's sum times each column's"][1].format(of="sum", over=""),
    7.5,
)


@pytest.mark.slow
@pytest.mark.parametrize("name", FOR_NOTHING)
def test_gradients_of_a_forward_pass_that_is_none_earn_little(name: str, sandbox: Sandbox) -> None:
    assignment, source, most = FOR_NOTHING[name]
    whole = plan(load_assignment(assignments_folder() / assignment), effort=NO_SEARCH)
    report = grade(from_files("mine.py", {"mine.py": source.encode()}), whole, sandbox)
    assert not any(FOLLOWED in note for one in report.exercises for note in one.notes)
    assert report.score <= most


@pytest.mark.slow
def test_zeros_in_all_cases_but_the_smallest_earn_nothing(sandbox: Sandbox) -> None:
    source = (
        layer(*FLIPPED)
        .replace("    return out, (x, w, b, p)", "    return out * (x.size < 40), (x, w, b, p)")
        .replace("    return dx, dw, db", "    k = x.size < 40\n    return dx * k, dw * k, db * k")
    )
    some = planned("conv-layer", "conv_forward", "conv_backward")
    _, backward, _ = graded(source, some, sandbox)
    assert backward < 7  # the shape, the inputs, and few cases beside


@pytest.mark.slow
def test_a_network_without_a_convolution_earns_little_backward(sandbox: Sandbox) -> None:
    source = """import numpy as np

def loss_and_gradients(x, y, w1, b1, w2, b2):
    N, rows = len(x), np.arange(len(x))
    a = x.sum((1, 2, 3))[:, None] * w1.sum((1, 2, 3)) + b1
    flat = np.repeat(a, w2.shape[0] // len(b1), axis=1)
    s = flat @ w2 + b2
    s = s - s.max(1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(1, keepdims=True)
    loss = (np.log(np.exp(s).sum(1)) - s[rows, y]).mean()
    p[rows, y] -= 1
    p /= N
    da = (p @ w2.T).reshape(N, len(b1), -1).sum(2)
    dw1 = np.zeros(w1.shape) + (x.sum((1, 2, 3)) @ da)[:, None, None, None]
    return loss, dw1, da.sum(0), flat.T @ p, p.sum(0)
"""
    some = planned("convnet", "loss_and_gradients")
    (one,) = grade(from_files("m.py", {"m.py": source.encode()}), some, sandbox).exercises
    assert not any(FOLLOWED in note for note in one.notes)


RELU = "def relu_forward(x):\n    return {forward}, x\n\ndef relu_backward(dout, x):\n    return {backward}\n"


@pytest.mark.parametrize(
    ("forward", "backward", "follows"),
    [
        ("abs(x)", "dout * (1.0 * (x > 0) - (x < 0))", True),
        ("x * ((x > 0) + 0.25 * (x <= 0))", "dout * ((x > 0) + 0.25 * (x <= 0))", True),
        ("x + 0.0", "dout", False),
        ("0.0 * x", "0.0 * dout", False),
    ],
    ids=["absolute", "leaky", "an echo", "zeros"],
)
def test_a_corner_is_followed_and_an_echo_is_not(forward: str, backward: str, follows: bool, sandbox: Sandbox) -> None:
    some = planned("fully-connected", "relu_forward", "relu_backward")
    _, _, notes = graded(RELU.format(forward=forward, backward=backward), some, sandbox)
    assert any(FOLLOWED in note for note in notes) == follows


@pytest.mark.slow
def test_a_loss_that_is_summed_is_followed_by_its_own_gradient(sandbox: Sandbox) -> None:
    source = """import numpy as np

def softmax_loss(x, y):
    s = x - x.max(1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(1, keepdims=True)
    rows = np.arange(len(x))
    loss = (np.log(np.exp(s).sum(1)) - s[rows, y]).sum()
    p[rows, y] -= 1
    return loss, p{scale}
"""
    some = planned("fully-connected", "softmax_loss")
    (summed,) = grade(from_files("m.py", {"m.py": source.format(scale="").encode()}), some, sandbox).exercises
    assert any(FOLLOWED in note for note in summed.notes)
    (both,) = grade(from_files("m.py", {"m.py": source.format(scale=" * 3").encode()}), some, sandbox).exercises
    assert not any(FOLLOWED in note for note in both.notes)


# ---------------------------------------------------------------------------------- the maths


def case_of(exercise: str) -> Case:
    (one,) = planned("conv-layer", exercise).exercises
    return next(case for case in one.cases if case.id == "valid")


def true_runs(exercise: str):
    """Run the reference itself as the student's forward pass."""

    def run(cases):
        found = []
        for case in cases:
            value = OPERATIONS[exercise].reference(case.arguments, case.sizes)["out"].value
            found.append((case, Outcome(status="returned", function=exercise, returned=2, answers={"out": value})))
        return found

    return run


def test_the_reference_follows_from_itself_and_one_wrong_entry_does_not() -> None:
    case, operation = case_of("conv_backward"), OPERATIONS["conv_backward"]
    right = {name: due.value for name, due in operation.expected(case.arguments, case.sizes).items()}
    forward = Forward(operation, case, true_runs("conv_forward"))
    for name, argument in gradients(operation).items():
        assert follows(forward, right[name], argument)
        for place in list(np.ndindex(right[name].shape))[:: max(right[name].size // 7, 1)]:
            wrong = right[name].copy()
            wrong[place] += 1
            assert not follows(forward, wrong, argument)


def test_right_gradients_need_no_credit_and_cost_no_run() -> None:
    case, operation = case_of("conv_backward"), OPERATIONS["conv_backward"]
    right = {name: due.value for name, due in operation.expected(case.arguments, case.sizes).items()}
    outcome = Outcome(status="returned", function="conv_backward", returned=3, answers=right)
    runs: list[object] = []
    found = credited(operation, OPERATIONS["conv_forward"], [(case, outcome)], lambda cases: runs.append(cases) or [])
    assert (found, runs) == ({}, [])


def test_directions_are_the_same_everywhere_and_differ_from_one_another() -> None:
    case = case_of("conv_backward")
    one, other = (direction(case, "x", number) for number in (1, 2))
    assert np.array_equal(one, direction(case, "x", 1))
    assert (one != other).mean() > 0.9
    assert np.abs(one).max() <= 99
