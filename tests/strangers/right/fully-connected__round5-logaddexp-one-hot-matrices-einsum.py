import numpy as np


def weights_of_a_normal_image():
    return 1000 * 1000 * 3 * 1000


def more_layers():
    return "B"


def weight_sharing():
    return "C"

dense_parameters = lambda inputs, outputs: (inputs + 1) * outputs
_rows = lambda x: np.array(x, dtype=float).reshape(np.shape(x)[0], -1)


def affine_forward(x, w, b):
    flat = _rows(x)
    ones = np.ones((flat.shape[0], 1))
    extended = np.hstack((flat, ones))
    out = np.einsum("nd,dm->nm", extended, np.vstack((w, np.reshape(b, (1, -1)))).astype(float))
    return out, (x.shape, extended, np.array(w, dtype=float))


def affine_backward(dout, cache):
    shape, extended, w = cache
    g = np.array(dout, dtype=float)
    both = np.einsum("nd,nm->dm", extended, g)
    return np.einsum("nm,dm->nd", g, w).reshape(shape), both[:-1], both[-1]


def relu_forward(x):
    mask = (x > 0) * 1.0
    return x * mask, mask


def relu_backward(dout, cache):
    return dout * cache


def softmax_loss(x, y):
    N, K = x.shape
    hot = np.eye(K)[y]
    x = x * 1.0
    lse = np.logaddexp.reduce(x, axis=1)[:, None]
    loss = ((lse - x) * hot).sum() / N
    return loss.item(), (np.exp(x - lse) - hot) / N


def numerical_gradient(x, w, b, target, h):
    L = lambda weights: np.sum((affine_forward(x, weights, b)[0] - target) ** 2) / 2
    unit = (h * (np.arange(w.size) == k).reshape(w.shape) for k in range(w.size))
    return np.array([L(w + e) - L(w - e) for e in unit]).reshape(w.shape) / (2 * h)


def conv_matrix(w, x_shape, stride):
    """Place by place with np.kron-like index grids."""
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    Ho, Wo = 1 + (H - HH) // stride, 1 + (W - WW) // stride
    f, i, j, c, u, v = np.indices((F, Ho, Wo, C, HH, WW)).reshape(6, -1)
    m = np.zeros((F * Ho * Wo, C * H * W))
    m[(f * Ho + i) * Wo + j, (c * H + i * stride + u) * W + j * stride + v] = w[f, c, u, v]
    return m
