"""Reference solutions of a course unit on convolutional networks, in compiled code.

In: numbers, lists or NumPy arrays.  Out: NumPy arrays, float32 if all arrays are, else float64.
Every operation is the formula of its slide, and each forward pass has its backward pass beside it.
`convref.bounds` has the same operations with a proven bound on rounding, `convref.fast` has the layers
at the speed of the machine, and `convref.gradcheck` differentiates any function.

>>> conv_parameters(filters=10, channels=3, window=5)
760
>>> max_pool_forward([[[[3, 1, 3, 5], [6, 0, 7, 9], [3, 2, 1, 4], [0, 2, 4, 3]]]], window=2)
array([[[[6., 9.],
         [3., 4.]]]])
"""

from . import bounds, fast, gradcheck, shapes
from .continuous import box, convolve_sampled, gaussian, sample_times, triangle
from .dense import (
    affine_backward,
    affine_forward,
    relu_backward,
    relu_forward,
    softmax_loss,
    softmax_loss_backward,
)
from .fast import get_num_threads, set_num_threads
from .image import convolve2d, convolve2d_backward, correlate2d, correlate2d_backward
from .layer import conv_backward, conv_forward
from .matrix import SparseMatrix, col2im, im2col, weight_matrix
from .pooling import avg_pool_backward, avg_pool_forward, max_pool_backward, max_pool_forward
from .shapes import (
    ReceptiveField,
    ShapeError,
    conv_output_shape,
    conv_parameters,
    dense_parameters,
    output_size,
    output_size_strict,
    pixel_uses,
    pool_output_shape,
    receptive_field,
    same_padding,
    signal_output_shape,
    weight_shape,
)
from .signal import convolve1d, convolve1d_backward, correlate1d, correlate1d_backward

__all__ = [
    "ReceptiveField",
    "ShapeError",
    "SparseMatrix",
    "affine_backward",
    "affine_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "bounds",
    "box",
    "col2im",
    "conv_backward",
    "conv_forward",
    "conv_output_shape",
    "conv_parameters",
    "convolve1d",
    "convolve1d_backward",
    "convolve2d",
    "convolve2d_backward",
    "convolve_sampled",
    "correlate1d",
    "correlate1d_backward",
    "correlate2d",
    "correlate2d_backward",
    "dense_parameters",
    "fast",
    "gaussian",
    "get_num_threads",
    "gradcheck",
    "im2col",
    "max_pool_backward",
    "max_pool_forward",
    "output_size",
    "output_size_strict",
    "pixel_uses",
    "pool_output_shape",
    "receptive_field",
    "relu_backward",
    "relu_forward",
    "same_padding",
    "sample_times",
    "set_num_threads",
    "shapes",
    "signal_output_shape",
    "softmax_loss",
    "softmax_loss_backward",
    "triangle",
    "weight_matrix",
    "weight_shape",
]
