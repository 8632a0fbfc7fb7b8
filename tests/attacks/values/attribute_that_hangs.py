"""Returns an object whose attributes never come back; must be told as wrong in time.

harm: hung
stopped by: host
"""


class Slow:
    def __getattribute__(self, name):
        while True:
            pass


def f(x):
    return Slow()
