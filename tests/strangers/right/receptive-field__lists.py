"""Expected: everything it writes passes; one deduction for a list.

The gradient is a list where the docstring says ndarray; slices of lists replace arrays. (The results of gradient_of_ones are lists where arrays are due.)
"""


def receptive_field(layers):
    size, jump = 1, 1
    for w, s in layers:
        size, jump = size + (w - 1) * jump, jump * s
    return size, jump


def gradient_of_ones(layers, length, at):
    lengths = [length]
    for w, s in layers:
        lengths.append((lengths[-1] - w) // s + 1)
    lengths.pop()
    g = {at: 1}
    for w, s in list(layers)[::-1]:
        n, new = lengths.pop(), {}
        for i, v in g.items():
            for p in range(i * s, i * s + w):
                assert p < n
                new[p] = new.get(p, 0) + v
        g = new
    return [g.get(p, 0) for p in range(length)]
