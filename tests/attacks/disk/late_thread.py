"""Starts a thread that writes after the function has returned; must leave no trace.

harm: wrote
stopped by: kernel
"""

import sys
import time

calls = []


def write_later():
    time.sleep(0.05)
    open("@FOLDER@/late", "w").close()


def f(x):
    calls.append(len(x))
    if len(calls) > 1:
        time.sleep(0.2)  # the thread has time until this call ends
    else:
        sys.modules["_thread"].start_new_thread(write_later, ())
    return x
