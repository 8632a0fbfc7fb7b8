"""Makes objects in the kernel that are neither files nor memory: epoll, eventfd, timerfd, inotify.

harm: took
stopped by: kernel
machine: x86_64
"""

import sys

import numpy as np

libc = sys.modules["ctypes"].CDLL(None)


def f(x):
    made = [libc.syscall(291, 0), libc.syscall(290, 0, 0), libc.syscall(283, 1, 0), libc.syscall(294, 0)]
    return np.array([float(sum(descriptor >= 0 for descriptor in made))])
