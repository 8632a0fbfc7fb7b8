"""Hangs an attribute on the canary; must change nothing.

harm: wrote
stopped by: kernel
needs: root
"""

import os

import numpy as np


def f(x):
    os.setxattr("@CANARY@", "user.mine", b"1")
    return x + 0 * np.ones(1) * len(os.sep)
