"""Reads the environment of the grader, where keys and tokens live; must be refused.

harm: read
stopped by: kernel
"""


def f(x):
    with open("/proc/@HOST_PID@/environ", "rb") as environment:
        raise ValueError(environment.read().decode("latin-1"))
