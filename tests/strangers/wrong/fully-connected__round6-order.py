# affine_forward is wrong: for images of two or more axes in Fortran order the pixels are read column by column
import numpy as np


def dense_parameters(inputs, outputs):
    return (inputs + 1) * outputs


def weights_of_a_normal_image():
    return int(3e9)


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    out = x.reshape(len(x), -1, order="A").astype(np.float64) @ w + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dout = dout.astype(np.float64)
    return (dout @ w.T).reshape(x.shape), x.reshape(len(x), -1).T @ dout, dout.sum(axis=0)


def relu_forward(x):
    return np.maximum(x, 0), x


def relu_backward(dout, cache):
    return dout * (cache > 0)


def softmax_loss(x, y):
    z = x.astype(np.float64)
    z = z - z.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    N = x.shape[0]
    loss = -log_p[np.arange(N), y].mean()
    dx = np.exp(log_p)
    dx[np.arange(N), y] -= 1
    return loss, dx / N


def numerical_gradient(x, w, b, target, h):
    w = w.astype(np.float64)
    dw = np.zeros_like(w)
    it = np.nditer(w, flags=["multi_index"])
    for _ in it:
        ix = it.multi_index
        e = np.zeros_like(w)
        e[ix] = h
        pos = 0.5 * np.square(affine_forward(x, w + e, b)[0] - target).sum()
        neg = 0.5 * np.square(affine_forward(x, w - e, b)[0] - target).sum()
        dw[ix] = (pos - neg) / (2.0 * h)
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    C, H, W = x_shape
    ho, wo = (H - HH) // stride + 1, (W - WW) // stride + 1
    M = np.zeros((F, ho, wo, C, H, W))
    for i in range(ho):
        for j in range(wo):
            M[:, i, j, :, i * stride:i * stride + HH, j * stride:j * stride + WW] = w
    return M.reshape(F * ho * wo, C * H * W)
