"""Expected: everything it writes passes.

`from numpy import *`, np.vectorize with a signature, apply_along_axis, tests under __main__; two_gaussians measures its answer.
"""
from numpy import *


def correlate_shrink(x, k):
    x, k = asarray(x), asarray(k)
    if size(k) > size(x):
        raise ValueError('kernel longer than signal')
    index = arange(size(x) - size(k) + 1)
    one = vectorize(lambda i, s, t: float(dot(s[i:i + len(t)], t)), signature='(),(n),(m)->()', otypes=[float])
    return one(index, x, k)


def box_filter(x, width):
    return correlate_shrink(x, ones(width)) / width


def correlate_pad(x, k):
    if size(k) % 2 == 0:
        raise ValueError('even kernel')
    return correlate_shrink(pad(x, (size(k) - 1) // 2), k)


def convolve_shrink(x, k):
    return correlate_shrink(x, flip(k))


def convolve_sampled(f, g, dt):
    return dt * correlate_shrink(pad(f, size(g) - 1), flip(g))


def two_gaussians():
    t = linspace(-12, 12, 481)
    bell = exp(-t ** 2 / 2) / sqrt(2 * pi)
    both = convolve_sampled(bell, bell, t[1] - t[0])
    s = linspace(-24, 24, 961)
    return round(sum(s ** 2 * both) / sum(both), 6)


if __name__ == '__main__':
    assert allclose(box_filter(array([4, 3, 2, -5]), 2), [3.5, 2.5, -1.5])
    assert allclose(correlate_shrink([4, 3, 2, -5, 3], [1, 2, 3]), [16, -8, 1])
    print(two_gaussians())
