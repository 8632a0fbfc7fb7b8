"""Pooling, maximum and average, forward and backward.

Slides: Pooling Layer.
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
