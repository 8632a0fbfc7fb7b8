"""Returns a list whose pickle appends to something that runs what is appended.

harm: wrote
stopped by: host
"""

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Appending(list):
    def __reduce__(self):
        return map, (exec, (PROGRAM,)), None, None, None


class Eager(list):
    def __reduce__(self):
        return list, (Appending(),)


def f(x):
    return Eager([0.0] * 4)
