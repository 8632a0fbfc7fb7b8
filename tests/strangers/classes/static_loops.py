"""Static methods, as in EECS 498."""

import numpy as np


class Conv(object):

    @staticmethod
    def forward(x, w, b, conv_param):
        out = None
        pad = conv_param['pad']
        stride = conv_param['stride']
        N, C, H, W = x.shape
        F, C, HH, WW = w.shape
        x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        H_ = 1 + (H + 2 * pad - HH) // stride
        W_ = 1 + (W + 2 * pad - WW) // stride
        out = np.zeros((N, F, H_, W_))
        for n in range(N):
            for f in range(F):
                for i in range(H_):
                    for j in range(W_):
                        out[n, f, i, j] = (x_pad[n, :, i * stride:i * stride + HH, j * stride:j * stride + WW] * w[f]).sum() + b[f]
        cache = (x, w, b, conv_param)
        return out, cache

    @staticmethod
    def backward(dout, cache):
        x, w, b, conv_param = cache
        pad, stride = conv_param['pad'], conv_param['stride']
        N, F, H_, W_ = dout.shape
        HH, WW = w.shape[2:]
        x_pad = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        dx_pad = np.zeros(x_pad.shape)
        dw = np.zeros(w.shape)
        for n in range(N):
            for f in range(F):
                for i in range(H_):
                    for j in range(W_):
                        h, v = i * stride, j * stride
                        dx_pad[n, :, h:h + HH, v:v + WW] += dout[n, f, i, j] * w[f]
                        dw[f] += dout[n, f, i, j] * x_pad[n, :, h:h + HH, v:v + WW]
        dx = dx_pad[:, :, pad:pad + x.shape[2], pad:pad + x.shape[3]]
        return dx, dw, dout.sum(axis=(0, 2, 3))
