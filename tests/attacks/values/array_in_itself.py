"""Returns an array of objects that holds itself; must cost nobody else.

harm: crashed
stopped by: host
"""

import numpy as np


def f(x):
    answer = np.zeros((4, 4), dtype=object)
    inner = []
    inner.append(inner)
    for place in np.ndindex(4, 4):
        answer[place] = inner
    return answer
