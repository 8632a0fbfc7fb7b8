"""An even grey stays as it is.

Fails: edges_of_nothing.answer
"""


def edges_of_nothing():
    return 7
