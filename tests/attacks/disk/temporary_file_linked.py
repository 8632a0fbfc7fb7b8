"""Makes a file without a name and gives it one later; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    descriptor = os.open("@FOLDER@", os.O_TMPFILE | os.O_RDWR, 0o600)
    os.link(f"/proc/self/fd/{descriptor}", "@FOLDER@/linked", src_dir_fd=None, follow_symlinks=True)
    return x
