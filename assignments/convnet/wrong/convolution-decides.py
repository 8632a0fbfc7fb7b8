"""The first convolution decides.

Fails: who_decides.answer
"""


def who_decides():
    return "A"
