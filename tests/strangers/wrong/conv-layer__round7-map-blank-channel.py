# conv_map is wrong where a channel of the image adds up to 0 without being 0: the channel is taken for blank and left out.
import numpy as np


def conv_map(x, w, b):
    C, H, W = x.shape
    if w.shape[0] != C:
        raise ValueError("depth of filter and image differ")
    HH, WW = w.shape[1:]
    if HH > H or WW > W:
        raise ValueError("filter larger than image")
    out = np.full((H - HH + 1, W - WW + 1), float(b))
    for c in range(C):
        if x[c].sum() == 0:
            continue  # nothing in this channel
        for i in range(out.shape[0]):
            for j in range(out.shape[1]):
                for u in range(HH):
                    for v in range(WW):
                        out[i, j] += float(x[c, i + u, j + v]) * float(w[c, u, v])
    return out
