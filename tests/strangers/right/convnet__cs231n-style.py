"""Expected: everything it writes passes.

Put together from CS231n sandwich layers (conv_relu_pool_forward), with a three-letter params dict and a Solver.
"""
import numpy as np


def conv_forward_strides(x, w, b, conv_param):
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    stride, pad = conv_param["stride"], conv_param["pad"]
    p = pad
    x_padded = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)), mode="constant")
    H += 2 * pad
    W += 2 * pad
    out_h = (H - HH) // stride + 1
    out_w = (W - WW) // stride + 1
    x_padded = np.ascontiguousarray(x_padded)
    strides = x_padded.itemsize * np.array((H * W, W, 1, C * H * W, stride * W, stride))
    x_stride = np.lib.stride_tricks.as_strided(x_padded, shape=(C, HH, WW, N, out_h, out_w), strides=strides)
    x_cols = np.ascontiguousarray(x_stride)
    x_cols.shape = (C * HH * WW, N * out_h * out_w)
    res = w.reshape(F, -1).dot(x_cols) + b.reshape(-1, 1)
    res.shape = (F, N, out_h, out_w)
    out = res.transpose(1, 0, 2, 3)
    out = np.ascontiguousarray(out)
    return out, (x, w, b, conv_param, x_cols)


def conv_relu_pool_forward(x, w, b, conv_param, pool_param):
    a, conv_cache = conv_forward_strides(x, w, b, conv_param)
    s = np.maximum(0, a)
    N, C, H, W = s.shape
    ph = pool_param["pool_height"]
    s_crop = s[:, :, :H // ph * ph, :W // ph * ph]
    s_reshaped = s_crop.reshape(N, C, H // ph, ph, W // ph, ph)
    out = s_reshaped.max(axis=3).max(axis=4)
    return out, (conv_cache, a, s_reshaped, out)


def conv_relu_pool_backward(dout, cache):
    conv_cache, a, s_reshaped, out = cache
    mask = s_reshaped == out[:, :, :, None, :, None]
    ds_reshaped = np.where(mask, dout[:, :, :, None, :, None], 0.0)
    ds_reshaped /= mask.sum(axis=(3, 5), keepdims=True)
    da = np.zeros(a.shape)
    h, w = ds_reshaped.shape[2] * ds_reshaped.shape[3], ds_reshaped.shape[4] * ds_reshaped.shape[5]
    da[:, :, :h, :w] = ds_reshaped.reshape(a.shape[0], a.shape[1], h, w)
    da[a <= 0] = 0
    x, wt, b, conv_param, x_cols = conv_cache
    db = da.sum(axis=(0, 2, 3))
    dw = da.transpose(1, 0, 2, 3).reshape(wt.shape[0], -1).dot(x_cols.T).reshape(wt.shape)
    return dw, db


class ThreeLayerConvNet(object):
    def __init__(self, W1, b1, W2, b2):
        self.params = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}

    def loss(self, X, y=None):
        W1, b1, W2, b2 = (self.params[k] for k in ("W1", "b1", "W2", "b2"))
        conv_param = {"stride": 1, "pad": (W1.shape[2] - 1) // 2}
        pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
        hidden, cache = conv_relu_pool_forward(X, W1, b1, conv_param, pool_param)
        rows = hidden.reshape(hidden.shape[0], -1)
        scores = rows.dot(W2) + b2
        if y is None:
            return scores
        grads = {}
        shifted = scores - np.max(scores, axis=1, keepdims=True)
        log_probs = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        N = X.shape[0]
        loss = -np.sum(log_probs[np.arange(N), y]) / N
        dscores = np.exp(log_probs)
        dscores[np.arange(N), y] -= 1
        dscores /= N
        grads["W2"], grads["b2"] = rows.T.dot(dscores), dscores.sum(axis=0)
        grads["W1"], grads["b1"] = conv_relu_pool_backward(dscores.dot(W2.T).reshape(hidden.shape), cache)
        return loss, grads


class Solver(object):
    def __init__(self, model, X, y, **kwargs):
        self.model, self.X, self.y = model, X, y
        self.batch_size = kwargs.pop("batch_size", 20)
        self.num_epochs = kwargs.pop("num_epochs", 30)
        self.learning_rate = kwargs.pop("learning_rate", 0.2)
        self.loss_history = []

    def train(self, callback):
        rng = np.random.RandomState(231)
        per_epoch = max(self.X.shape[0] // self.batch_size, 1)
        for t in range(self.num_epochs * per_epoch):
            mask = rng.choice(self.X.shape[0], self.batch_size)
            loss, grads = self.model.loss(self.X[mask], self.y[mask])
            self.loss_history.append(loss)
            for p in self.model.params:
                self.model.params[p] = sgd_step(self.model.params[p], grads[p], self.learning_rate)
            if (t + 1) % per_epoch == 0 and callback is not None:
                callback((t + 1) / (self.num_epochs * per_epoch), loss)


def network_scores(x, w1, b1, w2, b2):
    return ThreeLayerConvNet(w1, b1, w2, b2).loss(x)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    loss, grads = ThreeLayerConvNet(w1, b1, w2, b2).loss(x, y)
    return loss, grads["W1"], grads["b1"], grads["W2"], grads["b2"]


def sgd_step(w, dw, rate):
    return w - rate * dw


def train(images, labels, progress=None):
    rng = np.random.RandomState(0)
    model = ThreeLayerConvNet(0.2 * rng.randn(8, 1, 5, 5), np.zeros(8), 0.05 * rng.randn(288, 4), np.zeros(4))
    Solver(model, images - 0.5, labels).train(progress)
    return tuple(model.params[k] for k in ("W1", "b1", "W2", "b2"))


def predict(params, images):
    return np.argmax(ThreeLayerConvNet(*params).loss(images - 0.5), axis=1)
