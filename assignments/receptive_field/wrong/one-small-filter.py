"""Three filters have the weights of one.

Fails: stacked_weights.answer
"""


def stacked_weights():
    return 9, 49
