"""Writes a script into a file that exists in memory only, and executes it through its descriptor.

harm: wrote
stopped by: kernel
"""

import os


def f(x):
    script = os.memfd_create("script", 0)
    os.write(script, b"#!/bin/sh\necho mine > @FOLDER@/from-memory\n")
    os.execve(script, ["script"], {})
