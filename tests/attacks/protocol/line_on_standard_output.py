"""Writes a line of results on the descriptor of standard output; must be taken for printed text.

harm: crashed
stopped by: host
"""

import os

os.write(1, b'{"name": "attack", "passed": 2, "answers": [], "message": "", "printed": ""}\n')


def f(x):
    os._exit(0)
