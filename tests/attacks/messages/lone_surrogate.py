"""Raises a message with half a character, which no file can hold; must cost nobody else.

harm: crashed
stopped by: host
"""

import os


class Half(Exception):
    def __str__(self):
        os.write(3, b'{"name": "\xed\xa0\x80"}\n')
        return "\ud800\udfff \udcff"


def f(x):
    raise Half
