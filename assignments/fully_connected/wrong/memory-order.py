"""An image is read in the order in which it lies in memory.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.reshape((len(x), -1), order="A") @ w + b, (x, w, b)
