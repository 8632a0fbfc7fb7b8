"""Hashes a key for ever, whenever somebody looks it up; must be given up in time.

harm: hung
stopped by: host
"""


class Key:
    def __hash__(self):
        while True:
            pass


def f(x):
    return {Key(): x}
