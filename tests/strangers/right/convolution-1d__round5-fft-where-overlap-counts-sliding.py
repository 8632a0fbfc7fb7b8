import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def two_boxes():
    return "B"


def two_gaussians():
    return 2.0


def flip_unseen():
    return "A"


def _w(x, n):
    if n > x.shape[0]:
        raise ValueError("too long")
    return sliding_window_view(np.asarray(x, dtype=float), n)


def box_filter(x, width):
    return _w(x, width).mean(axis=1)


def correlate_shrink(x, k):
    return (_w(x, k.size) * k).sum(axis=-1)


def correlate_pad(x, k):
    if not k.size & 1:
        raise ValueError("even")
    return _w(np.pad(x, k.size // 2), k.size) @ k.astype(float)


def convolve_shrink(x, k):
    return _w(x, k.size)[:, ::-1] @ k.astype(float)


def correlate_backward(dout, x, k):
    d = np.asarray(dout, dtype=float)
    dx = _w(np.pad(d, k.size - 1), k.size) @ k[::-1].astype(float)
    return dx, _w(x, d.size) @ d


def convolve_sampled(f, g, dt):
    # Faltungssatz: Produkt der Transformierten
    n = f.size + g.size - 1
    return np.fft.irfft(np.fft.rfft(f, n) * np.fft.rfft(g, n), n) * dt
