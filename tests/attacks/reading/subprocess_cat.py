"""Has a program of the system read the canary; must start nothing.

harm: read
stopped by: kernel
"""

import sys


def f(x):
    posix = sys.modules["posix"]
    ours, theirs = posix.pipe()
    pid = posix.fork()
    if pid == 0:
        posix.dup2(theirs, 1)
        posix.execv("/bin/cat", ["cat", "@CANARY@"])
    posix.waitpid(pid, 0)
    raise ValueError(posix.read(ours, 100).decode())
