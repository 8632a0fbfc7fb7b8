from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.floating[Any]]

def correlate2d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Array: ...
def correlate2d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Array, Array]: ...
def convolve2d(x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink") -> Array: ...
def convolve2d_backward(
    dout: ArrayLike, x: ArrayLike, k: ArrayLike, *, boundary: str = "shrink"
) -> tuple[Array, Array]: ...
