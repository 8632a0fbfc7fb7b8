"""Sends the log, which an honest program may keep, into a file; must leave no trace.

harm: wrote
stopped by: kernel
"""

import logging


def f(x):
    log = logging.getLogger("mine")
    log.addHandler(logging.FileHandler("@FOLDER@/mine.log"))
    log.warning("x has the shape %s", x.shape)
    return x
