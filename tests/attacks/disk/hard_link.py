"""Gives the canary a second name; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.link("@CANARY@", "@FOLDER@/second")
    return x
