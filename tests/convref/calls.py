"""One legal call of every function of `convref` that takes arrays: whole numbers, nothing square or symmetric."""

from typing import Any, NamedTuple

import numpy as np

import convref


class Call(NamedTuple):
    arrays: dict[str, np.ndarray]  # in order; of whole numbers, so that float32 is exact
    options: dict[str, Any] = {}  # noqa: RUF012

    def run(self, name, module=convref, **replaced):
        result = getattr(module, name)(**{**self.arrays, **replaced}, **self.options)
        if isinstance(result, convref.SparseMatrix):
            return (result.values,)
        return result if isinstance(result, tuple) else (result,)


def whole_numbers(*shape, seed=0):
    """Different whole numbers, in no order."""
    numbers = np.arange(np.prod(shape)) - np.prod(shape) // 2
    return np.random.default_rng(seed).permutation(numbers).reshape(shape).astype(np.float64)


X, W = whole_numbers(2, 2, 6, 7), whole_numbers(3, 2, 2, 3, seed=1)
STEP = {"stride": (2, 1), "pad": (1, 2)}
SIGNAL = {"x": whole_numbers(8), "k": whole_numbers(3, seed=1)}
IMAGE = {"x": whole_numbers(5, 6), "k": whole_numbers(3, 1, seed=1)}

CALLS = {
    "correlate1d": Call(SIGNAL, {"boundary": "full"}),
    "convolve1d": Call(SIGNAL),
    "correlate2d": Call(IMAGE, {"boundary": "zero"}),
    "convolve2d": Call(IMAGE),
    "correlate1d_backward": Call({"dout": whole_numbers(10, seed=2), **SIGNAL}, {"boundary": "full"}),
    "convolve1d_backward": Call({"dout": whole_numbers(6, seed=2), **SIGNAL}),
    "correlate2d_backward": Call({"dout": whole_numbers(5, 6, seed=2), **IMAGE}, {"boundary": "zero"}),
    "convolve2d_backward": Call({"dout": whole_numbers(3, 6, seed=2), **IMAGE}),
    "convolve_sampled": Call({"f": whole_numbers(4), "g": whole_numbers(3)}, {"dt": 0.5}),
    "conv_forward": Call({"x": X, "w": W, "b": whole_numbers(3)}, STEP),
    "conv_backward": Call({"dout": whole_numbers(2, 3, 4, 9, seed=2), "x": X, "w": W}, STEP),
    "max_pool_forward": Call({"x": X}, {"window": (2, 3), "stride": 1}),
    "max_pool_backward": Call({"dout": whole_numbers(2, 2, 5, 5, seed=2), "x": X}, {"window": (2, 3), "stride": 1}),
    "avg_pool_forward": Call({"x": X}, {"window": (2, 4), "stride": 1}),
    "avg_pool_backward": Call({"dout": whole_numbers(2, 2, 5, 4, seed=2), "x": X}, {"window": (2, 4), "stride": 1}),
    "affine_forward": Call({"x": whole_numbers(2, 3, 2), "w": whole_numbers(6, 4), "b": whole_numbers(4)}),
    "affine_backward": Call(
        {"dout": whole_numbers(2, 4, seed=2), "x": whole_numbers(2, 3, 2), "w": whole_numbers(6, 4)}
    ),
    "relu_forward": Call({"x": whole_numbers(2, 3)}),
    "relu_backward": Call({"dout": whole_numbers(2, 3, seed=2), "x": whole_numbers(2, 3)}),
    "softmax_loss": Call({"scores": np.zeros((2, 4))}, {"labels": [0, 3]}),
    "softmax_loss_backward": Call({"scores": np.zeros((2, 4))}, {"labels": [0, 3]}),
    "im2col": Call({"x": X}, {"window": (2, 3), **STEP}),
    "col2im": Call({"columns": whole_numbers(2, 12, 36)}, {"x_shape": X.shape, "window": (2, 3), **STEP}),
    "weight_matrix": Call({"w": W}, {"x_shape": X.shape[1:], **STEP}),
}
