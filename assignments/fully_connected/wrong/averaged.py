"""A neuron takes the mean of what it sees.

Fails: affine_forward.values
"""


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w / len(w) + b, (x, w, b)
