"""Raises an exception whose class sleeps when it is asked for its own name.

harm: hung
stopped by: host
"""

import time


class Nameless(type):
    @property
    def __name__(cls):
        time.sleep(20)
        return "Nameless"


class Fault(Exception, metaclass=Nameless):
    pass


def f(x):
    raise Fault
