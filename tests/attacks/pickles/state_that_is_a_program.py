"""Returns an object whose state is set by running it.

harm: wrote
stopped by: host
"""

PROGRAM = "open('@FOLDER@/pwned', 'w').write('x')"


class Stateful(list):
    def __reduce_ex__(self, protocol):
        return str, (PROGRAM,), {"of": "a namespace"}, None, None, exec


def f(x):
    return Stateful([0.0] * 4)
