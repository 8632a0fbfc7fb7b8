"""Random calls of the pages' port, and what `convref` says of each: for Node and for a browser."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from grader.assignments.lecture.stills import pad_of

import convref
from grader.topics.loading import assignments_folder

FOLDER = assignments_folder() / "lecture"
DRIVER = Path(__file__).parent / "driver.js"
COUNT = 400  # random cases of each kind
Case = tuple[str, dict[str, Any], list[Any]]
NETWORK = json.loads((FOLDER / "network.json").read_text(encoding="utf-8"))


def program() -> str:
    """Return a function of JavaScript that takes cases and returns results."""
    port = (FOLDER / "port.js").read_text(encoding="utf-8").replace("export ", "")
    return f"(cases) => {{ {port}\n{DRIVER.read_text(encoding='utf-8')}\nreturn results; }}"


def cases() -> list[Case]:
    """Return calls with their arguments, and the results that are due."""
    numbers = random.Random(24)
    drawn = [case for _ in range(COUNT) for case in _random(numbers)]
    return [*drawn, *_curves(), *_networks(numbers)]


def differences(due: list[Case], got: list[Any]) -> list[str]:
    """Return the cases whose results are not what is due; whole numbers have to be equal."""
    assert len(due) == len(got)
    return [
        f"{call} {values}: {result}"
        for (call, values, want), result in zip(due, got, strict=True)
        if not same(want, result)
    ]


def same(want: list[Any], got: list[Any]) -> bool:
    if any(isinstance(value, str) or value is None for value in want):
        return want == got
    exact = all(float(value).is_integer() for value in want)
    return len(want) == len(got) and bool(np.allclose(got, want, rtol=0 if exact else 1e-9, atol=0 if exact else 1e-9))


def ints(numbers: random.Random, *shape: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    count = int(np.prod(shape))
    return np.array([numbers.randint(-9, 9) for _ in range(count)], float).reshape(shape)


def _random(numbers: random.Random) -> Iterator[Case]:
    C, F = numbers.randint(1, 3), numbers.randint(1, 3)
    HH, WW = numbers.randint(1, 4), numbers.randint(1, 4)
    H, W = numbers.choice([1, numbers.randint(1, 7)]), numbers.randint(1, 8)
    stride, pad = numbers.randint(1, 3), numbers.randint(0, 2)
    rows, columns = pad_of(np.zeros((1, C, H, W)), pad)
    HH, WW = min(HH, H + 2 * rows), min(WW, W + 2 * columns)
    x, w, b = ints(numbers, 1, C, H, W), ints(numbers, F, C, HH, WW), ints(numbers, F)
    how = {"stride": stride, "pad": (rows, columns)}
    out = convref.conv_forward(x, w, b, **how)
    dout = ints(numbers, *out.shape)
    arguments = {"size": [C, H, W], "window": [HH, WW], "stride": stride, "pad": [rows, columns]}
    given = {name: value.ravel().tolist() for name, value in {"x": x, "w": w, "b": b, "dout": dout}.items()}
    yield "forward", {**arguments, **given}, out.ravel().tolist()
    gradients = convref.conv_backward(dout, x, w, **how)
    yield "backward", {**arguments, **given}, [value for one in gradients for value in one.ravel().tolist()]
    yield "reach", arguments, np.ravel(convref.pixel_uses((H, W), (HH, WW), **how)).tolist()
    dense = convref.weight_matrix(w[:1], (C, H, W), **how).toarray()
    yield "matrix", {**arguments, "w": w[0].ravel().tolist()}, dense.ravel().tolist()
    yield from _pools(numbers, x[:, :1], min(HH, H), min(WW, W), stride)
    yield _size(numbers)
    stack = [(numbers.randint(1, 7), numbers.randint(1, 3)) for _ in range(numbers.randint(1, 4))]
    yield "field", {"stack": [{"window": F, "stride": S} for F, S in stack]}, _field(stack)


def _pools(numbers: random.Random, x: Any, HH: int, WW: int, stride: int) -> Iterator[Case]:
    x = np.round(x / 3)  # so that there are ties
    arguments = {"size": list(x.shape[1:]), "window": [HH, WW], "stride": stride, "x": x.ravel().tolist()}
    for kind, forward, backward in (
        ("max", convref.max_pool_forward, convref.max_pool_backward),
        ("average", convref.avg_pool_forward, convref.avg_pool_backward),
    ):
        out = forward(x, (HH, WW), stride=stride)
        dout = ints(numbers, *out.shape)
        yield "pool", {**arguments, "kind": kind}, out.ravel().tolist()
        dx = backward(dout, x, (HH, WW), stride=stride)
        yield "poolBackward", {**arguments, "kind": kind, "dout": dout.ravel().tolist()}, dx.ravel().tolist()


def _size(numbers: random.Random) -> Case:
    length, window = numbers.randint(1, 12), numbers.randint(1, 9)
    stride, pad = numbers.randint(1, 5), numbers.randint(0, 3)
    found: list[Any] = []
    for rule in (convref.output_size_strict, convref.output_size):
        try:
            found.append(rule(length, window, stride, pad))
        except convref.ShapeError as error:
            found.append("fraction" if "fraction" in str(error) else "fit")
    strict, floor = found
    due = [0 if floor == "fit" else floor, *(one if isinstance(one, str) else None for one in (strict, floor))]
    return "sizes", {"length": length, "window": window, "stride": stride, "pad": pad}, due


def _field(stack: list[tuple[int, int]]) -> list[int]:
    """Return the field by the formula, and how many pixels get a gradient of ones, measured."""
    gradient = np.ones((1, 1, 1, 1))
    for window, stride in reversed(stack):
        length = (gradient.shape[3] - 1) * stride + window
        x, w = np.ones((1, 1, 1, length)), np.ones((1, 1, 1, window))
        gradient, _, _ = convref.conv_backward(gradient, x, w, stride=(1, stride))
    return [convref.receptive_field(stack).size[1], int((gradient > 0).sum())]


def _curves() -> Iterator[Case]:
    """Yield areas under products at many shifts; g's samples reach so far that no shift leaves them."""
    dt, end = 0.02, 4
    taus, wide = convref.sample_times(-end, end, dt), convref.sample_times(-3 * end, 3 * end, dt)
    shapes = {"box": convref.box, "gaussian": convref.gaussian}
    times = [n * dt for n in range(-150, 151)]
    for f in shapes:
        for g in shapes:
            found = convref.convolve_sampled(shapes[f](taus), shapes[g](wide), dt)
            due = [float(found[round((t - taus[0] - wide[0]) / dt)]) for t in times]
            yield "area", {"f": f, "g": g, "times": times, "dt": dt, "end": end}, due


def _networks(numbers: random.Random) -> Iterator[Case]:
    w1, w2 = np.reshape(NETWORK["w1"], (8, 1, 5, 5)), np.reshape(NETWORK["w2"], (-1, 4))
    params = {name: NETWORK[name] for name in ("w1", "b1", "w2", "b2")}
    for _ in range(20):
        x = np.array([numbers.random() - 0.5 for _ in range(144)]).reshape(1, 1, 12, 12)
        maps = convref.conv_forward(x, w1, np.array(NETWORK["b1"]), pad=2)
        active = convref.relu_forward(maps)
        pooled = convref.max_pool_forward(active, 2)
        scores = convref.affine_forward(pooled, w2, np.array(NETWORK["b2"]))
        shares = np.exp(scores) / np.exp(scores).sum()
        due = [value for one in (maps, active, pooled, scores, shares) for value in np.ravel(one).tolist()]
        yield "network", {"params": params, "x": x.ravel().tolist(), "side": 12}, due
