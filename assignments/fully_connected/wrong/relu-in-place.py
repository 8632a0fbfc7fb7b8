"""The input is not needed any more.

Fails: relu_forward.inputs
Believes: input-modified
"""


def relu_forward(x):
    x[x < 0] = 0
    return x, x.copy()
