"""Style: a folder: convnet.py, and the student's own CS231n-like layers in my_layers.py, imported with *; a two-step sandwich conv_relu_pool."""
import numpy as np

from my_layers import *


def conv_relu_pool_forward(x, w, b):
    a, conv_cache = conv_fwd(x, w, b, {"stride": 1, "pad": (w.shape[2] - 1) // 2})
    s = np.maximum(a, 0)
    out, pool_cache = pool_fwd(s)
    return out, (conv_cache, a, pool_cache)


def conv_relu_pool_backward(dout, cache):
    conv_cache, a, pool_cache = cache
    ds = pool_bwd(dout, pool_cache)
    ds[a <= 0] = 0
    return conv_bwd(ds, conv_cache)


def network_scores(x, w1, b1, w2, b2):
    features, _ = conv_relu_pool_forward(x, w1, b1)
    return features.reshape(len(x), -1).dot(w2) + b2


def loss_and_gradients(x, y, w1, b1, w2, b2):
    features, cache = conv_relu_pool_forward(x, w1, b1)
    flat = features.reshape(len(x), -1)
    loss, dscores = softmax(flat.dot(w2) + b2, y)
    dw1, db1 = conv_relu_pool_backward(dscores.dot(w2.T).reshape(features.shape), cache)
    return loss, dw1, db1, flat.T.dot(dscores), dscores.sum(axis=0)


def sgd_step(w, dw, rate):
    return w + (-rate) * dw


def train(images, labels, progress=None):
    np.random.seed(0)
    config = {"filters": 8, "size": 5, "epochs": 25, "batch_size": 20, "learning_rate": 2e-1}
    params = {
        "w1": np.random.randn(config["filters"], 1, config["size"], config["size"]) * 0.1,
        "b1": np.zeros(config["filters"]),
        "w2": np.random.randn(config["filters"] * 6 * 6, 4) * 0.1,
        "b2": np.zeros(4),
    }
    mean = 0.5
    if progress is not None:
        progress(0, np.log(4), params["w1"])
    for epoch in range(config["epochs"]):
        index = np.random.permutation(images.shape[0])
        history = []
        for start in range(0, len(index), config["batch_size"]):
            part = index[start:start + config["batch_size"]]
            loss, dw1, db1, dw2, db2 = loss_and_gradients(images[part] - mean, labels[part], **params)
            for name, grad in zip(("w1", "b1", "w2", "b2"), (dw1, db1, dw2, db2)):
                params[name] = sgd_step(params[name], grad, config["learning_rate"])
            history.append(loss)
        if progress is not None:
            progress((epoch + 1) / config["epochs"], np.mean(history), params["w1"])
    return {**params, "mean": mean}


def predict(params, images):
    weights = {name: params[name] for name in ("w1", "b1", "w2", "b2")}
    return network_scores(images - params["mean"], **weights).argmax(axis=1)


def order_of_layers(): return "B"
def first_filters(): return "A"
def who_decides(): return "C"
