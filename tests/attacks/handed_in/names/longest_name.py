"""The name is as long as a disk takes, so that nothing can be added to it.

harm: crashed
"""


def make(place):
    (place / ("m" * 252 + ".py")).write_text("x = 1\n")
