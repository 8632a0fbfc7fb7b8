"""Wrong: pool_left_over. The fraction 55.5 is rounded up. On which inputs: always (no arguments). Due instead:
55.
"""


def pool_left_over():
    return 56
