"""Forks when the interpreter ends, so after it was graded; must leave nobody.

harm: survived
stopped by: host
"""

import logging  # and with it atexit
import os
import sys
import time


def stay():
    if os.fork() == 0:
        os.setsid()
        for number in (1, 2, 3):
            os.close(number)
        time.sleep(15)
        os._exit(0)


def f(x):
    logging.getLogger()
    sys.modules["atexit"].register(stay)
    return x
