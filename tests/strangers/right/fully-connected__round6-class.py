import numpy as np


class Linear:
    def __init__(self, w, b):
        self.w = np.array(w, dtype=np.float64)
        self.b = np.array(b, dtype=np.float64)

    def forward(self, x):
        self.shape = x.shape
        self.x = np.array(x, dtype=np.float64).reshape(x.shape[0], self.w.shape[0])
        return np.dot(self.x, self.w) + self.b

    def backward(self, d):
        d = np.asarray(d, dtype=np.float64)
        self.dw = np.tensordot(self.x, d, axes=([0], [0]))
        self.db = np.ones(d.shape[0]) @ d
        return np.tensordot(d, self.w, axes=(1, 1)).reshape(self.shape)


def dense_parameters(inputs, outputs):
    return sum(inputs + 1 for _ in range(outputs))


def weights_of_a_normal_image():
    return 1000 ** 3 * 3


def more_layers():
    return "B"


def weight_sharing():
    return "C"


def affine_forward(x, w, b):
    layer = Linear(w, b)
    return layer.forward(x), layer


def affine_backward(dout, cache):
    dx = cache.backward(dout)
    return dx, cache.dw, cache.db


def relu_forward(x):
    out = np.array(x, dtype=np.float64)
    mask = out <= 0
    out[mask] = 0
    return out, mask


def relu_backward(dout, cache):
    dx = np.array(dout, dtype=np.float64)
    dx[cache] = 0
    return dx


def softmax_loss(x, y):
    s = np.array(x, dtype=np.float64)
    s -= np.amax(s, axis=1)[:, np.newaxis]
    e = np.exp(s)
    z = e.sum(axis=1)
    loss = 0.0
    for n, label in enumerate(y):
        loss += np.log(z[n]) - s[n, label]
    p = e / z[:, np.newaxis]
    for n, label in enumerate(y):
        p[n, label] -= 1.0
    return loss / len(y), p / len(y)


def numerical_gradient(x, w, b, target, h):
    layer = Linear(w, b)

    def L():
        return np.linalg.norm(layer.forward(x) - target) ** 2 / 2

    dw = np.zeros(w.shape)
    for i in range(w.size):
        old = layer.w.flat[i]
        layer.w.flat[i] = old + h
        up = L()
        layer.w.flat[i] = old - h
        down = L()
        layer.w.flat[i] = old
        dw.flat[i] = (up - down) / h / 2
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    _, H, W = x_shape
    ho, wo = 1 + (H - HH) // stride, 1 + (W - WW) // stride
    f, i, j, c, u, v = np.indices((F, ho, wo, C, HH, WW)).reshape(6, -1)
    M = np.zeros((F * ho * wo, C * H * W))
    row = np.ravel_multi_index((f, i, j), (F, ho, wo))
    col = np.ravel_multi_index((c, i * stride + u, j * stride + v), (C, H, W))
    M[row, col] = w[f, c, u, v]
    return M
