import numpy as np


def edges_of_nothing():
    return 0


def which_filter():
    return "C"


class Picture:
    def __init__(self, pixels):
        self.pixels = np.array(pixels, dtype=np.float64)

    def windows(self, hh, ww):
        h, w = self.pixels.shape
        if hh > h or ww > w:
            raise ValueError("filter larger than the image")
        top = np.arange(h - hh + 1)[:, None, None, None]
        left = np.arange(w - ww + 1)[None, :, None, None]
        u, v = np.arange(hh)[:, None], np.arange(ww)
        return self.pixels[top + u, left + v].reshape(-1, hh * ww), (h - hh + 1, w - ww + 1)

    def filtered(self, k):
        m, shape = self.windows(*k.shape)
        return (m @ np.ravel(k).astype(np.float64)).reshape(shape)


def correlate_image(x, k):
    return Picture(x).filtered(k)


def _ring(corner, side, centre):
    return np.array([[corner, side, corner], [side, centre, side], [corner, side, corner]], dtype=float)


def edge_detection(x):
    return Picture(x).filtered(_ring(-1, -1, 8))


def box_mean(x):
    return Picture(x).windows(3, 3)[0].mean(axis=1).reshape(x.shape[0] - 2, x.shape[1] - 2)


def sharpen(x):
    return Picture(x).filtered(_ring(0, -1, 5))


def gaussian_blur(x):
    return Picture(x).filtered(_ring(1, 2, 4) / 16)


def find_filter(x, out):
    m, _ = Picture(x).windows(3, 3)
    u, s, vt = np.linalg.svd(m, full_matrices=False)
    return (vt.T @ ((u.T @ np.ravel(out).astype(float)) / s)).reshape(3, 3)


def learn_filter_step(x, target, k, rate):
    m, shape = Picture(x).windows(*k.shape)
    e = m @ np.ravel(k).astype(float) - np.ravel(target).astype(float)
    return k - rate * (m.T @ e).reshape(k.shape)
