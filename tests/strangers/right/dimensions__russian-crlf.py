"""Expected: everything it writes passes.

Русские комментарии, концы строк Windows, форма весов в порядке других библиотек: (4, 3, 5, 5).
"""
import numpy as np


def output_size(length, window, stride, pad):
    # длина с рамкой
    дополнено = length + 2 * pad
    if stride < 1:
        raise ValueError("шаг меньше единицы")
    if window > дополнено:
        raise ValueError("окно больше картинки")
    return int(np.floor((дополнено - window) / stride)) + 1


def conv_parameters(filters, channels, height, width):
    # веса и смещения
    веса = filters * channels * height * width
    смещения = filters
    return веса + смещения


def pixel_uses(height, width, window, stride, pad):
    итог = np.zeros((height, width), dtype=np.int64)
    for i in range(output_size(height, window, stride, pad)):
        верх = max(0, i * stride - pad)
        низ = min(height, i * stride - pad + window)
        for j in range(output_size(width, window, stride, pad)):
            лево = max(0, j * stride - pad)
            право = min(width, j * stride - pad + window)
            if верх < низ and лево < право:
                итог[верх:низ, лево:право] += 1
    return итог


def quiz_weights():
    # фильтры, каналы, высота, ширина: так в наших массивах
    return (4, 3, 5, 5)


def quiz_parameters():
    return conv_parameters(*quiz_weights())
