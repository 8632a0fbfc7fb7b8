"""Has the kernel send the canary to the output, so that no byte passes through the program; must print nothing.

harm: read
stopped by: kernel
"""

import os


def f(x):
    os.sendfile(1, os.open("@CANARY@", os.O_RDONLY), 0, 100)
    return x
