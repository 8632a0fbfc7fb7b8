"""Returns an array of objects, each of which is unpickled by a program.

harm: wrote
stopped by: host
"""

import numpy as np

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Recipe(float):
    def __reduce_ex__(self, protocol):
        return exec, (PROGRAM,)


def f(x):
    answer = np.empty((4, 4), dtype=object)
    answer[:] = [[Recipe(0)] * 4] * 4
    return answer
