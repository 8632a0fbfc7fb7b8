"""Takes references from None until the interpreter gives it back to the allocator.

harm: crashed
stopped by: host
"""

import sys

ctypes = sys.modules["ctypes"]


def f(x):
    answer = np_zero = x[:1, :1] * 0
    for _ in range(3):
        ctypes.pythonapi.Py_DecRef(ctypes.py_object(np_zero))
    del np_zero
    return [answer] * 3
