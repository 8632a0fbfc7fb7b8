# dense_parameters is wrong for a layer of one output: its bias is not counted.
def dense_parameters(inputs, outputs):
    weights = inputs * outputs
    biases = outputs if outputs > 1 else 0
    return weights + biases
