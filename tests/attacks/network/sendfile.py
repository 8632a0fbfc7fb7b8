"""Has the kernel send the canary to a port, so that no byte passes through the program; must reach nobody.

harm: connected
stopped by: kernel
"""

import os
import sys

socket = sys.modules["socket"]


def f(x):
    link = socket.socket(socket.AF_UNIX)
    link.connect("@UNIX_PATH@")
    os.sendfile(link.fileno(), os.open("@CANARY@", os.O_RDONLY), 0, 100)
    return x
