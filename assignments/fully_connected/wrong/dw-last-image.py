import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    flat = x.reshape(len(x), -1)
    for n in range(len(x)):
        dw = np.outer(flat[n], dout[n])
    return (dout @ w.T).reshape(x.shape), dw, dout.sum(axis=0)
