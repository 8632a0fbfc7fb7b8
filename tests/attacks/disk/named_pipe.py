"""Makes a named pipe that would block who reads it; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.mkfifo("@FOLDER@/pipe")
    return x
