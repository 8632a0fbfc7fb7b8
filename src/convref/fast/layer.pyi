from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..problems import Pair

Array = NDArray[np.floating[Any]]

def conv_forward(
    x: ArrayLike, w: ArrayLike, b: ArrayLike | None = None, *, stride: Pair = 1, pad: Pair = 0
) -> Array: ...
def conv_backward(
    dout: ArrayLike, x: ArrayLike, w: ArrayLike, *, stride: Pair = 1, pad: Pair = 0
) -> tuple[Array, Array, Array]: ...
