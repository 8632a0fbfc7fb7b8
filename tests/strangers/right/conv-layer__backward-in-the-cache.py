"""Expected: everything it writes passes.

The cache is a closure: the forward pass returns a function that does the backward pass, as in JAX's vjp.
"""
import numpy as np


def conv_forward(x, w, b, conv_param):
    stride, pad = conv_param['stride'], conv_param['pad']
    (N, C, H, W), (F, _, HH, WW) = x.shape, w.shape
    Ho, Wo = ((size + 2 * pad - k) // stride + 1 for size, k in ((H, HH), (W, WW)))

    rows = np.arange(Ho)[:, None] * stride + np.arange(HH) - pad        # Ho x HH, may lie outside
    cols = np.arange(Wo)[:, None] * stride + np.arange(WW) - pad
    inside = ((rows >= 0) & (rows < H))[:, None, :, None] & ((cols >= 0) & (cols < W))[None, :, None, :]
    r = np.clip(rows, 0, H - 1)[:, None, :, None]
    c = np.clip(cols, 0, W - 1)[None, :, None, :]
    patches = np.where(inside, x[:, :, r, c], 0)                        # N C Ho Wo HH WW

    out = np.einsum('ncijuv,fcuv->nfij', patches, w) + b[:, None, None]

    def vjp(dout):
        dp = np.einsum('nfij,fcuv->ncijuv', dout, w) * inside
        dx = np.zeros((N, C, H, W))
        np.add.at(dx, (slice(None), slice(None), r, c), dp)
        return dx, np.einsum('nfij,ncijuv->fcuv', dout, patches), dout.sum(axis=(0, 2, 3))

    return out, (vjp,)


conv_backward = lambda dout, cache: cache[0](dout)
