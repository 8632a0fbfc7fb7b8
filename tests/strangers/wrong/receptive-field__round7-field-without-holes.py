# receptive_field is wrong where a stride is larger than the window and a layer follows, e.g. (2, 3), (2, 1): the pixels in the holes are not counted.
def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        # each further number adds at most what it sees itself
        size = size + (window - 1) * min(jump, size)
        jump = jump * stride
    return size, jump
