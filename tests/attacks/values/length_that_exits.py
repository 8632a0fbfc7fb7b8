"""Returns an object that ends the process when its length is asked; must cost nobody else.

harm: crashed
stopped by: host
"""

import os


class Exit:
    def __len__(self):
        os._exit(0)

    __array__ = __iter__ = __getitem__ = __len__


def f(x):
    return Exit()
