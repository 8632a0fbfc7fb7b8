"""Asks the import system for the bytes of the canary; must be refused.

harm: read
stopped by: kernel
"""

import sys

machinery = sys.modules["_frozen_importlib_external"]


def f(x):
    raise ValueError(machinery.FileLoader("canary", "@CANARY@").get_data("@CANARY@").decode())
