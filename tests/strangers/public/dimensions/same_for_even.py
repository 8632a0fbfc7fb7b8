"""Even windows are accepted."""


def same_padding(window):
    return window // 2
