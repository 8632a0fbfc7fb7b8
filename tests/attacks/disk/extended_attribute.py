"""Hangs an attribute on the canary; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.setxattr("@CANARY@", "user.mine", b"1")
    return x
