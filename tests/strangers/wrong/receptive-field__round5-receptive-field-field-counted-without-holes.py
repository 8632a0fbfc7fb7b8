"""Wrong: receptive_field. The field is counted, without its holes. On which inputs: a layer whose stride is
larger than its own window with a window above 1 behind it, so that the field has holes, such as (1, 2), (2,
1), or (2, 3), (2, 1). Due instead: size by the formula, first to last pixel.
"""
import math
import numpy as np


def receptive_field(layers):
    layers = list(layers)
    seen = {0}
    for window, stride in layers[::-1]:
        seen = {place * stride + u for place in seen for u in range(window)}
    return len(seen), math.prod(stride for _, stride in layers)
