"""Opens the canary by the system call of `os`; must be refused.

harm: read
stopped by: kernel
"""

import os


def f(x):
    raise ValueError(os.read(os.open("@CANARY@", os.O_RDONLY), 100).decode())
