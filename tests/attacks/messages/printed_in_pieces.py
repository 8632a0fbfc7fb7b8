"""Prints an escape sequence byte by byte, and on both streams; must be shown as characters.

harm: shown
stopped by: host
"""

import sys


def f(x):
    for character in "\x1b[2J\x1b]0;passed\x07":
        print(character, end="")
        print(character, end="", file=sys.stderr)
    return x
