"""inputs * (outputs + 1), a bias for each input instead of each output."""


def dense_parameters(inputs, outputs):
    return inputs * (outputs + 1)
