"""Leaves settings of git that run a program for whoever looks there; must write nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.mkdir("@FOLDER@/.git")
    descriptor = os.open("@FOLDER@/.git/config", os.O_WRONLY | os.O_CREAT, 0o644)
    os.write(descriptor, b"[core]\n\tfsmonitor = touch /tmp/owned\n")
    os.close(descriptor)
    return x
