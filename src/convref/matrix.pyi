from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .problems import Pair, Shape

Array = NDArray[np.floating[Any]]

class SparseMatrix(NamedTuple):
    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: Array
    shape: tuple[int, int]
    def toarray(self) -> Array: ...

def im2col(x: ArrayLike, window: Pair, *, stride: Pair = 1, pad: Pair = 0) -> Array: ...
def col2im(columns: ArrayLike, x_shape: Shape, window: Pair, *, stride: Pair = 1, pad: Pair = 0) -> Array: ...
def weight_matrix(w: ArrayLike, x_shape: Shape, *, stride: Pair = 1, pad: Pair = 0) -> SparseMatrix: ...
