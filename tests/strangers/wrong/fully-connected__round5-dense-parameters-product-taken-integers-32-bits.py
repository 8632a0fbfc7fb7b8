"""Wrong: dense_parameters. The product is taken in integers of 32 bits. On which inputs: more than 2**31 - 1
parameters, such as an image of 1000 x 1000 x 3 with 1000 outputs. Due instead: 3000001000 there.
"""
import math
from functools import lru_cache, wraps
import numpy as np


def dense_parameters(inputs, outputs):
    return int(np.prod([inputs + 1, outputs], dtype=np.int32))
