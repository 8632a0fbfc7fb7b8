"""Makes a new folder; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.mkdir("@FOLDER@/new")
    return x
