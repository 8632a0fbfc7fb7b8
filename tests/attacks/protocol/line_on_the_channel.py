"""Writes a result on the descriptor that leads to the grader; must end its own case only.

harm: changed
stopped by: host
"""

import os


def f(x):
    os.write(3, b'{"name": "before", "passed": 0, "answers": [[@FORGED@]], "message": "", "printed": ""}\n')
    return x
