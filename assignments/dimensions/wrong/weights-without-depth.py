"""A filter on an RGB image is flat.

Fails: quiz_weights.answer, quiz_parameters.answer
"""


def quiz_weights():
    return (4, 5, 5)


def quiz_parameters():
    return 4 * (5 * 5 + 1)
