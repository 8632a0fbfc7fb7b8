"""Expected: everything it writes passes.

All three passes through the Fourier transform; strided gradients are first blown up with zeros.
"""
import numpy as np


def _correlate(big, small):
    """Valid correlation along the last two axes, everything else broadcast."""
    H, W = big.shape[-2:]
    h, w = small.shape[-2:]
    A = np.fft.rfft2(big.astype(float), s=(H, W))
    B = np.fft.rfft2(small.astype(float), s=(H, W))
    return np.fft.irfft2(A * B.conj(), s=(H, W))[..., : H - h + 1, : W - w + 1]


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("shapes differ")
    return float(_correlate(x, w).sum() + b)


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depths differ")
    if x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError("filter larger than image")
    return _correlate(x, w).sum(axis=0) + b


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    xp = np.pad(x, ((0, 0), (0, 0), (p, p), (p, p)))
    every = _correlate(xp[:, None], w[None]).sum(axis=2)      # stride 1
    return every[:, :, ::s, ::s] + b.reshape(1, -1, 1, 1), (xp, w, s, p)


def conv_backward(dout, cache):
    xp, w, s, p = cache
    N, C, H, W = xp.shape
    F, _, h, wd = w.shape
    spread = np.zeros((N, F, H - h + 1, W - wd + 1))
    spread[:, :, ::s, ::s] = dout
    dw = _correlate(xp[:, None], spread[:, :, None]).sum(axis=0)
    # full convolution: multiply without the conjugate
    D = np.fft.rfft2(spread, s=(H, W))
    K = np.fft.rfft2(w.astype(float), s=(H, W))
    dxp = np.fft.irfft2(np.einsum("nfhw,fchw->nchw", D, K), s=(H, W))
    return dxp[:, :, p : H - p, p : W - p], dw, dout.sum(axis=(0, 2, 3))
