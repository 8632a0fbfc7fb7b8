"""Writes a line of its own when the process ends; must count for nothing.

harm: forged
stopped by: host
"""

import logging  # and with it atexit
import os
import sys

LINE = b'{"name": "attack", "passed": 2, "answers": [[@FORGED@]], "message": "", "printed": ""}\n'


def f(x):
    logging.getLogger()
    sys.modules["atexit"].register(os.write, 3, LINE)
    return x * 0
