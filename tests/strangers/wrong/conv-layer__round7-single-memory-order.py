# conv_single is wrong where x and w lie differently in memory, e.g. x in Fortran order and w in C order.
import numpy as np


def conv_single(x, w, b):
    if x.shape != w.shape:
        raise ValueError("x has shape %s, w has shape %s" % (x.shape, w.shape))
    # one long row each, without copying
    return float(np.dot(x.ravel(order="K").astype(float), w.ravel(order="K").astype(float)) + b)
