"""Wrong: edge_detection. Pixels are turned into whole numbers first. On which inputs: pictures with fractions,
such as 0.5. Due instead: the sum of the pixels as they are.
"""
import numpy as np


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


def _ring(corner, side, centre):
    return np.array([[corner, side, corner], [side, centre, side], [corner, side, corner]], dtype=float)


def edge_detection(x):
    return Picture(np.asarray(x).astype(np.int64)).filtered(_ring(-1, -1, 8))
