"""Only weights are learned.

Fails: dense_parameters.values
"""


def dense_parameters(inputs, outputs):
    return inputs * outputs
