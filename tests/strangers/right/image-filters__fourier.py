"""Expected: everything it writes passes.

Correlation by the two-dimensional Fourier transform, in double precision; the unknown filter by a fit of the spectrum
would see the borders, so it comes from the normal equations, whose matrix is a set of autocorrelations.
"""
import numpy as np
import numpy.fft as ft


def correlate_image(x, k):
    if (np.array(k.shape) > np.array(x.shape)).any():
        raise ValueError("k is larger than x")
    spectrum = ft.fft2(x.astype(np.complex128)) * np.conjugate(ft.fft2(k.astype(np.complex128), x.shape))
    return np.real(ft.ifft2(spectrum))[:x.shape[0] - k.shape[0] + 1, :x.shape[1] - k.shape[1] + 1]


def _apply(name):
    kernel = {"edge": np.pad([[9]], 1) - 1, "box": np.ones((3, 3)) / 9, "gauss": np.outer([1, 2, 1], [1, 2, 1]) / 16,
              "sharpen": np.pad([[5]], 1) - np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]])}[name]
    return lambda x: correlate_image(x, kernel)


edge_detection, box_mean, sharpen, gaussian_blur = map(_apply, ["edge", "box", "sharpen", "gauss"])


def find_filter(x, out):
    x = x.astype(float)
    views = [x[u:u + out.shape[0], v:v + out.shape[1]] for u in range(3) for v in range(3)]
    gram = np.array([[np.vdot(p, q) for q in views] for p in views])
    return np.linalg.solve(gram, [np.vdot(p, out) for p in views]).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    return k - rate * correlate_image(x, correlate_image(x, k) - target)
