"""Lets numpy's C code write through a stream of the C library; must leave no trace.

harm: wrote
stopped by: kernel
"""


def f(x):
    x.tofile("@FOLDER@/raw.bin")
    return x
