"""Asks the C library for the environment, in case Python's copy was emptied; must find no key.

harm: read
stopped by: host
"""

from numpy import ctypeslib  # which loads ctypes wherever it is run


def f(x):
    libc = ctypeslib.ctypes.CDLL(None)
    libc.getenv.restype = ctypeslib.ctypes.c_char_p
    raise ValueError(libc.getenv(b"CANARY_TOKEN"))
