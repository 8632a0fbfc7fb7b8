"""Sizes, padding, parameters, weight tensors, uses of a pixel, receptive fields.

Slides: Convolution Layers: Stride, Padding, Dimensions; Receptive Field.
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
