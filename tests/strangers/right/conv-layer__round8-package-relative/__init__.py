"""Style: a package; the functions are collected here by relative imports, one module for each."""
from .backward import conv_backward
from .forward import conv_forward, conv_map, conv_single

__all__ = ["conv_single", "conv_map", "conv_forward", "conv_backward"]
