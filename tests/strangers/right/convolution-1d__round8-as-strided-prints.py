#!/usr/bin/env python3
# Style: as_strided with debug prints left in, several versions of one function, the last one right; del; global DEBUG; roll
import numpy as np, sys
from numpy.lib import stride_tricks

DEBUG = True
def debug(*args):
    if DEBUG:
        print("[debug]", *args, file=sys.stderr)

def box_filter(x, width):
    out = []
    for i in range(len(x)):
        out.append(x[i:i+width].mean())     # wrong at the end
    return np.array(out)

def box_filter(x, width):
    "second version: cumulative sums"
    c = np.insert(np.cumsum(x, dtype=float), 0, 0.)
    debug("box", x, width)
    return (c[width:] - c[:-width]) / width

def as_rows(x, size):
    x = np.ascontiguousarray(x, dtype='f8')
    (step,) = x.strides
    return stride_tricks.as_strided(x, shape=(x.shape[0]-size+1, size), strides=(step, step), writeable=False)

def correlate_shrink(x, k):
    if k.shape[0] > x.shape[0]:
        raise ValueError('kernel (%i) longer than signal (%i)' % (k.shape[0], x.shape[0]))
    rows = as_rows(x, k.shape[0])
    debug(rows.shape)
    return rows.dot(k)

def correlate_pad(x, k):
    K = k.shape[0]
    if K % 2 == 0: raise ValueError('K even')
    z = np.zeros(x.shape[0] + K - 1); z[K//2:K//2 + x.shape[0]] = x
    return correlate_shrink(z, k)

def convolve_shrink(x, k):
    return np.fliplr(as_rows(x, len(k))).dot(k)

def correlate_backward(dout, x, k):
    L, K = len(x), len(k)
    long = np.zeros(L); long[:len(dout)] = dout
    # the outputs never reach around the end, so rolling is shifting
    dx = sum(float(k[u]) * np.roll(long, u) for u in range(K))
    dk = as_rows(x, len(dout)).dot(dout)
    return dx, dk

def convolve_sampled(f, g, dt):
    out = np.zeros((f.shape[0], f.shape[0] + g.shape[0]))
    out[:, :g.shape[0]] = g
    out *= f.astype(float)[:, None]
    # a row longer than needed: read with one column less, each row moves one to the right
    out = out.ravel()[:f.shape[0] * (f.shape[0] + g.shape[0] - 1)].reshape(f.shape[0], -1)
    return out.sum(axis=0) * dt

def two_boxes(): return 'B'
def two_gaussians(): return 1. + 1.
def flip_unseen(): return 'A'

if __name__ == '__main__':
    print(box_filter(np.array([4, 3, 2, -5]), 2))
    print(convolve_sampled(np.ones(4), np.ones(4), .25))
