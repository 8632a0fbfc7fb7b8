'''Style: numpy.matrix. The layer is one big matrix (with the bias as last column); backward is its transpose.
warnings.filterwarnings at the top, set_printoptions, a demo under __main__, np.random.seed.'''
import warnings
warnings.filterwarnings('ignore')
import numpy as np
np.random.seed(42)
np.set_printoptions(precision=3, suppress=True)


def conv_single(x, w, b):
    if not x.shape == w.shape:
        raise ValueError('x and w differ')
    row = np.matrix(w.reshape(1, -1), dtype=float)
    col = np.matrix(x.reshape(-1, 1), dtype=float)
    return (row * col)[0, 0] + b


def where_matrix(C, H, W, HH, WW, stride, pad):
    """For each place and each weight: the number of the pixel, or -1 where the frame lies."""
    H_out, W_out = (H + 2*pad - HH)//stride + 1, (W + 2*pad - WW)//stride + 1
    number = -np.ones((C, H + 2*pad, W + 2*pad), dtype=int)
    number[:, pad:pad+H, pad:pad+W] = np.arange(C*H*W).reshape(C, H, W)
    rows = [number[:, i*stride:i*stride+HH, j*stride:j*stride+WW].ravel() for i in range(H_out) for j in range(W_out)]
    return np.array(rows), H_out, W_out


def big_matrix(w, index, pixels):
    F = w.shape[0]
    places = index.shape[0]
    M = np.asmatrix(np.zeros((F*places, pixels + 1)))       # last column: the frame, thrown away
    for f in range(F):
        for k in range(places):
            M[f*places + k, index[k]] = w[f].reshape(1, -1)
    return M[:, :pixels]


def conv_map(x, w, b):
    if x.shape[0] != w.shape[0] or x.shape[1] < w.shape[1] or x.shape[2] < w.shape[2]:
        raise ValueError('filter and image do not fit')
    out, _ = conv_forward(x.reshape((1,) + x.shape), w.reshape((1,) + w.shape), np.array([b], float), {'stride': 1, 'pad': 0})
    return out.squeeze(axis=(0, 1))


def conv_forward(x, w, b, conv_param):
    N, C, H, W = x.shape
    index, H_out, W_out = where_matrix(C, H, W, w.shape[2], w.shape[3], conv_param['stride'], conv_param['pad'])
    M = big_matrix(w, index, C*H*W)
    flat = np.matrix(x.reshape(N, -1), dtype=float).T
    y = M*flat + np.matrix(np.repeat(np.array(b, float), len(index))).T
    return np.asarray(y.T).reshape(N, w.shape[0], H_out, W_out), (M, flat, index, x.shape, w.shape)


def conv_backward(dout, cache):
    M, flat, index, xs, ws = cache
    N, F = dout.shape[:2]
    d = np.matrix(dout.reshape(N, -1), dtype=float).T
    dx = np.asarray((M.T*d).T).reshape(xs)
    dM = np.asarray(d*flat.T)
    dM = np.hstack([dM, np.zeros((dM.shape[0], 1))])        # the frame's column: index -1
    dw = np.zeros(ws)
    for f in range(F):
        for k in range(len(index)):
            dw[f] += dM[f*len(index) + k, index[k]].reshape(ws[1:])
    db = np.asarray(d).reshape(F, -1, N).sum(axis=(1, 2))
    # the frame's pixels are zeros, so their weights get nothing from there
    return dx, dw, db


if __name__ == '__main__':
    print(conv_map(np.random.randn(1, 4, 4), np.ones((1, 2, 2)), 0))
