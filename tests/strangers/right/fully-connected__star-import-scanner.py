"""Expected: everything it writes passes.

`from numpy import *`; conv_matrix by rolling one row along; softmax through logsumexp written twice; prints and asserts.
"""
from numpy import *

print("hello from fully_connected.py, numpy", __name__)


def logsumexp(a):
    top = amax(a, axis=1, keepdims=True)
    return squeeze(top, 1) + log(sum(exp(a - top), axis=1))


def softmax_loss(x, y):
    N = shape(x)[0]
    lse = logsumexp(x)
    loss = sum(lse - x[arange(N), y]) / N
    dx = exp(x - lse[:, newaxis])
    dx[arange(N), y] = dx[arange(N), y] - 1
    assert all(isfinite(dx)), "nan in the gradient"
    print("loss =", loss)
    return loss, dx / N


def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    F, C2, HH, WW = shape(w)
    assert C == C2
    rows = []
    for kernel in w:
        first = zeros(x_shape)
        first[:, :HH, :WW] = kernel
        for i in range((H - HH) // stride + 1):
            for j in range((W - WW) // stride + 1):
                rows.append(ravel(roll(first, (i * stride, j * stride), axis=(1, 2))))
    return array(rows)


def relu_forward(x):
    out = array(x)
    out[out < 0] = 0
    return out, out


def relu_backward(dout, cache):
    dx = zeros(shape(dout))
    copyto(dx, dout, where=cache > 0)
    return dx
