"""Links the canary to a name of its own and reads that; must be refused.

harm: read
stopped by: kernel
"""

import os


def f(x):
    os.symlink("@CANARY@", "@FOLDER@/mine")
    try:
        raise ValueError(open("@FOLDER@/mine").read())
    finally:
        os.unlink("@FOLDER@/mine")
