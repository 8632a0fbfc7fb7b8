"""How far a correct answer may be from the reference: proven, never chosen. Pure.

Any order of evaluating a sum of products stays within the bound that `convref.bounds` computes beside
the value. On multiples of a grid below 2**24 grids no rounding happens at all: the bound is 0, in single
precision too. Algorithms that mix inputs before they multiply (FFT, Winograd) obey a norm-wise bound
instead, a small multiple of ``u * log2(n) * norm``, u the unit roundoff of the precision they compute in
(Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 24.1). Two different answers
differ by the grid at least, so where that bound stays far below the grid accepting it cannot pass an
answer that is right for other inputs, nor one cut to whole numbers (docs/decisions/0007).
"""

from typing import TYPE_CHECKING

from convref.bounds import Bounded
from grader.model import Expected

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

UNIT_ROUNDOFF = {"float64": 2.0**-53, "float32": 2.0**-24}
NORMWISE = 64  # of u * norm: 8 * log2(n) for transforms of up to 256 points
FAR_BELOW_ONE = 0.125  # of the grid


def elementwise(expected: Expected, precision: str) -> "NDArray[np.float64] | float":
    """Return the bound for sums of products in any order."""
    if expected.exact:
        return 0.0
    return Bounded(expected.value, expected.absolute, expected.count, expected.norm).bound(precision)


def normwise(expected: Expected, precision: str) -> "NDArray[np.float64] | float":
    """Return the bound for algorithms that add inputs before multiplying; 0 where it proves nothing.

    Means by nine round, so they keep to no grid; two different ones are a ninth apart all the same. Where nothing is
    known of how far answers are apart, an entry that no term reaches may hold what such an algorithm leaves there.
    """
    import numpy as np

    bound = NORMWISE * UNIT_ROUNDOFF[precision] * expected.norm
    apart = expected.grid if expected.exact else expected.apart
    if bound <= FAR_BELOW_ONE * apart:
        return bound
    is_open = precision == "float64" and not expected.exact and not apart and (expected.absolute == 0).any()
    return np.where(expected.absolute == 0, bound, elementwise(expected, precision)) if is_open else 0.0
