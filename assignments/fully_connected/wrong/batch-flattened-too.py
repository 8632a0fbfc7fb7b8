"""All numbers of the batch are one row.

Fails: affine_forward.shape, affine_forward.values, affine_backward.shape, affine_backward.dx, affine_backward.dw, affine_backward.db, affine_backward.inputs, affine_forward.inputs
"""


def affine_forward(x, w, b):
    return x.reshape(1, -1) @ w + b, (x, w, b)


def affine_backward(dout, cache):
    raise ValueError("the shapes do not fit")
