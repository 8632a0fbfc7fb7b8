"""Asks for the keyring of the session, where the grader's user may keep secrets; must be killed or refused.

harm: took
stopped by: kernel
"""

import os
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
KEYCTL = {"x86_64": 250, "aarch64": 219}[os.uname().machine]
GET_ID, SESSION = 0, -3


def f(x):
    return np.array([ctypes.CDLL(None).syscall(KEYCTL, GET_ID, SESSION, 1)])
