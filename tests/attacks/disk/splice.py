"""Moves a pipe's content into the gradebook with splice, which is no write; must change nothing.

harm: wrote
stopped by: kernel
"""

import os
import sys


def f(x):
    out, into = sys.modules["posix"].pipe()
    os.write(into, b"student,100\n")
    os.splice(out, os.open("@FOLDER@/gradebook.csv", os.O_WRONLY), 12)
    return x
