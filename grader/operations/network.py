"""A small network, trained on generated images.

Slides: CNN Prototype, CNN learned filters.
"""

from grader.operations.operation import Operation

OPERATIONS: tuple[Operation, ...] = ()
