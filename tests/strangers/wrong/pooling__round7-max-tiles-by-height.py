# max_pool_forward is wrong where pool_height == stride and pool_width != stride: the short cut for tiles takes windows of stride x stride.
import numpy as np


def max_pool_forward(x, pool_param):
    ph = pool_param["pool_height"]
    pw = pool_param["pool_width"]
    s = pool_param["stride"]
    N, C, H, W = x.shape
    Ho, Wo = (H - ph) // s + 1, (W - pw) // s + 1
    if ph == s and H >= Ho * s and W >= Wo * s:
        # the windows tile the map
        tiles = x[:, :, :Ho * s, :Wo * s].reshape(N, C, Ho, s, Wo, s)
        return tiles.max(axis=(3, 5)), (x, pool_param)
    out = np.zeros((N, C, Ho, Wo), dtype=x.dtype)
    for i in range(Ho):
        for j in range(Wo):
            out[:, :, i, j] = x[:, :, i * s:i * s + ph, j * s:j * s + pw].max(axis=(2, 3))
    return out, (x, pool_param)
