"""Expected: everything it writes passes.

A border for each side is asked for by a list of lists.
"""

import numpy as np


def apply_filter(image_array: np.ndarray, kernel: np.ndarray, padding: list[list[int]]) -> np.ndarray:
    (above, below), (left, right) = padding
    bigger = np.pad(image_array, ((above, below), (left, right)))
    return np.array(
        [
            [
                sum(bigger[i + u, j + v] * kernel[u, v] for u in range(kernel.shape[0]) for v in range(kernel.shape[1]))
                for j in range(bigger.shape[1] - kernel.shape[1] + 1)
            ]
            for i in range(bigger.shape[0] - kernel.shape[0] + 1)
        ]
    )
