"""The layers of `convref` at the speed of the machine: same names, same arguments, same errors.

In: numbers, lists or NumPy arrays.  Out: NumPy arrays, float32 if all arrays are, else float64.
Results equal those of the lesson kernels where nothing rounds. Elsewhere they are within the proven bound of
`convref.bounds`. docs/how-fast-convolution-works.md derives the kernels from the slide's formula, step by step.

>>> import numpy as np
>>> conv_forward(np.ones((1, 3, 4, 4)), np.ones((2, 3, 3, 3)), pad=1).shape
(1, 2, 4, 4)
"""

from ..dense import softmax_loss, softmax_loss_backward
from .dense import affine_backward, affine_forward, relu_backward, relu_forward
from .layer import conv_backward, conv_forward
from .pooling import avg_pool_backward, avg_pool_forward, max_pool_backward, max_pool_forward
from .processor import (
    get_num_threads,
    has_openmp,
    instruction_set,
    instruction_sets,
    peak,
    set_num_threads,
    use_instruction_set,
)

__all__ = [
    "affine_backward",
    "affine_forward",
    "avg_pool_backward",
    "avg_pool_forward",
    "conv_backward",
    "conv_forward",
    "get_num_threads",
    "has_openmp",
    "instruction_set",
    "instruction_sets",
    "max_pool_backward",
    "max_pool_forward",
    "peak",
    "relu_backward",
    "relu_forward",
    "set_num_threads",
    "softmax_loss",
    "softmax_loss_backward",
    "use_instruction_set",
]
