"""Wrong: brute_force_weights. The output maps are counted as 32 x 32. On which inputs: always (no arguments).
Due instead: 3072 times 28 * 28 * 5 = 12042240.
"""
import numpy as np


def brute_force_weights():
    return 32 * 32 * 3 * 32 * 32 * 5
