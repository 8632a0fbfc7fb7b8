"""Returns a sequence that is longer whenever it is looked at; must be given up in time.

harm: hung
stopped by: host
"""


class Growing:
    def __len__(self):
        return 1 << 20

    def __getitem__(self, place):
        return Growing()


def f(x):
    return Growing()
