"""Makes a thousand empty files, for a disk may run out of inodes first; must make none.

harm: took
stopped by: kernel
bound: 10
"""

import os

import numpy as np


def f(x):
    made = 0
    try:
        for number in range(1000):
            os.close(os.open(f"@FOLDER@/empty{number}", os.O_CREAT | os.O_WRONLY))
            made += 1
    finally:
        for number in range(made):
            os.unlink(f"@FOLDER@/empty{number}")
    return np.array([made])
