"""Deletes the canary; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.unlink("@CANARY@")
    return x
