"""Opens the folder and makes a file relative to it; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    folder = os.open("@FOLDER@", os.O_RDONLY)
    os.close(os.open("relative", os.O_CREAT | os.O_WRONLY, dir_fd=folder))
    return x
