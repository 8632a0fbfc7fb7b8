"""Lets everyone write the canary, a right which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.chmod("@CANARY@", 0o666)
    return x
