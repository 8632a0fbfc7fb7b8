"""Makes an ordinary file with mknod, which few rules think of; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.mknod("@FOLDER@/node", 0o100000 | 0o666)
    return x
