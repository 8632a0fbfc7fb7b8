"""Style: einsum for all, Unicode names, caches with only what is needed, softmax by logaddexp.reduce, conv_matrix by np.put with flat indices."""
import numpy as np

ein = np.einsum


def dense_parameters(inputs, outputs):
    return outputs + outputs * inputs


def weights_of_a_normal_image():
    return 3_000_000_000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    ξ = x.reshape(x.shape[0], -1).astype(float)
    ω = w.astype(float)
    return ein("nd,dm->nm", ξ, ω) + b, (ξ, ω, x.shape)


def affine_backward(dout, cache):
    ξ, ω, shape = cache
    δ = dout.astype(float)
    return ein("nm,dm->nd", δ, ω).reshape(shape), ein("nd,nm->dm", ξ, δ), ein("nm->m", δ)


def relu_forward(x):
    return (x > 0) * x, np.sign(np.maximum(x, 0))


def relu_backward(dout, cache):
    return ein("...,...->...", dout, cache)


def softmax_loss(x, y):
    σ = np.asarray(x, float)
    log_p = σ - np.logaddexp.reduce(σ, axis=1, keepdims=True)
    Δ = np.exp(log_p)
    np.subtract.at(Δ, (np.arange(len(y)), y), 1)
    return np.float64(-np.mean(np.take_along_axis(log_p, np.asarray(y, int)[:, None], 1))), Δ / len(y)


def numerical_gradient(x, w, b, target, h):
    # all moved weights at once: one more axis in front
    ξ = x.reshape(len(x), -1).astype(float)
    steps = h * np.eye(w.size).reshape(w.size, *w.shape)
    L = lambda many: 0.5 * ein("knm->k", np.square(ein("nd,kdm->knm", ξ, many) + b - target.astype(float)))
    return ((L(w + steps) - L(w - steps)) / (2 * h)).reshape(w.shape)


def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    F, _, HH, WW = w.shape
    Ho, Wo = 1 + (H - HH) // stride, 1 + (W - WW) // stride
    f, i, j, c, u, v = np.ogrid[:F, :Ho, :Wo, :C, :HH, :WW]
    row = (f * Ho + i) * Wo + j
    column = (c * H + i * stride + u) * W + j * stride + v
    matrix = np.zeros((F * Ho * Wo, C * H * W))
    row, column = np.broadcast_arrays(row, column)
    matrix[row, column] = w[:, None, None]
    return matrix
