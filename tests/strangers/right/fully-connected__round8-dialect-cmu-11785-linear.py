"""Style: CMU 11-785 mytorch: Linear(in_features, out_features) with a row of W for each output, b as a column, gradients in dLdW and dLdb; ReLU; our own softmax_loss and the rest."""
import numpy as np


class Linear:
    def __init__(self, in_features, out_features, debug=False):
        self.W = np.zeros((out_features, in_features))
        self.b = np.zeros((out_features, 1))
        self.debug = debug

    def forward(self, A):
        self.A = np.asarray(A, dtype=float)
        self.N = A.shape[0]
        self.Ones = np.ones((self.N, 1))
        Z = self.A @ self.W.T + self.Ones @ self.b.T
        return Z

    def backward(self, dLdZ):
        dLdA = dLdZ @ self.W
        self.dLdW = dLdZ.T @ self.A
        self.dLdb = dLdZ.T @ self.Ones
        if self.debug:
            self.dLdA = dLdA
        return dLdA


class ReLU:
    def forward(self, Z):
        self.A = np.maximum(Z, 0)
        return self.A

    def backward(self, dLdA):
        return np.where(self.A > 0, dLdA, 0)


def softmax_loss(x, y):
    A = np.asarray(x, dtype=float)
    N, C = A.shape
    Y = np.zeros((N, C))
    Y[np.arange(N), y] = 1
    A = A - A.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(A) @ np.ones((C, 1)))
    crossentropy = ((log_sum - A) * Y) @ np.ones((C, 1))
    return (np.ones((1, N)) @ crossentropy / N)[0, 0], (np.exp(A - log_sum) - Y) / N


def numerical_gradient(x, w, b, target, h):
    layer = Linear(*w.shape)
    layer.b = b.reshape(-1, 1).astype(float)
    A = x.reshape(x.shape[0], -1).astype(float)
    dw = np.zeros(w.shape)
    for i in range(w.shape[0]):
        for j in range(w.shape[1]):
            values = []
            for sign in (+1, -1):
                layer.W = w.T.astype(float)
                layer.W[j, i] += sign * h
                values.append(np.sum((layer.forward(A) - target) ** 2) / 2)
            dw[i, j] = (values[0] - values[1]) / 2 / h
    return dw


def conv_matrix(w, x_shape, stride):
    F, C, HH, WW = w.shape
    H_out, W_out = (x_shape[1] - HH) // stride + 1, (x_shape[2] - WW) // stride + 1
    layer = np.zeros((F, H_out, W_out, *x_shape))
    for (f, c, u, v), weight in np.ndenumerate(w):
        for i in range(H_out):
            layer[f, i, np.arange(W_out), c, i * stride + u, np.arange(W_out) * stride + v] = weight
    return layer.reshape(F * H_out * W_out, -1)


def dense_parameters(inputs, outputs):
    layer = inputs * outputs
    return layer + outputs


def weights_of_a_normal_image():
    return 1000 * 1000 * 3 * 1000


def more_layers():
    return "B"


def weight_sharing():
    return "C"
