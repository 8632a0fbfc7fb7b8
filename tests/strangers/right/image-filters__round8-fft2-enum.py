"""Style: an Enum of kernels with a method, FFT for the correlation, lstsq with a design matrix from np.indices; float32 nowhere."""
import enum
import math

import numpy as np


class Filters(enum.Enum):
    EDGE = ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)), 1
    BOX = ((1,) * 3,) * 3, 9
    SHARPEN = ((0, -1, 0), (-1, 5, -1), (0, -1, 0)), 1
    GAUSS = ((1, 2, 1), (2, 4, 2), (1, 2, 1)), 16

    def __call__(self, x):
        rows, divisor = self.value
        return correlate_image(x, np.array(rows)) / divisor


def correlate_image(x, k):
    H, W = x.shape
    HH, WW = k.shape
    if HH > H or WW > W:
        raise ValueError("The filter must not be larger than the image.")
    spectrum = np.fft.fft2(x.astype(np.float64)) * np.conj(np.fft.fft2(k.astype(np.float64), s=(H, W)))
    return np.fft.ifft2(spectrum).real[:H - HH + 1, :W - WW + 1]


def edge_detection(x):
    return Filters.EDGE(x)


def box_mean(x):
    return Filters.BOX(x)


def sharpen(x):
    return Filters.SHARPEN(x)


def gaussian_blur(x):
    return Filters.GAUSS(x)


def find_filter(x, out):
    top, left = np.indices(out.shape).reshape(2, -1, 1)
    u, v = np.indices((3, 3)).reshape(2, 1, -1)
    solution, _residuals, _rank, _values = np.linalg.lstsq(x[top + u, left + v].astype(float), out.reshape(-1).astype(float), rcond=None)
    return solution.reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    residual = correlate_image(x, k) - target
    return k - rate * correlate_image(x, residual)


def edges_of_nothing():
    return math.trunc(7 * 8 - 8 * 7)


def which_filter():
    return {Filters.BOX: "A", Filters.SHARPEN: "B", Filters.GAUSS: "C"}[Filters.GAUSS]
