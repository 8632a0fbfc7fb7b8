"""Returns an object that whoever unpickles it makes by a program; must write nothing.

harm: wrote
stopped by: host
"""

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Recipe(list):
    def __reduce__(self):
        return exec, (PROGRAM,)


def f(x):
    return Recipe([0.0] * 4)
