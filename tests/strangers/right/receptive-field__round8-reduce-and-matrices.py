"""Style: functools.reduce over layers with a lambda, and matrices of ones (A_n ... A_1) whose row is the gradient; operator, `from typing import *`."""
from functools import reduce
from typing import *

import numpy as np

Layer = Tuple[int, int]


def receptive_field(layers: Sequence[Layer]) -> Tuple[int, int]:
    return reduce(lambda state, layer: (state[0] + state[1] * (layer[0] - 1), state[1] * layer[1]), layers, (1, 1))


def _matrix(length: int, window: int, stride: int) -> np.ndarray:
    rows = (length - window) // stride + 1
    pixel = np.arange(length) - stride * np.arange(rows)[:, None]
    return ((pixel >= 0) & (pixel < window)).astype(int)


def gradient_of_ones(layers: Sequence[Layer], length: int, at: int) -> np.ndarray:
    total = np.eye(length)
    for layer in layers:
        total = _matrix(total.shape[0], *layer) @ total
    return total[at]


def connected_pixels() -> int:
    return receptive_field([(3, 1), (3, 1)])[0] ** 2


def stacked_weights() -> Tuple[int, int]:
    return 3 * 3 ** 2, 7 ** 2


def stride_first() -> str:
    first, last = receptive_field([(3, 2), (3, 1)])[0], receptive_field([(3, 1), (3, 2)])[0]
    return "ABC"[(first > last) + 2 * (first == last)]
