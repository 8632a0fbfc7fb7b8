"""Style: the file begins with a BOM; inside, rows and columns come first and the batch is last (H, W, C, N); matplotlib and seaborn imported but unused, guarded."""
try:
    import matplotlib.pyplot as plt
    import seaborn as sns
except ImportError:
    plt = sns = None
import numpy as np


def to_inside(a):
    return a.transpose(2, 3, 1, 0)


def to_outside(a):
    return a.transpose(3, 2, 0, 1)


def pooled_depth():
    return [112, 112, 64][0], [112, 112, 64][1], [112, 112, 64][2]


def pooling_parameters():
    return 0


class Window:
    __slots__ = ("rows", "cols", "step")

    def __init__(self, pool_param):
        self.rows, self.cols, self.step = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]

    def size(self, a):
        return (a.shape[0] - self.rows) // self.step + 1, (a.shape[1] - self.cols) // self.step + 1

    def at(self, a, i, j):
        return a[i * self.step:i * self.step + self.rows, j * self.step:j * self.step + self.cols]

    @property
    def area(self):
        return self.rows * self.cols


def max_pool_forward(x, pool_param):
    a, window = to_inside(x), Window(pool_param)
    h, w = window.size(a)
    out = np.zeros((h, w) + a.shape[2:], dtype=x.dtype)        # a maximum is one of the entries: their type holds it
    for i in range(h):
        for j in range(w):
            out[i, j] = window.at(a, i, j).max(axis=0).max(axis=0)
    return to_outside(out), (x, window)


def max_pool_backward(dout, cache):
    x, window = cache
    a, d = to_inside(x), to_inside(dout)
    da = np.zeros(a.shape)
    c_index, n_index = np.indices(a.shape[2:])
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            piece = window.at(a, i, j)
            winner = piece.reshape((window.area,) + a.shape[2:]).argmax(axis=0)
            window.at(da, i, j)[winner // window.cols, winner % window.cols, c_index, n_index] += d[i, j]
    return to_outside(da)


def avg_pool_forward(x, pool_param):
    a, window = to_inside(x), Window(pool_param)
    h, w = window.size(a)
    out = np.zeros((h, w) + a.shape[2:])
    for i in range(h):
        for j in range(w):
            out[i, j] = window.at(a, i, j).mean(axis=(0, 1), dtype=np.float64)
    return to_outside(out), (x.shape, window)


def avg_pool_backward(dout, cache):
    shape, window = cache
    d = to_inside(np.true_divide(dout, window.area, dtype=np.float64))
    da = to_inside(np.zeros(shape))
    for i in range(d.shape[0]):
        for j in range(d.shape[1]):
            window.at(da, i, j)[...] += d[i, j]
    return to_outside(da)
