"""Expected: everything it writes passes.

Plain Python loops with a strict comparison, so the first of equal entries gets the gradient; the winners are cached as a dict.
"""
import numpy as np


def pooled_depth():
    return 112, 112, 64


def pooling_parameters():
    return 0


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - ph) // s + 1, (W - pw) // s + 1))
    winner = {}
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    best = None
                    for u in range(i * s, i * s + ph):
                        for v in range(j * s, j * s + pw):
                            if best is None or x[n, c, u, v] > best:
                                best = x[n, c, u, v]
                                winner[n, c, i, j] = (n, c, u, v)
                    out[n, c, i, j] = best
    return out, (winner, x.shape)


def max_pool_backward(dout, cache):
    winner, shape = cache
    dx = np.zeros(shape)
    for key, place in winner.items():
        dx[place] += dout[key]
    return dx


def avg_pool_forward(x, pool_param):
    ph, pw, s = pool_param['pool_height'], pool_param['pool_width'], pool_param['stride']
    N, C, H, W = x.shape
    out = np.zeros((N, C, (H - ph) // s + 1, (W - pw) // s + 1))
    for n in range(N):
        for c in range(C):
            for i in range(out.shape[2]):
                for j in range(out.shape[3]):
                    total = 0.0
                    for u in range(ph):
                        for v in range(pw):
                            total += float(x[n, c, i * s + u, j * s + v])
                    out[n, c, i, j] = total / (ph * pw)
    return out, (x.shape, ph, pw, s)


def avg_pool_backward(dout, cache):
    shape, ph, pw, s = cache
    dx = np.zeros(shape)
    for n, c, i, j in np.ndindex(*dout.shape):
        share = dout[n, c, i, j] / (ph * pw)
        for u in range(ph):
            for v in range(pw):
                dx[n, c, i * s + u, j * s + v] += share
    return dx
