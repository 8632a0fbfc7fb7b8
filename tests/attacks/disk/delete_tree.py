"""Deletes a folder with all that is in it; must delete nothing.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    for folder, _, names in os.walk("@FOLDER@/notes", topdown=False, onerror=None):
        for name in names:
            os.unlink(os.path.join(folder, name))
    os.rmdir("@FOLDER@/notes")
    return x
