"""Takes the module subprocess, which NumPy has loaded, and runs a shell that writes a file.

harm: wrote
stopped by: kernel
"""

import sys


def f(x):
    sys.modules["subprocess"].run(["/bin/sh", "-c", "echo mine > @FOLDER@/from-subprocess"], check=True)
    return x
