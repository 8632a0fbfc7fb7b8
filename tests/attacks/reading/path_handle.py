"""Gets a handle of the path with O_PATH, which many rules overlook, and opens it again; must be refused.

harm: read
stopped by: kernel
"""

import os


def f(x):
    handle = os.open("@CANARY@", os.O_PATH)
    raise ValueError(os.read(os.open(f"/proc/self/fd/{handle}", os.O_RDONLY), 100).decode())
