"""Round 5. Expected: convolve_sampled loses points. Wrong: long signals go around a circle of 64 places."""

import numpy as np


def convolve_sampled(f, g, dt):
    L, K = len(f), len(g)
    n = 1 << max(L + K - 2, 1).bit_length() if L + K < 60 else 64
    out = np.fft.irfft(np.fft.rfft(f, n) * np.fft.rfft(g, n), n) * dt
    return np.resize(out, L + K - 1)
