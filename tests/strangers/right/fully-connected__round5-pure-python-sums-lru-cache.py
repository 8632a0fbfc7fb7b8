import math
from functools import lru_cache, wraps
import numpy as np


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def as_float(function):
    """Call with float copies of all arrays (not of indices)."""
    @wraps(function)
    def wrapper(*args):
        return function(*[np.array(a, dtype=float) if isinstance(a, np.ndarray) else a for a in args])
    return wrapper


@lru_cache(maxsize=None)
def dense_parameters(inputs, outputs):
    return sum(inputs + 1 for _ in range(outputs)) if outputs < 50 else outputs * (inputs + 1)


@as_float
def affine_forward(x, w, b):
    flat = x.reshape(len(x), -1)
    out = [[math.fsum([*map(float.__mul__, row, col), bias]) for col, bias in zip(w.T.tolist(), b.tolist())]
           for row in flat.tolist()]
    return np.array(out), (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    g = dout.astype(float)
    flat = x.reshape(len(x), -1)
    dx = np.stack([(w * row).sum(axis=1) for row in g]).reshape(x.shape)
    dw = sum(np.outer(a, row) for a, row in zip(flat, g))
    db = sum(g)
    return dx, dw, db


def relu_forward(x):
    out = np.array(x, dtype=float)
    out[out < 0] = 0
    return out, out


def relu_backward(dout, cache):
    # out > 0 exactly where x > 0
    dx = np.array(dout, dtype=float)
    dx[cache == 0] = 0
    return dx


def softmax_loss(x, y):
    total, rows = 0.0, []
    for scores, right in zip(x.tolist(), y.tolist()):
        top = max(scores)
        e = [math.exp(s - top) for s in scores]
        z = math.fsum(e)
        total += top - scores[right] + math.log(z)
        rows.append([(v / z - (k == right)) / len(x) for k, v in enumerate(e)])
    return total / len(x), np.array(rows)


@as_float
def numerical_gradient(x, w, b, target, h):
    flat = x.reshape(len(x), -1)

    def loss(weights):
        return math.fsum((0.5 * (affine_forward(flat, weights, b)[0] - target) ** 2).ravel())

    def partial(d, m):
        plus, minus = w.copy(), w.copy()
        plus[d, m] += h
        minus[d, m] -= h
        return (loss(plus) - loss(minus)) / (2 * h)

    return np.array([[partial(d, m) for m in range(w.shape[1])] for d in range(w.shape[0])])


@lru_cache
def columns(shape, window, stride):
    C, H, W = shape
    HH, WW = window
    grid = np.arange(C * H * W).reshape(C, H, W)
    return [grid[:, i:i + HH, j:j + WW].ravel() for i in range(0, H - HH + 1, stride) for j in range(0, W - WW + 1, stride)]


def conv_matrix(w, x_shape, stride):
    shape = tuple(int(s) for s in x_shape)
    rows = []
    for kernel in w:
        for at in columns(shape, w.shape[2:], stride):
            row = np.zeros(math.prod(shape))
            row[at] = kernel.ravel()
            rows.append(row)
    return np.array(rows)
