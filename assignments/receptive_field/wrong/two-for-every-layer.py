def receptive_field(layers):
    jump = 1
    for _, stride in layers:
        jump *= stride
    return 1 + 2 * len(layers), jump
