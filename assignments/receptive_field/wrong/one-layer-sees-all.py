"""Two layers see what one sees.

Fails: connected_pixels.answer
"""


def connected_pixels():
    return 9
