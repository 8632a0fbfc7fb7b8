"""A bias is a threshold, and subtracted.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w - b, (x, w, b)
