"""Starts a shell that writes; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.system("echo mine > @FOLDER@/shell")
    return x
