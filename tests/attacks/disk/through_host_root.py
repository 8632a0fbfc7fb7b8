"""Reaches the folder through the root folder of the grader as /proc shows it; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.close(os.open("/proc/@HOST_PID@/root@FOLDER@/outside", os.O_CREAT | os.O_WRONLY))
    return x
