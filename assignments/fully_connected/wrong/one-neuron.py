"""A thousand neurons share their weights.

Fails: weights_of_a_normal_image.answer
"""


def weights_of_a_normal_image():
    return 3_000_000
