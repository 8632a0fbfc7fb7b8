"""Returns a sequence whose items never come; nobody may wait for them.

harm: hung
stopped by: host
"""

import time


class Items(list):
    def __len__(self):
        return 4

    def __getitem__(self, index):
        time.sleep(20)

    __iter__ = __getitem__

    def __array__(self, *arguments, **named):
        time.sleep(20)


def f(x):
    return Items([1, 2, 3, 4])
