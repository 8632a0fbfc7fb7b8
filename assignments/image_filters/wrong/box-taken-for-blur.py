"""What blurs is a box.

Fails: which_filter.answer
"""


def which_filter():
    return "A"
