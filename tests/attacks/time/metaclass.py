"""Loops when a class is made, by its metaclass; must be passed over.

harm: hung
stopped by: host
"""


class Meta(type):
    def __call__(cls, *arguments):
        while True:
            pass


class Thing(metaclass=Meta):
    pass


def f(x):
    return Thing()
