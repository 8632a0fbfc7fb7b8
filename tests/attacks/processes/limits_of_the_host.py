"""Takes from the grader the right to open files, with prlimit; no limit of it may change.

harm: changed
stopped by: kernel
"""

import sys

resource = sys.modules["builtins"].__import__("resource")


def f(x):
    resource.prlimit(int("@HOST_PID@"), resource.RLIMIT_NOFILE, (100, 100))
    return x
