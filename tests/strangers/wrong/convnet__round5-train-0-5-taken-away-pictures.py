"""Wrong: train. 0.5 is taken away from the pictures in place. On which inputs: any call: images are modified
(read-only ones crash); what predict says is right. Due instead: images are left as they are.
"""
import numpy as np
from convref import fast


def order_of_layers():
    return "B"


def first_filters():
    return "A"


def who_decides():
    return "C"


class Conv:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x
        return fast.conv_forward(x, self.w, self.b, pad=self.w.shape[-1] // 2)

    def backward(self, g):
        g, self.dw, self.db = fast.conv_backward(g, self.x, self.w, pad=self.w.shape[-1] // 2)
        return g


class ReLU:
    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, g):
        return g * self.on


class Pool:
    def forward(self, x):
        self.x = x
        self.out = fast.max_pool_forward(x, (2, 2))
        return self.out

    def backward(self, g):
        return fast.max_pool_backward(g.reshape(self.out.shape), self.x, (2, 2))


class Dense:
    def __init__(self, w, b):
        self.w, self.b = w, b

    def forward(self, x):
        self.x = x.reshape(len(x), -1)
        return self.x @ self.w.astype(float) + self.b

    def backward(self, g):
        self.dw, self.db = self.x.T @ g, g.sum(axis=0)
        return g @ self.w.T.astype(float)


def build(w1, b1, w2, b2):
    return [Conv(w1, b1), ReLU(), Pool(), Dense(w2, b2)]


def run(layers, x):
    for layer in layers:
        x = layer.forward(x)
    return x


def network_scores(x, w1, b1, w2, b2):
    return run(build(w1, b1, w2, b2), x)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    layers = build(w1, b1, w2, b2)
    scores = run(layers, x)
    loss, g = fast.softmax_loss(scores, y), fast.softmax_loss_backward(scores, y)
    for layer in reversed(layers):
        g = layer.backward(g)
    return loss, layers[0].dw, layers[0].db, layers[3].dw, layers[3].db


def sgd_step(w, dw, rate):
    return np.subtract(w, np.multiply(rate, dw, dtype=np.float64), dtype=np.float64)


def train(images, labels, progress=None):
    rng = np.random.default_rng(3)
    names = ("w1", "b1", "w2", "b2")
    p = dict(zip(names, (rng.normal(0, 0.25, (8, 1, 5, 5)), np.zeros(8), rng.normal(0, 0.06, (288, 4)), np.zeros(4))))
    images -= 0.5
    if progress:
        progress(0, 1.4, p["w1"])
    for epoch in range(25):
        for some in np.split(rng.permutation(len(images)), range(20, len(images), 20)):
            loss, *grads = loss_and_gradients(images[some], labels[some], *(p[name] for name in names))
            for name, g in zip(names, grads):
                p[name] = sgd_step(p[name], g, 0.2)
        if progress:
            progress((epoch + 1) / 25, loss, p["w1"])
    return (p,)


def predict(params, images):
    p = params[0]
    scores = network_scores(images - 0.5, p["w1"], p["b1"], p["w2"], p["b2"])
    return np.array([int(np.argmax(row)) for row in scores])
