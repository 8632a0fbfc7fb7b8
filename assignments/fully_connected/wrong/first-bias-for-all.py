"""All neurons have the first bias.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b[0], (x, w, b)
