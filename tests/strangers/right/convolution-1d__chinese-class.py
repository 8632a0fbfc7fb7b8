"""Expected: everything it writes passes.

一个类包含前向和反向；中文注释与中文变量名，Windows 换行。
"""
import numpy as np


class 滤波器:
    """一维滤波器"""

    def __init__(self, 核, 模式="收缩"):
        self.核 = np.asarray(核)
        self.模式 = 模式

    def __len__(self):
        return len(self.核)

    def __call__(self, 信号):
        if self.模式 == "填充":
            if len(self) % 2 == 0:
                raise ValueError("核的长度必须是奇数")
            零 = np.zeros(len(self) // 2)
            信号 = np.hstack((零, 信号, 零))
        if len(self) > len(信号):
            raise ValueError("核比信号长")
        # 逐点计算
        return np.array([np.dot(信号[i:i + len(self)], self.核) for i in range(len(信号) - len(self) + 1)])

    def 反向(self, 梯度, 信号):
        d信号 = np.zeros(len(信号))
        d核 = np.zeros(len(self))
        for i, g in enumerate(梯度):
            d信号[i:i + len(self)] += g * self.核
            d核 += g * 信号[i:i + len(self)]
        return d信号, d核


def box_filter(x, width):
    return 滤波器(np.ones(width) / width)(x)


def correlate_shrink(x, k):
    return 滤波器(k)(x)


def correlate_pad(x, k):
    return 滤波器(k, "填充")(x)


def convolve_shrink(x, k):
    return 滤波器(k[::-1])(x)


def correlate_backward(dout, x, k):
    return 滤波器(k).反向(dout, x)


def two_boxes():
    return "B"      # 三角形


def flip_unseen():
    return "A"
