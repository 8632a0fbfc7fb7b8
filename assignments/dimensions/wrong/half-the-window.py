"""The padding is half of the window.

Fails: same_padding.errors
"""


def same_padding(window):
    return window // 2
