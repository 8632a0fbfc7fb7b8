"""Reads every descriptor that was left open; must find only its own.

harm: read
stopped by: host
"""

import os


def f(x):
    found = []
    for number in range(4096):
        try:
            found.append(os.pread(number, 100, 0).decode("latin-1"))  # nothing waits: pipes have no positions
        except OSError:
            continue
    raise ValueError(" ".join(found))
