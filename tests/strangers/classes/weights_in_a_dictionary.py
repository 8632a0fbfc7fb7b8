"""Weights and gradients that are entries of dictionaries; a row for each filter, its channels last, as the images are."""

import numpy as np


class Conv2D:
    def __init__(self, c_in: int, c_out: int, k: int = 3, stride: int = 1, pad: int = 1):
        self.k, self.stride, self.pad = k, stride, pad
        self.params = {
            "W": np.random.randn(c_out, k * k * c_in),
            "b": np.zeros(c_out),
        }
        self.grads = {}

    def forward(self, x: np.ndarray) -> np.ndarray:
        p, s = self.pad, self.stride
        self.shape = x.shape
        self.wide = np.pad(x, ((0, 0), (p, p), (p, p), (0, 0)))
        view = np.lib.stride_tricks.sliding_window_view(self.wide, (self.k, self.k), (1, 2))[:, ::s, ::s]
        self.cols = view.transpose(0, 1, 2, 4, 5, 3).reshape(*view.shape[:3], -1)
        return self.cols @ self.params["W"].T + self.params["b"]

    def backward(self, dout: np.ndarray) -> np.ndarray:
        p, s, k = self.pad, self.stride, self.k
        self.grads["W"] = np.tensordot(dout, self.cols, ((0, 1, 2), (0, 1, 2)))
        self.grads["b"] = dout.sum(axis=(0, 1, 2))
        back = (dout @ self.params["W"]).reshape(*dout.shape[:3], k, k, -1)
        dwide = np.zeros(self.wide.shape)
        for i in range(dout.shape[1]):
            for j in range(dout.shape[2]):
                dwide[:, i * s:i * s + k, j * s:j * s + k] += back[:, i, j]
        return dwide[:, p:p + self.shape[1], p:p + self.shape[2]]


