"""Writes a compiled module beside a source, to be loaded in its place; must write nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    os.mkdir("@FOLDER@/__pycache__")
    name = "@FOLDER@/__pycache__/conv.cpython-311.pyc"
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT, 0o644)
    os.write(descriptor, bytes(16))
    os.close(descriptor)
    return x
