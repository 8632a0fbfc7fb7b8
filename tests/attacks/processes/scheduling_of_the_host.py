"""Lets the grader run only while nobody else wants to.

harm: changed
stopped by: kernel
"""

import os


def f(x):
    os.sched_setscheduler(int("@HOST_PID@"), os.SCHED_IDLE, os.sched_param(0))
    return x
