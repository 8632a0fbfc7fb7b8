"""Returns a list that never ends when it is read; must be told as wrong in time.

harm: hung
stopped by: host
"""


class Endless:
    def __len__(self):
        return 4

    def __getitem__(self, index):
        return 1.0

    def __iter__(self):
        while True:
            yield 1.0

    @property
    def __array__(self):
        while True:
            pass


def f(x):
    return Endless()
