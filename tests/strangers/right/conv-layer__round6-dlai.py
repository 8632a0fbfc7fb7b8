import numpy as np

# Convolutional Neural Networks: Step by Step


def zero_pad(X, pad):
    X_pad = np.pad(X, ((0, 0), (pad, pad), (pad, pad), (0, 0)), mode="constant", constant_values=0)
    return X_pad


def conv_single_step(a_slice_prev, W, b):
    s = np.multiply(a_slice_prev.astype(float), W)
    Z = np.sum(s)
    Z = Z + float(np.asarray(b).reshape(-1)[0])
    return Z


def conv_forward(A_prev, W, b, hparameters):
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f2, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    n_H = int((n_H_prev + 2 * pad - f) / stride) + 1
    n_W = int((n_W_prev + 2 * pad - f2) / stride) + 1
    Z = np.zeros((m, n_H, n_W, n_C))
    A_prev_pad = zero_pad(A_prev, pad)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        for h in range(n_H):
            vert_start = stride * h
            vert_end = vert_start + f
            for w in range(n_W):
                horiz_start = stride * w
                horiz_end = horiz_start + f2
                for c in range(n_C):
                    a_slice_prev = a_prev_pad[vert_start:vert_end, horiz_start:horiz_end, :]
                    weights = W[:, :, :, c]
                    biases = b[:, :, :, c]
                    Z[i, h, w, c] = conv_single_step(a_slice_prev, weights, biases)
    cache = (A_prev, W, b, hparameters)
    return Z, cache


def conv_backward(dZ, cache):
    (A_prev, W, b, hparameters) = cache
    (m, n_H_prev, n_W_prev, n_C_prev) = A_prev.shape
    (f, f2, n_C_prev, n_C) = W.shape
    stride = hparameters["stride"]
    pad = hparameters["pad"]
    (m, n_H, n_W, n_C) = dZ.shape
    dA_prev = np.zeros((m, n_H_prev, n_W_prev, n_C_prev))
    dW = np.zeros((f, f2, n_C_prev, n_C))
    db = np.zeros((1, 1, 1, n_C))
    A_prev_pad = zero_pad(A_prev.astype(float), pad)
    dA_prev_pad = zero_pad(dA_prev, pad)
    W = W.astype(float)
    dZ = dZ.astype(float)
    for i in range(m):
        a_prev_pad = A_prev_pad[i]
        da_prev_pad = dA_prev_pad[i]
        for h in range(n_H):
            for w in range(n_W):
                for c in range(n_C):
                    vs, hs = stride * h, stride * w
                    a_slice = a_prev_pad[vs:vs + f, hs:hs + f2, :]
                    da_prev_pad[vs:vs + f, hs:hs + f2, :] += W[:, :, :, c] * dZ[i, h, w, c]
                    dW[:, :, :, c] += a_slice * dZ[i, h, w, c]
                    db[:, :, :, c] += dZ[i, h, w, c]
        dA_prev[i, :, :, :] = da_prev_pad[pad:pad + n_H_prev, pad:pad + n_W_prev, :]
    return dA_prev, dW, db


# the two warm-up functions of this course

def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes")
    return conv_single_step(x, w, np.full((1, 1, 1), b, dtype=float))


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filter does not fit")
    Z, _ = conv_forward(x.transpose(1, 2, 0)[None], w.transpose(1, 2, 0)[..., None], np.full((1, 1, 1, 1), b, dtype=float), {"stride": 1, "pad": 0})
    return Z[0, :, :, 0]
