"""The order of layers does not matter.

Fails: order_of_layers.answer
"""


def order_of_layers():
    return "A"
