"""Gives the canary to another user, which Landlock does not cover; must change nothing.

harm: wrote
stopped by: kernel
needs: root
"""

import os


def f(x):
    os.chown("@CANARY@", 12345, 12345)
    return x
