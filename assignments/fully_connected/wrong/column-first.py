"""An image is read column by column.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.transpose(0, 1, 3, 2).reshape(len(x), -1) @ w + b, (x, w, b)
