"""Style: a Model class with a dict of params and an optimiser class with momentum, over convref.fast; functions delegate; params that train returns is the model itself; tqdm if it is there; logging."""
import logging

import numpy as np
from convref import fast as F

try:
    from tqdm import tqdm
except ImportError:
    tqdm = None

logger = logging.getLogger("convnet")
RATE, MOMENTUM, EPOCHS, BATCH = 0.02, 0.9, 25, 20
SHIFT = 0.5


class Model:
    names = ("w1", "b1", "w2", "b2")

    def __init__(self, *arrays):
        self.params = dict(zip(self.names, arrays))

    @classmethod
    def random(cls, seed=0):
        r = np.random.RandomState(seed)
        return cls(0.1 * r.randn(8, 1, 5, 5), np.zeros(8), 0.1 * r.randn(8 * 6 * 6, 4), np.zeros(4))

    def __getattr__(self, name):
        try:
            return self.__dict__["params"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def pad(self):
        return (self.w1.shape[-1] - 1) // 2

    def scores(self, x, keep=None):
        keep = {} if keep is None else keep
        keep["x"] = x
        keep["maps"] = F.conv_forward(x, self.w1, self.b1, stride=1, pad=self.pad)
        keep["active"] = F.relu_forward(keep["maps"])
        keep["pooled"] = F.max_pool_forward(keep["active"], 2)
        return F.affine_forward(keep["pooled"], self.w2, self.b2)

    def gradients(self, x, y):
        keep, g = {}, {}
        scores = self.scores(x, keep)
        d = F.softmax_loss_backward(scores, y)
        d, g["w2"], g["b2"] = F.affine_backward(d, keep["pooled"], self.w2)
        d = F.max_pool_backward(d, keep["active"], 2)
        d = F.relu_backward(d, keep["maps"])
        _, g["w1"], g["b1"] = F.conv_backward(d, x, self.w1, stride=1, pad=self.pad)
        return F.softmax_loss(scores, y), g


class Momentum:
    def __init__(self, model):
        self.model = model
        self.velocity = {name: np.zeros_like(array) for name, array in model.params.items()}

    def step(self, gradients):
        for name, gradient in gradients.items():
            self.velocity[name] = MOMENTUM * self.velocity[name] + gradient
            self.model.params[name] = sgd_step(self.model.params[name], self.velocity[name], RATE)


def network_scores(x, w1, b1, w2, b2):
    return Model(w1, b1, w2, b2).scores(x)


def loss_and_gradients(x, y, w1, b1, w2, b2):
    loss, g = Model(w1, b1, w2, b2).gradients(x, y)
    return loss, g["w1"], g["b1"], g["w2"], g["b2"]


def sgd_step(w, dw, rate):
    return w - rate * dw


def train(images, labels, progress=None):
    model = Model.random()
    optimiser = Momentum(model)
    r = np.random.RandomState(1)
    report = progress or (lambda *_: None)
    report(0.0, np.log(4.0), model.w1)
    x = images - SHIFT
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for batch in r.permutation(len(x)).reshape(-1, BATCH) if len(x) % BATCH == 0 else np.array_split(r.permutation(len(x)), len(x) // BATCH + 1):
            loss, gradients = model.gradients(x[batch], labels[batch])
            optimiser.step(gradients)
            losses.append(loss)
        logger.debug("epoch %d: %.3f", epoch, np.mean(losses))
        report(epoch / EPOCHS, np.mean(losses), model.w1)
    return model


def predict(params, images):
    return params.scores(images - SHIFT).argmax(1)


order_of_layers, first_filters, who_decides = (lambda: "B"), (lambda: "A"), (lambda: "C")
