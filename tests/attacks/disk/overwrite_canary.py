"""Opens the canary for writing and replaces what it holds; must change nothing.

harm: wrote
stopped by: kernel
"""


def f(x):
    with open("@CANARY@", "w") as file:
        file.write("mine")
    return x
