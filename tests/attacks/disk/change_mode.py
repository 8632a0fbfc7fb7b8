"""Takes the rights of the canary away, which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.chmod("@CANARY@", 0o000)
    return x
