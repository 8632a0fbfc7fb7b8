"""Expected: everything it writes passes.

The filtered picture is as large as the picture: zeros stand around it.
"""

import numpy as np

SHARP = np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])



def convolve(image, mask, border=None):
    rows, columns = mask.shape
    up, left = rows // 2, columns // 2
    height, width = image.shape
    framed = np.zeros((height + rows, width + columns))
    framed[up : up + height, left : left + width] = image
    result = np.zeros((height, width))
    for row in range(height):
        for column in range(width):
            result[row, column] = np.vdot(mask, framed[row : row + rows, column : column + columns])
    return result


if __name__ == "__main__":
    print(convolve(np.eye(5), SHARP))
