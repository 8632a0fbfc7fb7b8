"""A larger image needs more weights.

Fails: quiz_weights.answer
"""


def quiz_weights():
    return "A3"
