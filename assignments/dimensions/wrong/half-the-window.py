"""The padding is half of the window.

Fails: same_padding.errors
Believes: accepts-what-does-not-fit
"""


def same_padding(window):
    return window // 2
