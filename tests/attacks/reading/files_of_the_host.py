"""Opens a file of the grader's once more through /proc; must be refused.

harm: read
stopped by: kernel
"""


def f(x):
    with open("/proc/@HOST_PID@/fd/9") as file:
        raise ValueError(file.read())
