import numpy as np


def weights_of_a_normal_image():
    return 3000000000


def more_layers():
    return "B"


def weight_sharing():
    return "C"

f8 = np.float64


def dense_parameters(inputs, outputs):
    if (weights := inputs * outputs) == 0:
        return outputs
    return weights + outputs


def affine_forward(x, w, b):
    v = np.reshape(x, (x.shape[0], -1)).astype(f8)
    return (v[:, :, None] * w[None].astype(f8)).sum(axis=1) + b[None, :].astype(f8), (v, w, x.shape)


def affine_backward(dout, cache):
    v, w, shape = cache
    dout = dout.astype(f8)
    return ((dout[:, None, :] * w[None]).sum(-1).reshape(shape),
            (v[:, :, None] * dout[:, None, :]).sum(0),
            np.ones(len(dout)) @ dout)


_relu = np.vectorize(lambda t: t if t > 0 else 0.0, otypes=[f8])


def relu_forward(x):
    return _relu(x), x.copy()


def relu_backward(dout, cache):
    positive = np.greater(cache, 0)
    return np.select([positive], [dout], default=0.0)


def softmax_loss(x, y):
    n, k = x.shape
    d = x.astype(f8)[:, None, :] - x.astype(f8)[:, :, None]      # score j minus score k
    top = d.max(axis=2, keepdims=True)
    lse = top[..., 0] + np.log(np.exp(d - top).sum(axis=2))       # minus log p
    right = np.arange(k)[None, :] == y[:, None]
    return float(lse[right].sum() / n), (np.exp(-lse) - right) / n


def numerical_gradient(x, w, b, target, h):
    out = affine_forward(x, w, b)[0]
    grad = np.zeros(w.shape)
    v = np.reshape(x, (x.shape[0], -1)).astype(f8)
    with np.nditer(grad, flags=["multi_index"], op_flags=["writeonly"]) as it:
        for cell in it:
            d, m = it.multi_index
            # moving w[d, m] by h moves only column m of the output
            e = out[:, m] - target[:, m]
            up, down = e + h * v[:, d], e - h * v[:, d]
            cell[...] = (0.5 * (up @ up) - 0.5 * (down @ down)) / (2 * h)
    return grad


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    H, W = x_shape[1], x_shape[2]
    A = (np.arange(H)[None, :, None] == np.arange(0, H - HH + 1, stride)[:, None, None] + np.arange(HH)).astype(f8)
    B = (np.arange(W)[None, :, None] == np.arange(0, W - WW + 1, stride)[:, None, None] + np.arange(WW)).astype(f8)
    return np.einsum("fcuv,ihu,jwv->fijchw", w.astype(f8), A, B).reshape(F * len(A) * len(B), C * H * W)
