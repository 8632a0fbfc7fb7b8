"""Expected: everything it writes passes.

Logging, asserts on every shape, a timing context manager, and a test block under __main__ with a numerical gradient.
"""
import contextlib
import logging
import time

import numpy as np

log = logging.getLogger(__name__)
logging.basicConfig(level=logging.WARNING)


@contextlib.contextmanager
def timed(what):
    t = time.perf_counter()
    yield
    log.debug("%s took %.3f ms", what, 1e3 * (time.perf_counter() - t))


def conv_forward(x, w, b, conv_param):
    with timed("forward"):
        assert x.ndim == 4 and w.ndim == 4 and b.ndim == 1, "ranks"
        N, C, H, W = x.shape
        F, C_, HH, WW = w.shape
        assert C == C_, "depth must match"
        assert b.shape == (F,)
        stride = conv_param["stride"]
        pad = conv_param["pad"]
        assert stride >= 1 and pad >= 0
        Hp, Wp = H + 2 * pad, W + 2 * pad
        H_out, W_out = (Hp - HH) // stride + 1, (Wp - WW) // stride + 1
        log.info("%dx%d -> %dx%d", H, W, H_out, W_out)
        xp = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
        # rows of every window: one fancy index
        top = np.repeat(np.arange(H_out), W_out) * stride
        left = np.tile(np.arange(W_out), H_out) * stride
        r = top[:, None, None] + np.arange(HH)[None, :, None]
        s = left[:, None, None] + np.arange(WW)[None, None, :]
        chunks = xp[:, :, r, s]                                  # N C L HH WW
        assert chunks.shape == (N, C, H_out * W_out, HH, WW)
        chunks = chunks.transpose(0, 2, 1, 3, 4).reshape(N, H_out * W_out, -1)
        z = chunks @ w.reshape(F, -1).T + b                       # z_i = w^T x_i + b
        out = z.transpose(0, 2, 1).reshape(N, F, H_out, W_out)
    assert np.isfinite(out).all()
    return out, (chunks, xp.shape, (r, s), w, pad, x.shape)


def conv_backward(dout, cache):
    chunks, padded_shape, (r, s), w, pad, x_shape = cache
    N, F = dout.shape[:2]
    with timed("backward"):
        d = dout.reshape(N, F, -1)
        dw = np.einsum("nfl,nlk->fk", d, chunks).reshape(w.shape)
        db = d.sum(-1).sum(0)
        dchunks = np.einsum("nfl,fk->nlk", d, w.reshape(F, -1)).reshape(N, -1, *w.shape[1:]).transpose(0, 2, 1, 3, 4)
        dxp = np.zeros(padded_shape)
        np.add.at(dxp, (slice(None), slice(None), r, s), dchunks)
        dx = dxp[:, :, pad:pad + x_shape[2], pad:pad + x_shape[3]]
    assert dx.shape == x_shape and dw.shape == w.shape and db.shape == (F,)
    return dx, dw, db


if __name__ == "__main__":
    log.setLevel(logging.DEBUG)
    rng = np.random.default_rng(0)
    x, w, b = rng.normal(size=(2, 3, 5, 6)), rng.normal(size=(4, 3, 3, 2)), rng.normal(size=4)
    param = {"stride": 2, "pad": 1}
    out, cache = conv_forward(x, w, b, param)
    dout = rng.normal(size=out.shape)
    dx, dw, db = conv_backward(dout, cache)
    up = w.copy()
    up[1, 2, 1, 0] += 1
    assert np.isclose(((conv_forward(x, up, b, param)[0] - out) * dout).sum(), dw[1, 2, 1, 0])
    print("ok")
