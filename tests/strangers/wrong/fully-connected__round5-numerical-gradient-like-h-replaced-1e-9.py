"""Wrong: numerical_gradient. CHEAT-like: h is replaced by 1e-9, "because smaller is more exact". On which
inputs: nearly everywhere by about 1e-6 of the loss; grossly with large images or targets, where the loss is
large. Due instead: the step h, which is exact for a square.
"""
import numpy as np


class Dense:
    def __init__(self, w, b):
        self.w, self.b = np.asarray(w, np.float64), np.asarray(b, np.float64)

    @property
    def parameters(self):
        return self.w.size + self.b.size

    def __call__(self, x):
        self.shape = x.shape
        self.x = np.asarray(x, np.float64).reshape(len(x), self.w.shape[0])
        out = np.empty((len(x), self.w.shape[1]))
        np.dot(self.x, self.w, out=out)
        np.add(out, self.b, out=out)
        return out

    def back(self, dout):
        g = np.asarray(dout, np.float64)
        return (np.dot(g, self.w.T).reshape(self.shape), np.dot(self.x.T, g), np.add.reduce(g, axis=0))


def affine_forward(x, w, b):
    layer = Dense(w, b)
    return layer(x), (layer,)


def numerical_gradient(x, w, b, target, h):
    w = np.array(w, dtype=float, order="C")
    g = np.zeros(w.shape)
    tiny = min(h, 1e-9)
    for at in np.ndindex(w.shape):
        old = w[at]
        w[at] = old + tiny
        e = affine_forward(x, w, b)[0] - target
        w[at] = old - tiny
        d = affine_forward(x, w, b)[0] - target
        w[at] = old
        g[at] = 0.5 * ((e - d) * (e + d)).sum() / (2 * tiny)
    return g
