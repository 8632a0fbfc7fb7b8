"""Makes a new file beside the canary; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.close(os.open("@FOLDER@/new", os.O_CREAT | os.O_WRONLY))
    return x
