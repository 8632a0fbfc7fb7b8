"""Moves the canary into the output pipe with splice, page by page; must print nothing.

harm: read
stopped by: kernel
"""

import os


def f(x):
    os.splice(os.open("@CANARY@", os.O_RDONLY), 1, 100)
    return x
