"""A named pipe lies beside the module, and whoever opens it to read waits for ever.

harm: hung
"""

import os


def make(place):
    (place / "mallory-pipe").mkdir()
    os.mkfifo(place / "mallory-pipe" / "conv.py")
