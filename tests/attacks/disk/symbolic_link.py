"""Puts a symbolic link where a report may be written later; must leave no trace.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.symlink("/etc/passwd", "@FOLDER@/report.txt")
    return x
