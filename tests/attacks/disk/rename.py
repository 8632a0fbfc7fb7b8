"""Renames the canary; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.rename("@CANARY@", "@FOLDER@/gone")
    return x
