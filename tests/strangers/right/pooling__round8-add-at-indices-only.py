# Style: the max cache holds only flat positions of the winners and the shape; np.add.at; average by an integral image
import numpy as np

np.set_printoptions(linewidth=120)


def pooled_depth():
    return tuple([112, 112, 64])


def pooling_parameters():
    return np.int64(0)


def unpack(pool_param):
    return [pool_param[k] for k in ('pool_height', 'pool_width', 'stride')]


def max_pool_forward(x, pool_param):
    ph, pw, s = unpack(pool_param)
    N, C, H, W = x.shape
    rows = np.arange(0, H - ph + 1, s)
    cols = np.arange(0, W - pw + 1, s)
    r = rows[:, None, None, None] + np.arange(ph)[:, None]
    c = cols[None, :, None, None] + np.arange(pw)
    blocks = x[:, :, r, c].reshape(N, C, len(rows), len(cols), ph * pw)
    best = blocks.argmax(axis=-1)
    flat_in_image = (rows[:, None] + best // pw) * W + (cols[None, :] + best % pw)
    offset = (np.arange(N * C) * (H * W)).reshape(N, C, 1, 1)
    winners = offset + flat_in_image
    return x.reshape(-1)[winners], (winners, x.shape)


def max_pool_backward(dout, cache):
    winners, shape = cache
    dx = np.zeros(int(np.prod(shape)))
    np.add.at(dx, winners.ravel(), dout.ravel())
    return dx.reshape(shape)


def avg_pool_forward(x, pool_param):
    ph, pw, s = unpack(pool_param)
    N, C, H, W = x.shape
    I = np.zeros((N, C, H + 1, W + 1))
    I[:, :, 1:, 1:] = x.astype(np.float64).cumsum(axis=2).cumsum(axis=3)
    sums = I[:, :, ph:, pw:] - I[:, :, :-ph, pw:] - I[:, :, ph:, :-pw] + I[:, :, :-ph, :-pw]
    return sums[:, :, ::s, ::s] / float(ph * pw), (ph, pw, s, x.shape)


def avg_pool_backward(dout, cache):
    ph, pw, s, shape = cache
    dx = np.zeros(shape)
    ho, wo = dout.shape[-2:]
    for u in range(ph):
        for v in range(pw):
            dx[:, :, u:u + s * (ho - 1) + 1:s, v:v + s * (wo - 1) + 1:s] += dout / float(ph * pw)
    return dx
