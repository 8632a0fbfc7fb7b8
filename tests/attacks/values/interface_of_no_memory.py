"""Returns an object whose array would lie at the first byte of memory; must cost nobody else.

harm: crashed
stopped by: host
"""


class Interface:
    @property
    def __array_interface__(self):
        return {"shape": (4, 4), "typestr": "<f8", "data": (1, True), "version": 3}


def f(x):
    return Interface()
