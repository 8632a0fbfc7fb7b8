# Style: im2col by three index arrays (k, i, j), col2im by np.add.at, a namedtuple cache that holds only what is needed,
# `import numpy` without an alias.
import numpy
from collections import namedtuple

Kept = namedtuple("Kept", "columns weights x_shape w_shape stride pad")


def conv_single(x, w, b):
    if numpy.shape(x) != numpy.shape(w):
        raise ValueError("shapes differ: %s and %s" % (numpy.shape(x), numpy.shape(w)))
    return numpy.dot(x.ravel().astype(float), w.ravel().astype(float)) + b


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0]:
        raise ValueError("depth")
    if any(small > large for small, large in zip(w.shape[1:], x.shape[1:])):
        raise ValueError("too large a filter")
    out, _ = conv_forward(x[None], w[None], numpy.array([b], dtype=float), dict(stride=1, pad=0))
    return out[0, 0]


def get_indices(C, HH, WW, H_out, W_out, stride):
    i0 = numpy.tile(numpy.repeat(numpy.arange(HH), WW), C)
    j0 = numpy.tile(numpy.arange(WW), HH * C)
    i1 = stride * numpy.repeat(numpy.arange(H_out), W_out)
    j1 = stride * numpy.tile(numpy.arange(W_out), H_out)
    k = numpy.repeat(numpy.arange(C), HH * WW)[:, None]
    return k, i0[:, None] + i1[None, :], j0[:, None] + j1[None, :]


def out_size(shape, w_shape, stride, pad):
    return [(shape[a] + 2 * pad - w_shape[a]) // stride + 1 for a in (2, 3)]


def conv_forward(x, w, b, conv_param):
    s, p = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, C_, HH, WW = w.shape
    h, l = out_size(x.shape, w.shape, s, p)
    padded = numpy.zeros((N, C, H + p + p, W + p + p))
    padded[:, :, p:p + H, p:p + W] = x
    columns = padded[(slice(None),) + get_indices(C, HH, WW, h, l, s)]      # N, C*HH*WW, places
    weights = w.reshape(F, C * HH * WW).astype(numpy.double)
    out = numpy.matmul(weights, columns) + numpy.asarray(b, numpy.double).reshape(1, F, 1)
    return out.reshape(N, F, h, l), Kept(columns, weights, x.shape, w.shape, s, p)


def conv_backward(dout, cache):
    N, C, H, W = cache.x_shape
    F, _, HH, WW = cache.w_shape
    p = cache.pad
    flat = dout.reshape(N, F, -1).astype(numpy.double)
    db = flat.sum(axis=2).sum(axis=0)
    dw = numpy.matmul(flat, cache.columns.transpose(0, 2, 1)).sum(axis=0).reshape(cache.w_shape)
    dcolumns = numpy.matmul(cache.weights.T, flat)
    dpadded = numpy.zeros((N, C, H + 2 * p, W + 2 * p))
    where = get_indices(C, HH, WW, dout.shape[2], dout.shape[3], cache.stride)
    numpy.add.at(dpadded, (slice(None),) + where, dcolumns)
    return dpadded[:, :, p:H + p, p:W + p], dw, db
