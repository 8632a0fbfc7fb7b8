"""Problems for the fast kernels: large enough for vectors, bands and threads, in every shape that has an edge.

Numbers come from a seeded generator, because hypothesis would draw thousands one by one.
"""

from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from convref.shapes import conv_output_shape, conv_problem, pair, pool_output_shape, pool_problem


class Conv(NamedTuple):
    x: tuple[int, ...]
    w: tuple[int, ...]
    stride: Any = 1
    pad: Any = 0
    seed: int = 0

    def arrays(self, dtype, numbers=None):
        """x, w, b, dout: whole numbers, unless another generator of numbers is given."""
        rng = np.random.default_rng(self.seed)
        draw = numbers or (lambda rng, shape: rng.integers(-9, 10, shape))
        out = conv_output_shape(self.x, self.w, **self.options)
        return [draw(rng, shape).astype(dtype) for shape in (self.x, self.w, self.w[:1], out)]

    @property
    def options(self):
        return {"stride": self.stride, "pad": self.pad}


class Pool(NamedTuple):
    x: tuple[int, ...]
    window: Any
    stride: Any = None
    seed: int = 0

    def arrays(self, dtype, numbers=None):
        """x, with ties, and dout."""
        rng = np.random.default_rng(self.seed)
        draw = numbers or (lambda rng, shape: rng.integers(-2, 3, shape))
        return [draw(rng, shape).astype(dtype) for shape in (self.x, pool_output_shape(self.x, **self.options))]

    @property
    def options(self):
        return {"window": self.window, "stride": self.stride}


def normal_numbers(rng, shape):
    return rng.standard_normal(shape)


EDGES = [
    Conv((1, 1, 5, 5), (1, 1, 3, 3)),
    Conv((64, 8, 1, 1), (16, 8, 1, 1)),  # one pixel
    Conv((9, 3, 1, 1), (20, 3, 3, 3), pad=1),  # one pixel, and zeros
    Conv((3, 1, 40, 1), (50, 1, 3, 1)),  # one column
    Conv((1, 1, 1, 999), (7, 1, 1, 5)),  # one row, one image, one channel
    Conv((4, 8, 6, 2), (16, 8, 3, 2)),  # narrower than any vector
    Conv((2, 5, 31, 9), (11, 5, 2, 3), stride=3),  # stride above the kernel: pixels in gaps
    Conv((2, 3, 50, 40), (6, 3, 2, 2), stride=(7, 5), pad=(3, 1)),
    Conv((2, 3, 32, 32), (10, 3, 5, 5), pad=2),
    Conv((3, 3, 31, 31), (25, 3, 3, 3), stride=2, pad=1),
    Conv((1, 16, 28, 28), (9, 16, 3, 3), pad=1),
    Conv((1, 3, 57, 60), (9, 3, 7, 7), stride=2, pad=3),
    Conv((1, 2, 12, 12), (24, 2, 3, 3), pad=9),  # more zeros than the kernel is wide
    Conv((2, 4, 9, 70), (13, 4, 9, 3), stride=(1, 4)),
    Conv((2, 2, 30, 41), (3, 2, 5, 2), stride=(3, 2), pad=(4, 3)),
    Conv((1, 60, 40, 40), (4, 60, 3, 3)),  # several bands of one image
    Conv((1, 60, 9, 70), (60, 60, 3, 2)),  # more pixels for one tile than a first-level cache holds, both ways
    Conv((1, 60, 9, 71), (66, 60, 4, 3), stride=2),
    Conv((5, 1, 8, 8), (64, 1, 8, 8)),  # one position of each filter
]


@st.composite
def conv_problems(draw):
    """Any sizes that are legal, up to about a hundred thousand terms."""
    window = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    stride = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    pad = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    size = [draw(st.integers(max(1, n - 2 * p), n + most)) for n, p, most in zip(window, pad, (12, 40), strict=True)]
    x = draw(st.integers(1, 3)), draw(st.integers(1, 4)), *size
    w = draw(st.integers(1, 11)), x[1], *window
    assert conv_problem(x, w, stride=stride, pad=pad) is None
    return Conv(x, w, stride, pad, draw(st.integers(0, 999)))


@st.composite
def pool_problems(draw):
    """The usual windows and others, rows of up to several blocks."""
    usual = st.sampled_from([(2, 2), (3, 2), ((2, 2), (2, 2))])
    window, stride = draw(
        st.one_of(usual, st.tuples(st.tuples(st.integers(1, 4), st.integers(1, 4)), st.none() | st.integers(1, 5)))
    )
    size = [draw(st.integers(n, n + most)) for n, most in zip(pair(window, "window"), (9, 140), strict=True)]
    x = draw(st.integers(1, 2)), draw(st.integers(1, 3)), *size
    assert pool_problem(x, window, stride=stride) is None
    return Pool(x, window, stride, draw(st.integers(0, 999)))
