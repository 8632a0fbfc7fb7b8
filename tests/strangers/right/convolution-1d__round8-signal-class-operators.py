"""Style: a class Signal that overloads operators (@ slides, ^ convolves, >> shifts, + adds at places); the functions translate."""
import numpy as np


class Signal:
    """Numbers with a place for the first one; zeros everywhere else."""

    __array_ufunc__ = None      # numpy scalars shall leave * to us

    def __init__(self, values, start=0):
        self.values = np.atleast_1d(np.asarray(values, dtype=np.float64))
        self.start = start

    def __len__(self):
        return len(self.values)

    def __rshift__(self, places):
        return Signal(self.values, self.start + places)

    def __add__(self, other):
        start = min(self.start, other.start)
        stop = max(self.start + len(self), other.start + len(other))
        values = np.zeros(stop - start)
        for signal in (self, other):
            values[signal.start - start:signal.start - start + len(signal)] += signal.values
        return Signal(values, start)

    def __rmul__(self, factor):
        return Signal(factor * self.values, self.start)

    def __reversed__(self):
        return Signal(self.values[::-1], 1 - self.start - len(self))

    def __xor__(self, other):
        total = self.values[0] * (other >> self.start)
        for place, value in enumerate(self.values[1:], 1):
            total += value * (other >> self.start + place)
        return total

    def __matmul__(self, kernel):
        return self ^ reversed(kernel)

    def __getitem__(self, places):
        values = np.zeros(places.stop - places.start)
        for i in range(len(values)):
            at = places.start + i - self.start
            if 0 <= at < len(self):
                values[i] = self.values[at]
        return values


def correlate_shrink(x, k):
    if len(k) > len(x):
        raise ValueError("longer than the signal")
    return (Signal(x) @ Signal(k))[0:len(x) - len(k) + 1]


def box_filter(x, width):
    return correlate_shrink(x, np.ones(width)) / width


def correlate_pad(x, k):
    if len(k) % 2 == 0:
        raise ValueError("has no middle")
    return (Signal(x) @ Signal(k, -(len(k) // 2)))[0:len(x)]


def convolve_shrink(x, k):
    return (Signal(x) ^ Signal(k))[len(k) - 1:len(x)]


def correlate_backward(dout, x, k):
    return (Signal(dout) ^ Signal(k))[0:len(x)], (Signal(x) @ Signal(dout))[0:len(k)]


def convolve_sampled(f, g, dt):
    return (dt * (Signal(f) ^ Signal(g))).values


def two_boxes():
    """Triangle."""
    return "B"


def two_gaussians():
    """Variances add up."""
    return 2.0


def flip_unseen():
    """Palindromes."""
    return "A"
