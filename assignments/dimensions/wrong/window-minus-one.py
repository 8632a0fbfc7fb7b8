"""The padding lies on one side only.

Fails: same_padding.values
Believes: padding-in-sum
"""


def same_padding(window):
    if window % 2 == 0:
        raise ValueError("even")
    return window - 1
