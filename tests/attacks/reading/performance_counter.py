"""Counts events of the processor, which tells what others compute; must be killed or refused.

harm: took
stopped by: kernel
needs: root
"""

import os
import struct
import sys

import numpy as np

ctypes = sys.modules["ctypes"]
PERF_EVENT_OPEN = {"x86_64": 298, "aarch64": 241}[os.uname().machine]
SOFTWARE, TASK_CLOCK, SIZE = 1, 1, 128


def f(x):
    what = ctypes.create_string_buffer(struct.pack("IIQ", SOFTWARE, SIZE, TASK_CLOCK), SIZE)
    return np.array([ctypes.CDLL(None).syscall(PERF_EVENT_OPEN, what, 0, -1, -1, 0)])
