"""Changes into the folder above and opens the canary by a bare name; must be refused.

harm: read
stopped by: kernel
"""

import os


def f(x):
    os.chdir(os.path.dirname("@CANARY@"))
    raise ValueError(open(os.path.basename("@CANARY@")).read())
