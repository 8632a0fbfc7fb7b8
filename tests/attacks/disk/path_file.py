"""Writes a file that every later interpreter would run; must write nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    for name in ("evil.pth", "sitecustomize.py", "usercustomize.py"):
        descriptor = os.open("@FOLDER@/" + name, os.O_WRONLY | os.O_CREAT, 0o644)
        os.write(descriptor, b"import os; os._exit(0)\n")
        os.close(descriptor)
    return x
