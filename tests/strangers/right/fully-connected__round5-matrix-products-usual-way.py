import numpy as np


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def affine_forward(x, w, b):
    rows = x.reshape(x.shape[0], -1).astype(np.float64)
    return rows @ w.astype(np.float64) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dout = dout.astype(np.float64)
    dx = (dout @ w.T.astype(np.float64)).reshape(x.shape)
    dw = x.reshape(x.shape[0], -1).T.astype(np.float64) @ dout
    return dx, dw, dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return np.where(cache > 0, dout, 0)


def softmax_loss(x, y):
    n = len(x)
    s = x.astype(np.float64)
    s = s - s.max(axis=1, keepdims=True)
    logp = s - np.log(np.exp(s).sum(axis=1, keepdims=True))
    dx = np.exp(logp)
    dx[np.arange(n), y] -= 1
    return float(-logp[np.arange(n), y].mean()), dx / n


def numerical_gradient(x, w, b, target, h):
    def loss(weights):
        out, _ = affine_forward(x, weights, b)
        return 0.5 * ((out - target) ** 2).sum()

    w = w.astype(np.float64)
    grad = np.zeros(w.shape)
    for at in np.ndindex(w.shape):
        keep = w[at]
        w[at] = keep + h
        up = loss(w)
        w[at] = keep - h
        down = loss(w)
        w[at] = keep
        grad[at] = (up - down) / (2 * h)
    return grad


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    ho, wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    m = np.zeros((F, ho, wo, C, H, W))
    for i in range(ho):
        for j in range(wo):
            m[:, i, j, :, i * stride:i * stride + HH, j * stride:j * stride + WW] = w
    return m.reshape(F * ho * wo, C * H * W)
