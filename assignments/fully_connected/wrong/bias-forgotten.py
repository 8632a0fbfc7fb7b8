import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w, (x, w, b)


def numerical_gradient(x, w, b, target, h):
    dw = np.zeros(w.shape)
    for place in np.ndindex(w.shape):
        step = np.zeros(w.shape)
        step[place] = h
        up, down = (((affine_forward(x, one, b)[0] - target) ** 2).sum() / 2 for one in (w + step, w - step))
        dw[place] = (up - down) / (2 * h)
    return dw
