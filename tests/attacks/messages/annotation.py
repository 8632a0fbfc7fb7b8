"""Raises a message with an annotation that replaces what it stands on; must be shown as characters.

harm: shown
stopped by: host
"""


def f(x):
    raise ValueError("\ufff9failed\ufffapassed\ufffb")
