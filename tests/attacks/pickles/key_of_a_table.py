"""Returns a table with a key and an item that are unpickled by a program.

harm: wrote
stopped by: host
"""

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Recipe(int):
    def __reduce__(self):
        return exec, (PROGRAM,)


def f(x):
    return {Recipe(1): [Recipe(2)]}
