"""Has the C library open a file in the process that it spawns, between fork and exec; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    opened = (os.POSIX_SPAWN_OPEN, 1, "@FOLDER@/spawned", os.O_CREAT | os.O_WRONLY, 0o644)
    os.waitpid(os.posix_spawn("/bin/true", ["true"], {}, file_actions=[opened]), 0)
    return x
