"""Expected: everything it writes passes.

The deeplearning.ai functions with Russian comments, a timer and prints; channels last, any filter shape.
"""
import time
import numpy as np

print("модуль загружен")


def zero_pad(X, pad):
    # добавляем нули только по высоте и ширине
    m, h, w, c = X.shape
    res = np.zeros((m, h + 2 * pad, w + 2 * pad, c), dtype=X.dtype)
    res[:, pad:pad + h, pad:pad + w, :] = X
    return res


def conv_single_step(a_slice_prev, W, b):
    return np.sum(a_slice_prev * W) + np.asarray(b).item()


def conv_forward(A_prev, W, b, hparameters):
    начало = time.time()
    m, n_H_prev, n_W_prev, n_C_prev = A_prev.shape
    f_h, f_w, _, n_C = W.shape
    s, p = hparameters["stride"], hparameters["pad"]
    n_H = 1 + (n_H_prev + 2 * p - f_h) // s
    n_W = 1 + (n_W_prev + 2 * p - f_w) // s
    A = zero_pad(A_prev, p)
    Z = np.empty((m, n_H, n_W, n_C))
    for h in range(n_H):
        for w in range(n_W):
            кусок = A[:, h * s:h * s + f_h, w * s:w * s + f_w, :, None]     # (m, f, f, C, 1)
            Z[:, h, w, :] = (кусок * W[None]).sum(axis=(1, 2, 3))
    Z += b.reshape(1, 1, 1, n_C)
    print("прямой проход: %.6f c, форма %s" % (time.time() - начало, Z.shape))
    return Z, (A_prev, W, b, hparameters)


def conv_backward(dZ, cache):
    A_prev, W, b, hparameters = cache
    s, p = hparameters["stride"], hparameters["pad"]
    f_h, f_w = W.shape[:2]
    A = zero_pad(A_prev, p)
    dA = np.zeros(A.shape)
    dW = np.zeros(W.shape)
    for h in range(dZ.shape[1]):
        for w in range(dZ.shape[2]):
            окно = np.s_[:, h * s:h * s + f_h, w * s:w * s + f_w, :]
            dA[окно] += np.einsum("mk,uvck->muvc", dZ[:, h, w], W)
            dW += np.einsum("muvc,mk->uvck", A[окно], dZ[:, h, w])
    db = dZ.sum(axis=(0, 1, 2), keepdims=True)
    H, B = A_prev.shape[1:3]
    return dA[:, p:p + H, p:p + B, :], dW, db


if __name__ == "__main__":
    np.random.seed(1)
    Z, _ = conv_forward(np.random.randn(2, 5, 7, 4), np.random.randn(3, 3, 4, 8), np.random.randn(1, 1, 1, 8), {"pad": 1, "stride": 2})
    print("среднее Z =", np.mean(Z))
