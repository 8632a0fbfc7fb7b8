"""Appends to the canary; must change nothing.

harm: wrote
stopped by: kernel
"""


def f(x):
    with open("@CANARY@", "a") as file:
        file.write("mine")
    return x
