import numpy as np


def brute_force_weights():
    return 32 * 32 * 3 * 28 * 28 * 5


def five_filters_weights():
    return 5 * 5 * 5 * 3


def moved_image():
    return "A"


def moved_by_stride():
    return 3


def moved_in_prototype():
    return 2 * 2


def valid_size():
    return 32 - 5 + 1


def several_objects():
    return "B"


def who_selects():
    return "B"


def chosen_for_pooling():
    return "A"


HAND = np.array([[1, 0, 2, 7, 1], [4, 3, 0, 2, 2], [0, 1, 5, 1, 0], [6, 2, 1, 0, 8], [1, 0, 3, 4, 2]])


def pool_by_hand():
    return tuple(int(HAND[i:i + 3, j:j + 3].max()) for i in (0, 2) for j in (0, 2))


def pool_left_over():
    return (112 - 3) // 2 + 1


def where_averages_stand():
    return "B"


def layers_that_decide():
    return "A"


def what_a_filter_likes():
    return "B"
