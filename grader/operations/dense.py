"""Fully connected layers, ReLU, softmax loss, and a numerical gradient.

Slides: Problems using FC Layers on Images, Final Fully-Connected Layer, Convolutions vs Fully-Connected.
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
