"""Opens the canary as the interpreter opens code, through io.open_code; must read nothing.

harm: read
stopped by: kernel
"""

import io

import numpy as np


def f(x):
    with io.open_code("@CANARY@") as file:
        return np.frombuffer(file.read(), np.uint8)
