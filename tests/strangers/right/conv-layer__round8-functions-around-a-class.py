"""Style: the work is done in a class with private helpers, static and class methods and properties; the functions that are asked for only wrap it."""
import numpy as np


class _Layer:
    _instances = 0

    def __init__(self, w, b, *, stride=1, pad=0):
        type(self)._instances += 1
        self._w = np.array(w, dtype=np.float64)
        self._b = np.array(b, dtype=np.float64)
        self.stride, self.pad = int(stride), int(pad)
        self._seen = None

    @classmethod
    def from_param(cls, w, b, conv_param):
        return cls(w, b, **{key: conv_param[key] for key in ("stride", "pad")})

    @property
    def window(self):
        return self._w.shape[-2:]

    @staticmethod
    def _count(length, window, stride):
        return 1 + (length - window) // stride

    def _grid(self, framed):
        (h, w), (hh, ww), s = framed.shape[-2:], self.window, self.stride
        rows = s * np.arange(self._count(h, hh, s))[:, None] + np.arange(hh)
        cols = s * np.arange(self._count(w, ww, s))[:, None] + np.arange(ww)
        return rows[:, None, :, None], cols[None, :, None, :]

    def _frame(self, x):
        big = np.zeros(x.shape[:2] + tuple(k + 2 * self.pad for k in x.shape[2:]))
        self._inner(big, x.shape)[...] = x
        return big

    def _inner(self, big, shape):
        return big[:, :, self.pad:self.pad + shape[2], self.pad:self.pad + shape[3]]

    def __call__(self, x):
        framed = self._frame(x)
        rows, cols = self._grid(framed)
        windows = framed[:, :, rows, cols]
        self._seen = x.shape, framed.shape, windows
        return np.einsum("ncijuv,fcuv->nfij", windows, self._w) + self._b.reshape(-1, 1, 1)

    def gradients(self, dout):
        dout = np.asarray(dout, np.float64)
        shape, big, windows = self._seen
        dbig = np.zeros(big)
        np.add.at(dbig, (slice(None), slice(None), *self._grid(dbig)), np.einsum("nfij,fcuv->ncijuv", dout, self._w))
        return self._inner(dbig, shape), np.einsum("nfij,ncijuv->fcuv", dout, windows), dout.sum((0, -1, -2))


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("not the same shape")
    return _Layer(w[None], [b])(x[None]).item()


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or np.any(np.less(x.shape[1:], w.shape[1:])):
        raise ValueError("the filter does not belong to this image")
    return _Layer(w[None], [b])(x[None])[0, 0]


def conv_forward(x, w, b, conv_param):
    layer = _Layer.from_param(w, b, conv_param)
    return layer(x), layer


def conv_backward(dout, cache):
    return cache.gradients(dout)
