"""Returns an object that raises what no one catches when it is converted; must cost nobody else.

harm: crashed
stopped by: host
"""


class Raiser:
    def __array__(self, *arguments, **keywords):
        raise SystemExit(0)

    __len__ = __iter__ = __array__


def f(x):
    return Raiser()
