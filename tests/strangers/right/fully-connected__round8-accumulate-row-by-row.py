'''Style: one output at a time with loops and accumulators; %-formatting; the cache is an object made by type(); in-place work on copies for the numerical gradient, x -= x.max on a copy.'''
import numpy as np

Cache = type('Cache', (object,), {})


def dense_parameters(inputs, outputs):
    total = 0
    for weights in (inputs * outputs, outputs):
        total += weights
    return total


def weights_of_a_normal_image():
    pixels = 1000 * 1000
    return pixels * 3 * 1000


def more_layers():
    return 'B'


def weight_sharing():
    return 'C'


def affine_forward(x, w, b):
    cache = Cache()
    cache.shape, cache.w = x.shape, w.copy()
    cache.rows = [image.ravel().astype(np.float64) for image in x]
    out = np.empty((x.shape[0], w.shape[1]))
    for n, row in enumerate(cache.rows):
        out[n] = b
        for d, pixel in enumerate(row):
            out[n] += pixel * w[d]
    return out, cache


def affine_backward(dout, cache):
    dw = np.zeros(cache.w.shape)
    db = np.zeros(dout.shape[1])
    dx = np.zeros((dout.shape[0], cache.w.shape[0]))
    for n, (d, row) in enumerate(zip(dout.astype(np.float64), cache.rows)):
        dw += np.outer(row, d)
        db += d
        dx[n] = cache.w.dot(d)
    return dx.reshape(cache.shape), dw, db


def relu_forward(x):
    out = x.copy()
    out[out < 0] = 0
    return out, out


def relu_backward(dout, cache):
    dx = dout.copy()
    dx[cache <= 0] = 0
    return dx


def softmax_loss(x, y):
    scores = x.astype(np.float64)
    loss = 0.0
    dx = np.zeros(scores.shape)
    N = scores.shape[0]
    for n in range(N):
        row = scores[n].copy()
        row -= np.max(row)
        total = np.sum(np.exp(row))
        loss += np.log(total) - row[y[n]]
        dx[n] = np.exp(row) / total
        dx[n, y[n]] -= 1.0
    return loss / N, dx / N


def numerical_gradient(x, w, b, target, h):
    w = w.astype(np.float64)        # a copy, also of floats
    dw = np.zeros(w.shape)

    def loss():
        out, _ = affine_forward(x, w, b)
        out -= target
        return (out * out).sum() / 2

    it = np.nditer(w, flags=['multi_index'])
    while not it.finished:
        ix = it.multi_index
        old = w[ix]
        w[ix] = old + h
        plus = loss()
        w[ix] = old - h
        minus = loss()
        w[ix] = old
        dw[ix] = (plus - minus) / (2.0 * h)
        it.iternext()
    return dw


def conv_matrix(w, x_shape, stride):
    C, H, W = x_shape
    rows = []
    for filt in w:
        for top in range(0, H - w.shape[2] + 1, stride):
            for left in range(0, W - w.shape[3] + 1, stride):
                picture = np.zeros(x_shape)
                picture[:, top:top + w.shape[2], left:left + w.shape[3]] = filt
                rows.append(picture.flatten())
    return np.vstack(rows)
