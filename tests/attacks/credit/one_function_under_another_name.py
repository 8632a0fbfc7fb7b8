"""Brings one function of another course's names, and none of ours; the exam stays the whole one.

assignment: fully-connected
at most: 10
"""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b, (x, w, b)


def svm_loss(x, y):
    return 0.0, np.zeros_like(x)


def relu_backward_naive(dout, cache):
    return dout * 0
