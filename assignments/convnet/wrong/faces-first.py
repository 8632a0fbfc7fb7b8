"""The first filters see faces.

Fails: first_filters.answer
"""


def first_filters():
    return "B"
