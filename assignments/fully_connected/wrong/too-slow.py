"""Speed is what limits fully connected layers.

Fails: more_layers.answer
"""


def more_layers():
    return "A"
