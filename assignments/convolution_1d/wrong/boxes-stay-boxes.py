"""Two boxes give a box.

Fails: two_boxes.answer
"""


def two_boxes():
    return "A"
