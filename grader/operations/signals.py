"""Signals: sliding a filter along a row of numbers, with and without a flip.

Slide: What are Convolutions?
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
