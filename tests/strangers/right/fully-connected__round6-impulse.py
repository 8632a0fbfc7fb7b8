import numpy as np
from dataclasses import dataclass


@dataclass
class Saved:
    rows: np.ndarray
    w: np.ndarray
    shape: tuple


dense_parameters = lambda inputs, outputs: inputs * outputs + outputs
weights_of_a_normal_image = lambda: 3_000_000_000
more_layers = lambda: "B"
weight_sharing = lambda: "C"


def affine_forward(x, w, b):
    s = Saved(np.array([p.flatten() for p in x], dtype=float), w.astype(float), x.shape)
    return np.einsum("nd,dm->nm", s.rows, s.w) + b[None], s


def affine_backward(dout, cache):
    d = dout.astype(float)
    dx = np.einsum("nm,dm->nd", d, cache.w)
    dw = np.einsum("nd,nm->dm", cache.rows, d)
    return np.reshape(dx, cache.shape), dw, np.einsum("nm->m", d)


def relu_forward(x):
    x = x.astype(float)
    return (np.abs(x) + x) / 2, np.sign(x)


def relu_backward(dout, cache):
    return np.where(cache == 1, dout, 0.0)


def softmax_loss(x, y):
    x = x.astype(float)
    lse = np.logaddexp.reduce(x, axis=1)
    onehot = np.eye(x.shape[1])[y]
    loss = np.mean(lse - np.sum(x * onehot, axis=1))
    return float(loss), (np.exp(x - lse[:, None]) - onehot) / x.shape[0]


def numerical_gradient(x, w, b, target, h):
    """w[d, m] only moves column m of out."""
    out, s = affine_forward(x, w, b)
    r = out - target
    dw = np.empty(w.shape)
    for d, m in np.ndindex(*w.shape):
        up = 0.5 * np.sum((r[:, m] + h * s.rows[:, d]) ** 2)
        down = 0.5 * np.sum((r[:, m] - h * s.rows[:, d]) ** 2)
        dw[d, m] = (up - down) / (h + h)
    return dw


def conv_matrix(w, x_shape, stride):
    """Columns: what the convolution makes of an image with a single 1."""
    C, H, W = x_shape
    F, _, HH, WW = w.shape
    columns = []
    for p in range(C * H * W):
        image = np.zeros(C * H * W)
        image[p] = 1
        image = image.reshape(x_shape)
        answer = []
        for f in range(F):
            for i in range(0, H - HH + 1, stride):
                for j in range(0, W - WW + 1, stride):
                    answer.append((image[:, i:i + HH, j:j + WW] * w[f]).sum())
        columns.append(answer)
    return np.array(columns).T
