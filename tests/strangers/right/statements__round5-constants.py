

def brute_force_weights():
    return 12042240


def five_filters_weights():
    return 375


def moved_image():
    return "A"


def moved_by_stride():
    return 3


def moved_in_prototype():
    return 4


def valid_size():
    return 28


def several_objects():
    return "B"


def who_selects():
    return "B"


def chosen_for_pooling():
    return "A"


def pool_by_hand():
    return (5, 7, 6, 8)


def pool_left_over():
    return 55


def where_averages_stand():
    return "B"


def layers_that_decide():
    return "A"


def what_a_filter_likes():
    return "B"
