# max_pool_forward is wrong for windows whose entries are all below -1e9: the answer is -1e9.
import numpy as np


def max_pool_forward(x, pool_param):
    ph, pw, s = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    Ho = (H - ph) // s + 1
    Wo = (W - pw) // s + 1
    out = np.full((N, C, Ho, Wo), -1e9)
    for u in range(ph):
        for v in range(pw):
            part = x[:, :, u:u + (Ho - 1) * s + 1:s, v:v + (Wo - 1) * s + 1:s]
            out = np.maximum(out, part)
    return out, (x, pool_param)
