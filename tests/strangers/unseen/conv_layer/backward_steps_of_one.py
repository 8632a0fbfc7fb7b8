"""Forward strides, backward does not: its windows begin at h and w instead of h * stride and w * stride."""

import numpy as np


def conv_forward(A_prev, W, b, hparameters):
    st, pad = hparameters["stride"], hparameters["pad"]
    f = W.shape[0]
    Ap = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    nh, nw = (Ap.shape[1] - f) // st + 1, (Ap.shape[2] - f) // st + 1
    Z = np.zeros((len(A_prev), nh, nw, W.shape[3]))
    for h in range(nh):
        for w in range(nw):
            part = Ap[:, h * st:h * st + f, w * st:w * st + f, :]
            Z[:, h, w, :] = np.einsum("iuvk,uvkc->ic", part, W) + b[0, 0, 0]
    return Z, (A_prev, W, b, hparameters)


def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    pad = hparameters["pad"]
    f = W.shape[0]
    m, n_H, n_W, n_C = dZ.shape
    dW, db = np.zeros(W.shape), np.zeros(b.shape)
    Ap = np.pad(A_prev, ((0, 0), (pad, pad), (pad, pad), (0, 0)))
    dAp = np.zeros(Ap.shape)
    for i in range(m):
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    v0, v1, h0, h1 = h, h + f, w, w + f
                    dAp[i, v0:v1, h0:h1, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += Ap[i, v0:v1, h0:h1, :] * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
    dA = dAp[:, pad:pad + A_prev.shape[1], pad:pad + A_prev.shape[2], :]
    return dA, dW, db
