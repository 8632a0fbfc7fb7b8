"""Raises an exception that is made anew, by a program, in every process that it travels to.

harm: wrote
stopped by: host
"""

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Travelling(Exception):
    def __reduce__(self):
        return exec, (PROGRAM,)


def f(x):
    raise Travelling("what went wrong is told at home")
