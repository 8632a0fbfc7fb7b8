"""Reference values and proven rounding bounds, together.

One function for each graded operation, with the name and the arguments it has in `convref`. Each
output is a `Bounded`: the value rounded once from twice the precision, the sum of the absolute terms,
the number of roundings, and the norm of the operands. `Bounded.bound` makes a tolerance of them.

>>> out = correlate1d([0.1, 0.2, 0.3], [1 / 3, 1 / 3, 1 / 3])
>>> abs(out.value - (0.1 + 0.2 + 0.3) / 3) <= out.bound("float64")
array([ True])
"""

from .bounded import Bounded, gamma
from .dense import (
    affine_backward,
    affine_forward,
    relu_backward,
    relu_forward,
    softmax_loss,
    softmax_loss_backward,
)
from .layers import (
    avg_pool_backward,
    avg_pool_forward,
    conv_backward,
    conv_forward,
    max_pool_backward,
    max_pool_forward,
)
from .signals import (
    convolve1d,
    convolve1d_backward,
    convolve2d,
    convolve2d_backward,
    convolve_sampled,
    correlate1d,
    correlate1d_backward,
    correlate2d,
    correlate2d_backward,
)

__all__ = [
    "Bounded",
    "affine_backward",
    "affine_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "conv_backward",
    "conv_forward",
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "convolve_sampled",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
    "gamma",
    "max_pool_backward",
    "max_pool_forward",
    "relu_backward",
    "relu_forward",
    "softmax_loss",
    "softmax_loss_backward",
]
