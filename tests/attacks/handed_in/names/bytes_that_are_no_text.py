"""The name of the file is bytes that are no text in any encoding of this machine.

harm: crashed
"""

import os


def make(place):
    with open(os.fsencode(place) + b"/mallory\xff\xfe.py", "w") as file:
        file.write("x = 1\n")
