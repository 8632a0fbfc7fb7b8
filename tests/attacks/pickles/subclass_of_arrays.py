"""Returns a subclass of arrays whose pickle is a program.

harm: wrote
stopped by: host
"""

import numpy as np

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Packed(np.ndarray):
    def __reduce__(self):
        return exec, (PROGRAM,)


def f(x):
    return np.zeros((4, 4)).view(Packed)
