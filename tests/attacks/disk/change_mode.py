"""Takes the rights of the canary away, which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
needs: root
"""

import os

import numpy as np


def f(x):
    os.chmod("@CANARY@", 0o000)
    return x + 0 * np.ones(1) * len(os.sep)
