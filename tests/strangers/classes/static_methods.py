"""Static methods as in EECS 498, with imports that are not here; right. Assignment: conv-layer."""

import numpy as np
import torch
from eecs598 import Solver


class Conv(object):
    @staticmethod
    def forward(x, w, b, conv_param):
        s, p = conv_param["stride"], conv_param["pad"]
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        F, C, HH, WW = w.shape
        Ho, Wo = 1 + (xp.shape[2] - HH) // s, 1 + (xp.shape[3] - WW) // s
        out = np.zeros((x.shape[0], F, Ho, Wo))
        for n, f, i, j in np.ndindex(out.shape):
            out[n, f, i, j] = (xp[n, :, i * s : i * s + HH, j * s : j * s + WW] * w[f]).sum() + b[f]
        return out, (x, w, b, conv_param)

    @staticmethod
    def backward(dout, cache):
        x, w, b, conv_param = cache
        s, p = conv_param["stride"], conv_param["pad"]
        xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
        dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), dout.sum((0, 2, 3))
        for n, f, i, j in np.ndindex(dout.shape):
            at = np.s_[n, :, i * s : i * s + w.shape[2], j * s : j * s + w.shape[3]]
            dw[f] += dout[n, f, i, j] * xp[at]
            dxp[at] += dout[n, f, i, j] * w[f]
        return dxp[:, :, p : p + x.shape[2], p : p + x.shape[3]], dw, db


class Trainer(torch.nn.Module):
    def fit(self):
        return torch.zeros(3)
