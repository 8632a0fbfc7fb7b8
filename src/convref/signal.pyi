from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .image import convolve2d as convolve2d
from .image import convolve2d_backward as convolve2d_backward
from .image import correlate2d as correlate2d
from .image import correlate2d_backward as correlate2d_backward

Array = NDArray[np.floating[Any]]

def correlate1d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Array: ...
def correlate1d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Array, Array]: ...
def convolve1d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Array: ...
def convolve1d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Array, Array]: ...
