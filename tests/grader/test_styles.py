"""Correct code is never failed: pooling, dense layers, filters and losses in genuinely different ways."""

from functools import cache

import pytest

from grader.authoring.assignment import load_assignment
from grader.grading.grade import Plan, grade, plan
from grader.model import Limits
from grader.sandbox.sandbox import Sandbox
from grader.submissions.reading import from_files
from grader.topics.loading import assignments_folder
from tests.effort import NO_SEARCH, with_few_cases

HEAD = """import numpy as np
from numpy.lib.stride_tricks import sliding_window_view as view


def sizes(p):
    return p["pool_height"], p["pool_width"], p["stride"]


def windows(x, p):
    h, w, s = sizes(p)
    return view(x, (h, w), axis=(2, 3))[:, :, ::s, ::s]


"""
POOLS = {  # how one window becomes a number, over the last two axes of six
    "windows": "out = windows(x, p).{r}(axis=(4, 5))",
    "Fortran order": "out = np.asfortranarray(windows(x, p).{r}((-1, -2)))",
    "flattened": "v = windows(x, p); out = v.reshape(*v.shape[:4], -1).{r}(-1)",
    "one axis at a time": "out = windows(x, p).{r}(axis=5).{r}(axis=4)",
    "loops": """h, w, s = sizes(p)
    out = np.zeros((*x.shape[:2], (x.shape[2] - h) // s + 1, (x.shape[3] - w) // s + 1))
    for i, j in np.ndindex(out.shape[2:]):
        out[:, :, i, j] = x[:, :, i * s : i * s + h, j * s : j * s + w].{r}(axis=(2, 3))""",
    "all loops": """h, w, s = sizes(p)
    out = np.empty((*x.shape[:2], (x.shape[2] - h) // s + 1, (x.shape[3] - w) // s + 1))
    for n, c, i, j in np.ndindex(out.shape):
        out[n, c, i, j] = x[n, c, i * s : i * s + h, j * s : j * s + w].{r}()""",
    "channels last inside": "out = np.moveaxis(windows(np.moveaxis(np.moveaxis(x, 1, 3), 3, 1), p).{r}((4, 5)), 0, 0)",
    "float32": "out = windows(x.astype(np.float32), p).{r}(axis=(4, 5))",
    "a view of a larger array": """v = windows(x, p).{r}(axis=(4, 5))
    out = np.zeros((*v.shape[:3], 2 * v.shape[3]))[..., ::2]
    out[...] = v""",
    "lists": """v = windows(x, p)
    out = np.array([[[[float(one.{r}()) for one in row] for row in plane] for plane in image] for image in v])
    out = out.reshape(v.shape[:4])""",
}
MAX_ONLY = {
    "running maximum": """h, w, s = sizes(p)
    v = windows(x, p)
    out = np.full(v.shape[:4], -np.inf)
    for a, b in np.ndindex(h, w):
        out = np.maximum(out, v[..., a, b])""",
    "sorted": "v = windows(x, p); out = np.sort(v.reshape(*v.shape[:4], -1), axis=-1)[..., -1]",
}
AVG_ONLY = {
    "einsum": "h, w, _ = sizes(p); out = np.einsum('ncijuv->ncij', windows(x.astype(float), p)) / (h * w)",
    "weights": "h, w, _ = sizes(p); out = np.tensordot(windows(x, p), np.full((h, w), 1 / (h * w)), 2)",
    "integral image": """h, w, s = sizes(p)
    c = np.pad(x.astype(float), ((0, 0), (0, 0), (1, 0), (1, 0))).cumsum(2).cumsum(3)
    out = c[:, :, h:, w:] - c[:, :, :-h, w:] - c[:, :, h:, :-w] + c[:, :, :-h, :-w]
    out = out[:, :, ::s, ::s] / (h * w)""",
}
BACK = {  # dx of one window, `d` its gradient and `v` the window
    "mask to the first": "at = np.unravel_index(v.argmax(), v.shape); part = np.zeros(v.shape); part[at] = d",
    "mask to every tie": "part = (v == v.max()) * d",
    "mask, shared": "part = (v == v.max()) / (v == v.max()).sum() * d",
    "flat": "part = np.zeros(v.size); part[v.argmax()] = d; part = part.reshape(v.shape)",
    "last of ties": "k = v.size - 1 - v.flat[::-1].argmax(); part = (np.arange(v.size) == k).reshape(v.shape) * d",
    "column by column": "k = v.T.argmax(); part = (np.arange(v.size) == k).reshape(v.T.shape).T * d",
}
WHOLE = {  # dx of all windows at once
    "running maximum": """h, w, s = sizes(p)
    v, dx = windows(x, p), np.zeros(x.shape)
    left = np.ones(dout.shape, bool)
    for a, b in np.ndindex(h, w):
        here = left & (v[..., a, b] == v.max((4, 5)))
        left &= ~here
        rows, columns = dout.shape[2:]
        dx[:, :, a : a + s * (rows - 1) + 1 : s, b : b + s * (columns - 1) + 1 : s] += here * dout
    return dx""",
    "np.add.at": """h, w, s = sizes(p)
    v, dx = windows(x, p), np.zeros(x.shape)
    flat = v.reshape(*v.shape[:4], -1).argmax(-1)
    n, c, i, j = np.indices(dout.shape)
    np.add.at(dx, (n, c, i * s + flat // w, j * s + flat % w), dout)
    return dx""",
    "indices by image": """h, w, s = sizes(p)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        block = x[:, :, i * s : i * s + h, j * s : j * s + w]
        mask = np.zeros((*block.shape[:2], h * w))
        np.put_along_axis(mask, block.reshape(*block.shape[:2], -1).argmax(-1)[..., None], 1, axis=-1)
        dx[:, :, i * s : i * s + h, j * s : j * s + w] += mask.reshape(block.shape) * dout[:, :, i, j][..., None, None]
    return dx""",
    "all ties, vectorised": """h, w, s = sizes(p)
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape[2:]):
        block = x[:, :, i * s : i * s + h, j * s : j * s + w]
        mask = block == block.max(axis=(2, 3), keepdims=True)
        dx[:, :, i * s : i * s + h, j * s : j * s + w] += mask * dout[:, :, i : i + 1, j : j + 1]
    return dx""",
    "float32": """h, w, s = sizes(p)
    dx = np.zeros(x.shape, np.float32)
    for n, c, i, j in np.ndindex(dout.shape):
        block = x[n, c, i * s : i * s + h, j * s : j * s + w]
        row, column = np.argwhere(block == block.max())[0]
        dx[n, c, i * s + row, j * s + column] += dout[n, c, i, j]
    return dx""",
    "lists": """h, w, s = sizes(p)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        cells = [(a, b) for a in range(i * s, i * s + h) for b in range(j * s, j * s + w)]
        a, b = max(cells, key=lambda cell: x[n, c, cell[0], cell[1]])
        dx[n, c, a, b] += dout[n, c, i, j]
    return dx""",
}
BACK_AVG = {
    "full": "part = np.full(v.shape, d / v.size)",
    "times the inverse": "part = d * np.ones(v.shape) * (1 / v.size)",
    "scalar": "part = d / (h * w)",
}


def pool_forward(kind: str, body: str) -> str:
    text = body.format(r={"max": "max", "avg": "mean"}[kind])
    return f"def {kind}_pool_forward(x, p):\n    {text}\n    return out, (x, p)\n\n\n"


def pool_backward(kind: str, body: str) -> str:
    return (
        pool_forward(kind, POOLS["windows"])
        + f"""def {kind}_pool_backward(dout, cache):
    x, p = cache
    h, w, s = sizes(p)
    dx = np.zeros(x.shape)
    for n, c, i, j in np.ndindex(dout.shape):
        a = n, c, slice(i * s, i * s + h), slice(j * s, j * s + w)
        v, d = x[a], float(dout[n, c, i, j])
        {body}
        dx[a] += part
    return dx
"""
    )


VECTORISED = """def avg_pool_backward(dout, cache):
    x, p = cache
    h, w, s = sizes(p)
    dx = np.zeros(x.shape, order="F")
    Ho, Wo = dout.shape[2:]
    for u, v in np.ndindex(h, w):
        dx[:, :, u : u + s * (Ho - 1) + 1 : s, v : v + s * (Wo - 1) + 1 : s] += dout / (h * w)
    return dx
"""
AFFINE = {
    "matmul": "return x.reshape(len(x), -1) @ w + b, (x, w, b)",
    "einsum": "return np.einsum('nd,dm->nm', x.reshape(len(x), -1), w) + b[None], (x, w, b)",
    "loops": """flat = x.reshape(len(x), -1)
    out = np.tile(b.astype(float), (len(x), 1))
    for n, m, d in np.ndindex(len(x), w.shape[1], w.shape[0]):
        out[n, m] += float(flat[n, d]) * float(w[d, m])
    return out, (x, w, b)""",
    "tensordot": "return np.tensordot(x, w.reshape(*x.shape[1:], -1), x.ndim - 1) + b, (x, w, b)",
    "bias as a weight": """flat = np.hstack([x.reshape(len(x), -1), np.ones((len(x), 1))])
    return flat @ np.vstack([w, b]), (x, w, b)""",
    "one output at a time": """flat = x.reshape(len(x), -1)
    return np.stack([flat @ w[:, m] + b[m] for m in range(w.shape[1])], axis=1), (x, w, b)""",
    "float32": """flat = x.reshape(len(x), -1).astype(np.float32)
    return flat @ w.astype(np.float32) + b.astype(np.float32), (x, w, b)""",
}
AFFINE_BACK = {
    "matmul": "return (dout @ w.T).reshape(x.shape), f.T @ dout, dout.sum(0)",
    "einsum": """dx = np.einsum("nm,dm->nd", dout, w).reshape(x.shape)
    return dx, np.einsum("nd,nm->dm", f, dout), np.einsum("nm->m", dout)""",
    "loops": """dx, dw, db = np.zeros(f.shape), np.zeros(w.shape), np.zeros(len(b))
    for n, d, m in np.ndindex(*f.shape, w.shape[1]):
        dx[n, d] += dout[n, m] * w[d, m]
        dw[d, m] += dout[n, m] * f[n, d]
    for n in range(len(x)):
        db += dout[n]
    return dx.reshape(x.shape), dw, db""",
    "ones for the bias": "return (w @ dout.T).T.reshape(x.shape), (dout.T @ f).T, np.ones(len(x)) @ dout",
}
RELU = {
    "maximum": "return np.maximum(0, x), x",
    "where": "return np.where(x > 0, x, 0), x",
    "product": "return x * (x > 0), x",
    "half of both": "return (x + abs(x)) / 2, x",
    "in place on a copy": "out = x.copy(); out[out < 0] = 0; return out, x",
    "clip": "return x.clip(0, None), x",
}
RELU_BACK = {
    "above": "return dout * (x > 0)",
    "from 0": "return dout * (x >= 0)",
    "half at the corner": "return dout * np.heaviside(x, 0.5)",
    "copy": "dx = np.array(dout); dx[x <= 0] = 0; return dx",
}
SOFTMAX = {
    "log-sum-exp": """s = x - x.max(1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(1, keepdims=True)
    loss = (np.log(np.exp(s).sum(1)) - s[np.arange(len(x)), y]).mean()
    p[np.arange(len(x)), y] -= 1
    return loss, p / len(x)""",
    "by image": """loss, dx = 0.0, np.zeros(x.shape)
    for n in range(len(x)):
        s = x[n] - max(x[n])
        total = sum(np.exp(s))
        loss += np.log(total) - s[y[n]]
        dx[n] = np.exp(s) / total
        dx[n, y[n]] -= 1
    return loss / len(x), dx / len(x)""",
    "logaddexp": """z = np.logaddexp.reduce(x, axis=1)
    one = np.eye(x.shape[1])[y]
    return (z - (x * one).sum(1)).mean(), (np.exp(x - z[:, None]) - one) / len(x)""",
    "exp of log p": """s = x - x.max(1)[:, None]
    log_p = s - np.log(np.exp(s).sum(1))[:, None]
    one = y[:, None] == np.arange(x.shape[1])
    return -log_p[one].sum() / len(x), (np.exp(log_p) - one) / len(x)""",
}


def dense(name: str, body: str) -> str:
    heads = {
        "affine_forward": "def affine_forward(x, w, b):\n    ",
        "affine_backward": f"def affine_forward(x, w, b):\n    {AFFINE['matmul']}\n\n\n"
        "def affine_backward(dout, cache):\n    x, w, b = cache\n    f = x.reshape(len(x), -1)\n    ",
        "relu_forward": "def relu_forward(x):\n    ",
        "relu_backward": f"def relu_forward(x):\n    {RELU['maximum']}\n\n\ndef relu_backward(dout, x):\n    ",
        "softmax_loss": "def softmax_loss(x, y):\n    ",
    }
    return heads[name] + body + "\n"


SHRINK = {
    "loops": "return np.array([sum(k[u] * x[i + u] for u in range(len(k))) for i in range(len(x) - len(k) + 1)])",
    "windows": "return view(x, len(k)) @ k",
    "shifted": "n = len(x) - len(k) + 1; return sum(k[u] * x[u : u + n] for u in range(len(k)))",
    "a matrix": """n = len(x) - len(k) + 1
    m = np.zeros((n, len(x)))
    for i in range(n):
        m[i, i : i + len(k)] = k
    return m @ x""",
    "Fourier": """f = np.fft.irfft(np.fft.rfft(x, 512) * np.fft.rfft(k[::-1], 512), 512)
    return f[len(k) - 1 : len(x)]""",
}
IMAGE = {
    "windows": "return (view(x, k.shape) * k).sum((2, 3))",
    "shifted": """H, W = x.shape[0] - k.shape[0] + 1, x.shape[1] - k.shape[1] + 1
    return sum(k[u, v] * x[u : u + H, v : v + W] for u, v in np.ndindex(k.shape))""",
    "Fourier": """f = np.fft.ifft2(np.fft.fft2(x) * np.conj(np.fft.fft2(k, x.shape))).real
    return f[: x.shape[0] - k.shape[0] + 1, : x.shape[1] - k.shape[1] + 1]""",
    "rows of products": "return np.tensordot(view(x, k.shape), k, 2)",
    "transposed inside": "return np.tensordot(view(x.T, k.T.shape), k.T, 2).T",
}
FITS = "    if any(a > b for a, b in zip(k.shape, x.shape)):\n        raise ValueError('too large')\n    "

WRITTEN = {
    **{("pooling", "max_pool_forward", n): pool_forward("max", b) for n, b in {**POOLS, **MAX_ONLY}.items()},
    **{("pooling", "avg_pool_forward", n): pool_forward("avg", b) for n, b in {**POOLS, **AVG_ONLY}.items()},
    **{("pooling", "max_pool_backward", n): pool_backward("max", b) for n, b in BACK.items()},
    **{("pooling", "avg_pool_backward", n): pool_backward("avg", b) for n, b in BACK_AVG.items()},
    **{
        ("pooling", "max_pool_backward", n): pool_forward("max", POOLS["windows"])
        + f"def max_pool_backward(dout, cache):\n    x, p = cache\n    {b}\n"
        for n, b in WHOLE.items()
    },
    ("pooling", "avg_pool_backward", "by weight"): pool_forward("avg", POOLS["windows"]) + VECTORISED,
    **{
        ("fully-connected", exercise, n): dense(exercise, b)
        for exercise, bodies in {
            "affine_forward": AFFINE,
            "affine_backward": AFFINE_BACK,
            "relu_forward": RELU,
            "relu_backward": RELU_BACK,
            "softmax_loss": SOFTMAX,
        }.items()
        for n, b in bodies.items()
    },
    **{
        ("convolution-1d", "correlate_shrink", n): f"def correlate_shrink(x, k):\n{FITS}{b}\n"
        for n, b in SHRINK.items()
    },
    **{("image-filters", "correlate_image", n): f"def correlate_image(x, k):\n{FITS}{b}\n" for n, b in IMAGE.items()},
}


@cache
def plan_of(name: str) -> Plan:
    return with_few_cases(plan(load_assignment(assignments_folder() / name), effort=NO_SEARCH), 2)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox() as made:
        made.configure(Limits())
        yield made


@pytest.mark.parametrize(("assignment", "exercise", "style"), WRITTEN)
def test_a_right_function_passes_however_it_is_written(
    assignment: str, exercise: str, style: str, sandbox: Sandbox
) -> None:
    source = HEAD + WRITTEN[assignment, exercise, style]
    whole = plan_of(assignment)
    planned = type(whole)(
        assignment=whole.assignment,
        exercises=tuple(one for one in whole.exercises if one.exercise.id == exercise),
        seed_digest=whole.seed_digest,
    )
    (graded,) = grade(from_files("mine.py", {"mine.py": source.encode()}), planned, sandbox).exercises
    missed = [(r.case, r.evidence) for c in graded.criteria for r in c.results if r.status != "passed"]
    assert missed == []
