"""Has the kernel copy one file over another, so that no byte passes through the program; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    source = os.open("@CANARY@", os.O_RDONLY)
    target = os.open("@FOLDER@/gradebook.csv", os.O_WRONLY)
    os.copy_file_range(source, target, 16)
    return x
