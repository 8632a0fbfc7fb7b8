"""Style: Dense(in_features, out_features) and ReLU classes in a class hierarchy with `params`/`grads` dicts kept in step with attributes W, b, dW, db; image flattened inside; scipy-free softmax; the rest natively."""
import numpy as np


class Layer:
    def forward(self, x):
        raise NotImplementedError

    def backward(self, dout):
        raise NotImplementedError


class Dense(Layer):
    def __init__(self, in_features, out_features):
        limit = np.sqrt(6 / (in_features + out_features))
        self.W = np.random.uniform(-limit, limit, (in_features, out_features))
        self.b = np.zeros(out_features)
        self.dW = None
        self.db = None

    def forward(self, x):
        self.shape = x.shape
        self.x = x.reshape(x.shape[0], -1).astype(float)
        return self.x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = np.sum(dout, axis=0, dtype=float)
        return (dout @ self.W.T).reshape(self.shape)


class ReLU(Layer):
    def __init__(self):
        self.mask = None

    def forward(self, x):
        self.mask = (x <= 0)
        out = x.copy()
        out[self.mask] = 0
        return out

    def backward(self, dout):
        dx = dout.copy()
        dx[self.mask] = 0
        return dx


def softmax(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def logsumexp(x):
    m = x.max(axis=1)
    return m + np.log(np.exp(x - m[:, None]).sum(axis=1))


def softmax_loss(x, y):
    x = np.asarray(x, np.float64)
    rows = np.arange(x.shape[0])
    grad = softmax(x)
    grad[rows, y] -= 1
    return np.mean(logsumexp(x) - x[rows, y]), grad / x.shape[0]


def numerical_gradient(x, w, b, target, h):
    layer = Dense(*w.shape)
    layer.b = np.asarray(b, np.float64)

    def loss(W):
        layer.W = W
        return 0.5 * np.sum((layer.forward(np.asarray(x, np.float64)) - target) ** 2)

    W = np.asarray(w, np.float64)
    grad = np.empty(W.shape)
    for index in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[index] += h
        down[index] -= h
        grad[index] = (loss(up) - loss(down)) / (2 * h)
    return grad


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    numbers = np.arange(np.prod(x_shape)).reshape(x_shape)
    rows = []
    for f in range(F):
        for i in range((x_shape[1] - HH) // stride + 1):
            for j in range((x_shape[2] - WW) // stride + 1):
                row = np.zeros(numbers.size)
                row[numbers[:, i * stride:i * stride + HH, j * stride:j * stride + WW]] = w[f]
                rows.append(row)
    return np.array(rows)


def dense_parameters(inputs, outputs):
    return inputs * outputs + outputs


def weights_of_a_normal_image():
    return 3 * 10 ** 9


def more_layers():
    return "B"


def weight_sharing():
    return "C"
