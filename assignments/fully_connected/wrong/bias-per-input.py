"""Every input has a bias.

Fails: dense_parameters.values
"""


def dense_parameters(inputs, outputs):
    return inputs * outputs + inputs
