"""Opens a packet socket, to see what passes on every interface; must get none.

harm: took
stopped by: kernel
needs: root
"""

import sys

import numpy as np

socket = sys.modules["socket"]
EVERY_PROTOCOL = 0x0300  # ETH_P_ALL in network order


def f(x):
    socket.socket(socket.AF_PACKET, socket.SOCK_RAW, EVERY_PROTOCOL)
    return np.array([1.0])
