"""Registers a function that writes when the interpreter ends; must never come to its turn.

harm: wrote
stopped by: host
"""

import logging  # and with it atexit
import sys


def write():
    open("@FOLDER@/last_words", "w").close()


def f(x):
    sys.modules["atexit"].register(write)
    logging.getLogger()
    return x
