"""Expected: everything it writes passes.

日本語のコメント；ヒープで最大値を取り出し、同点では抽選で分け前を決める（重なる窓ごとに独立）。
"""
import heapq
import random

import numpy as np


def max_pool_forward(x, pool_param):
    高さ, 幅, 歩幅 = pool_param["pool_height"], pool_param["pool_width"], pool_param["stride"]
    N, C, H, W = x.shape
    出力 = np.zeros((N, C, (H - 高さ) // 歩幅 + 1, (W - 幅) // 歩幅 + 1))
    分け前 = []
    for n, c, i, j in np.ndindex(出力.shape):
        # 負の値を入れると最小ヒープが最大ヒープになる
        ヒープ = [(-float(x[n, c, r, s]), random.random(), r, s)
               for r in range(i * 歩幅, i * 歩幅 + 高さ) for s in range(j * 歩幅, j * 歩幅 + 幅)]
        heapq.heapify(ヒープ)
        最大, _, r, s = heapq.heappop(ヒープ)
        勝者 = [(r, s)]
        while ヒープ and ヒープ[0][0] == 最大:
            勝者.append(heapq.heappop(ヒープ)[2:])
        くじ = [random.random() + 1e-3 for _ in 勝者]
        分け前.append([(場所, 重み / sum(くじ)) for 場所, 重み in zip(勝者, くじ)])
        出力[n, c, i, j] = -最大
    return 出力, (分け前, x.shape)


def max_pool_backward(dout, cache):
    分け前, 形 = cache
    dx = np.zeros(形)
    for (n, c, i, j), 組 in zip(np.ndindex(dout.shape), 分け前):
        for (r, s), 重み in 組:
            dx[n, c, r, s] += 重み * dout[n, c, i, j]
    return dx
