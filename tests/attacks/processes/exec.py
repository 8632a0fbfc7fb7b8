"""Turns the child into a shell with execve, which no longer answers to us and writes a file.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.execve("/bin/sh", ["sh", "-c", "echo mine > @FOLDER@/from-exec"], {})
