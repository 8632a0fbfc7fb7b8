"""A layer has one bias.

Fails: dense_parameters.values
"""


def dense_parameters(inputs, outputs):
    return inputs * outputs + 1
