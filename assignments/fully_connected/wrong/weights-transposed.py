"""The weights of an output are a row.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w.reshape(w.shape[1], w.shape[0]).T + b, (x, w, b)
