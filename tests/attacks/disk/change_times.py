"""Changes the times of the canary, which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.utime("@CANARY@", (1, 1))
    return x
